/**
 * The page read aloud by the device's own voice, block by block.
 *
 * Easy Japanese is spoken from its checked readings, so that 14日 is じゅうよっか.
 */

const { href, search } = new URL(import.meta.url);
const sibling = (name) => new URL(name + search, href).href;

// What holds text of its own. Longer parts first end where a voice from the network would break off.
const BLOCK =
  "address, article, aside, blockquote, caption, dd, details, div, dl, dt, fieldset, figcaption, figure, footer, form, " +
  "h1, h2, h3, h4, h5, h6, header, hr, li, main, nav, ol, p, pre, section, summary, table, tbody, td, tfoot, th, thead, tr, ul";
// What is not read: tools, marks, explanations on demand, the lists of links and of sources
const SILENT =
  "script, style, template, svg, rp, input, select, textarea, button, nav, footer, [hidden], " +
  ".mg-tools, .mg-error, .mg-feedback, .mg-tip, .mg-mark, .mg-done, .mg-new";
const PHONE = 'a[href^="tel:"]';
const DENSE = /^(ja|zh|ko|th|my|km|lo)\b/;
const DIGITS = {
  ...["ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"],
  "#": "シャープ",
  "+": "プラス",
};

/** @type {(() => void) | undefined} Ends the reading that is going on. */
let stop;

/**
 * Read the page from its title on; end it if it is being read.
 * @param {HTMLButtonElement} button
 */
export async function run(button) {
  if (stop) {
    stop();
    return;
  }
  const [{ words, plain }, { voice }] = await Promise.all([import(sibling("words.js")), import(sibling("madoguchi.js"))]);
  const said = await words();
  if (stop) return;
  const items = [...document.querySelectorAll("main article")].flatMap((article) => [...spoken(article, voice)]);
  if (!items.length) return;
  await styled();
  stop = read(items, said, plain, () => {
    stop = undefined;
    button.setAttribute("aria-pressed", "false");
    button.focus({ preventScroll: true });
  });
  button.setAttribute("aria-pressed", "true");
}

function styled() {
  const address = sibling("speak.css");
  if ([...document.styleSheets].some((sheet) => sheet.href === address)) return undefined;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  document.head.append(link);
  return new Promise((done) => (link.onload = link.onerror = done));
}

// ---- what is said

/**
 * Yield what is said of an article, in the order of the page: short texts with their block and voice.
 * @returns {Iterable<{block: Element, text: string, voice: SpeechSynthesisVoice}>}
 */
export function* spoken(article, voice) {
  for (const { block, tag, text } of runs(article)) {
    const speaker = voice(tag);
    if (!speaker) continue;
    for (const piece of sentences(told(text), DENSE.test(tag) ? 80 : 180)) yield { block, text: piece, voice: speaker };
  }
}

/** Return the texts of an article; each stands in one block, in one language. */
function runs(article) {
  const page = article.closest("[lang]").lang;
  // 119 is the number to call wherever the page names it
  const phones = new Set([...article.querySelectorAll(PHONE)].map((link) => bare(decodeURIComponent(link.href))));
  const found = [];
  let last;
  const put = (block, tag, text) => {
    if (last?.block === block && (last.tag === tag || !text.trim())) last.text += text;
    // the page in kana gives the kanji of official words too; their reading follows
    else if (text.trim() && !(page === "ja-Hrkt" && tag === "ja")) found.push((last = { block, tag, text }));
  };
  const walk = (element, block, tag, phone) => {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = node.data.replace(/\s+/g, " ");
        put(block, tag, number(text, tag, (digits) => phone || phones.has(digits)));
      }
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SILENT)) continue;
      const { display } = getComputedStyle(node);
      const folded = element.matches("details:not([open])") && !node.matches("summary");
      if (display === "none" || folded) continue;
      const own = node.lang || tag;
      if (node.matches(BLOCK)) {
        last = undefined;
        walk(node, node, own, false);
        last = undefined;
        continue;
      }
      // what stands in lines of its own is said as such
      const apart = node.matches("br") || /^(block|flex|grid)$/.test(display);
      if (apart) put(block, own, "\n");
      if (node.matches("ruby")) put(block, own, phone ? number(reading(node, true), own) : reading(node));
      else walk(node, block, own, phone || node.matches(PHONE));
      if (apart) put(block, own, "\n");
    }
  };
  walk(article, article, page, false);
  return found;
}

/** Return the child of a block that the block's own text begins with. */
function beginning(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let node;
  while ((node = walker.nextNode())) {
    const { parentElement } = node;
    if (node.data.trim() && parentElement.closest(BLOCK) === block && !parentElement.closest(SILENT)) break;
  }
  while (node && node.parentElement !== block) node = node.parentElement;
  return node ?? block.firstChild;
}

/** Return a ruby as it is said: each reading in place of what it stands over; but of a number the `digits`. */
function reading(ruby, digits = false) {
  let said = "";
  let base = "";
  for (const node of ruby.childNodes) {
    if (node.nodeName === "RT") {
      said += digits && /\d/.test(base) ? base : node.dataset.r || node.textContent || base;
      base = "";
    } else if (node.nodeName !== "RP") base += node.textContent;
  }
  return said + base;
}

const bare = (number) => number.replace(/[^\d#+]/g, "");

/** Return a text with its telephone numbers digit by digit: 119 is no quantity. */
function number(text, tag, isPhone = () => true) {
  const japanese = tag.startsWith("ja");
  return text.replace(/[\d#+](?:[\d#+()\s‐-―-]*\d)?/g, (digits) => {
    if (!isPhone(bare(digits))) return digits;
    const groups = digits.split(/[^\d#+]+/).filter(Boolean);
    const each = groups.map((group) => [...group].map((sign) => (japanese ? DIGITS[sign] : sign)).join(" "));
    // in kana, a breath before it: はいち is another word
    return japanese ? `、${each.join("、")}` : each.join(", ");
  });
}

/** Return a text with explanations, 転入届＜＝紙＞, as one says them: between two breaths. */
function told(text) {
  return text.replace(/＜＝/g, "、").replace(/＞(?=[、。]|$)/g, "").replace(/＞/g, "、");
}

/**
 * Return a text in sentences, the longer ones in parts of at most `limit` characters.
 * @param {string} text
 * @param {number} limit
 */
export function sentences(text, limit) {
  const found = text.match(/[^\n]+?(?:[。！？!?।॥۔؟။]+[」』）)]*|\.(?=\s)|(?=\n)|$)/g) ?? [];
  return found.flatMap((sentence) => cut(sentence.replace(/^[\s、]+|\s+$/g, ""), limit)).filter((part) => /[\p{L}\p{N}]/u.test(part));
}

function cut(sentence, limit) {
  if (sentence.length <= limit) return [sentence];
  const head = sentence.slice(0, limit);
  const ends = ["、", "，", ", ", "; ", "：", "،", "၊"].map((mark) => head.lastIndexOf(mark) + mark.length * head.includes(mark));
  const at = Math.max(...ends.filter((end) => end > 0), 0) || head.lastIndexOf(" ") + 1 || limit;
  return [sentence.slice(0, at).trim(), ...cut(sentence.slice(at).trim(), limit)];
}

// ---- saying it

/** Read the items; show where, and how to go on. Return what ends it. */
function read(items, said, plain, ended) {
  const speech = window.speechSynthesis;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const starts = new Map();
  for (const [i, { block }] of items.entries()) if (!starts.has(block)) starts.set(block, i);
  let at = 0;
  /** What is being said; what was said before may still report. @type {SpeechSynthesisUtterance | null} */
  let current = null;

  const bar = document.createElement("section");
  bar.className = "mg-speak";
  bar.setAttribute("aria-label", plain(said["speak.label"]));
  const [hold, end] = ["hold", "end"].map((name) =>
    Object.assign(document.createElement("button"), { type: "button", className: `mg-speak-${name}` }),
  );
  end.innerHTML = said["speak.stop"];
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  bar.append(hold, end, line);

  const mark = (block) => {
    for (const old of document.querySelectorAll(".mg-speaking")) old.classList.remove("mg-speaking");
    if (!block) return;
    block.classList.add("mg-speaking");
    const { top, bottom } = block.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight - bar.offsetHeight) {
      block.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    }
  };
  const say = (index) => {
    if (index >= items.length) return finish();
    at = index;
    const { block, text, voice } = items[index];
    const utterance = new SpeechSynthesisUtterance(text);
    Object.assign(utterance, { voice, lang: voice.lang });
    utterance.onend = () => current === utterance && say(index + 1);
    utterance.onerror = () => {
      if (current !== utterance) return;
      pause();
      line.innerHTML = said["speak.error"];
    };
    current = utterance;
    mark(block);
    line.textContent = "";
    hold.innerHTML = said["speak.pause"];
    speech.speak(utterance);
  };
  // the browser's own pause does nothing on Android: what was begun is begun again
  const pause = () => {
    current = null;
    speech.cancel();
    hold.innerHTML = said["speak.resume"];
  };
  const from = (index) => {
    pause();
    say(index);
  };

  const touched = (event) => {
    if (event.target.closest("a, button, input, select, label, summary") || !getSelection().isCollapsed) return;
    for (let block = event.target; block; block = block.parentElement) {
      if (starts.has(block)) return from(starts.get(block));
    }
  };
  const froms = [];
  for (const [block, index] of starts) {
    // what opens a part of the page holds no button
    if (block.matches("summary")) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "mg-from" });
    button.setAttribute("aria-label", plain(said["speak.from"]));
    button.addEventListener("click", () => from(index));
    beginning(block).before(button);
    froms.push(button);
  }
  const finish = () => {
    current = null;
    speech.cancel();
    for (const button of froms) button.remove();
    bar.remove();
    mark(null);
    document.removeEventListener("click", touched);
    removeEventListener("pagehide", finish);
    document.documentElement.classList.remove("mg-reading-aloud");
    ended();
  };
  hold.addEventListener("click", () => (current ? pause() : say(at)));
  end.addEventListener("click", finish);
  document.addEventListener("click", touched);
  addEventListener("pagehide", finish);
  document.documentElement.classList.add("mg-reading-aloud");
  document.body.append(bar);
  hold.focus({ preventScroll: true });
  speech.cancel();
  say(0);
  return finish;
}
