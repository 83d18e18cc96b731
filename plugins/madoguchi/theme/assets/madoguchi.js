/**
 * What every page does with a script: tools, readings, ticks, the offer of another language.
 *
 * The page is whole without it. A tool is a module of its own, `NAME.js`, loaded when its button
 * `[data-mg=NAME]` is pressed for the first time. Nothing leaves the browser.
 */

const page = document.documentElement;
const { search } = new URL(import.meta.url);
const load = (name) => import(new URL(`${name}.js${search}`, import.meta.url).href);
const all = (selector) => [...document.querySelectorAll(selector)];

/** Return what this browser remembers, or null; it may forbid to ask. */
function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Remember; return whether it can be read again. */
function keep(key, value) {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

// ---- tools

function tools() {
  for (const button of all("button[data-mg]")) {
    const name = button.dataset.mg;
    button.addEventListener("click", async () => {
      await use(button);
      if (name === "side") keep("mg-side", button.getAttribute("aria-pressed"));
    });
    if (name === "speak") whenSpoken(() => (button.hidden = !voice(page.lang)));
    else if (name !== "keep" || "serviceWorker" in navigator) button.hidden = false;
    else button.remove();
    if (name === "side" && kept("mg-side") === "true") use(button, false);
  }
  for (const row of all(".mg-tools")) row.hidden = false;
}

/** Run a button's tool; without a network, say so behind the buttons, but only to who has pressed one. */
async function use(button, pressed = true) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const place = button.closest(".mg-tools, header") ?? button;
  let line = place.nextElementSibling;
  if (line?.className !== "mg-error") {
    line = Object.assign(document.createElement("p"), { className: "mg-error" });
    line.setAttribute("role", "status");
    place.after(line);
  }
  line.textContent = "";
  try {
    await (await load(button.dataset.mg)).run(button);
  } catch {
    if (pressed) line.innerHTML = await said("error.offline").catch(() => "⚠");
  }
  button.removeAttribute("aria-busy");
}

async function said(key) {
  return (await (await load("words")).words())[key];
}

// ---- speech: which voice speaks a language; hi does not speak ne

const VOICES = {
  "ja-Hrkt": ["ja"],
  "ja-Latn": [],
  "zh-Hans": ["zh-cn", "zh-hans", "cmn-cn", "cmn-hans"],
  "zh-Hant": ["zh-tw", "zh-hant", "cmn-tw", "cmn-hant"],
  "pt-BR": ["pt-br", "pt"],
  tl: ["fil", "tl"],
  id: ["id", "in"],
};

/**
 * Return the device's voice for a language, or nothing; one that needs no network comes first.
 * @param {string} tag
 * @returns {SpeechSynthesisVoice | undefined}
 */
export function voice(tag) {
  const voices = window.speechSynthesis?.getVoices() ?? [];
  for (const wanted of VOICES[tag] ?? [tag.toLowerCase()]) {
    const found = voices.filter(({ lang }) =>
      `${lang.toLowerCase().replace(/_/g, "-")}-`.startsWith(`${wanted}-`),
    );
    const near = found.filter((one) => one.localService);
    if (found.length) return near.find((one) => one.default) ?? near[0] ?? found[0];
  }
}

/** Call now, and whenever the device's voices are known: they come late. */
function whenSpoken(look) {
  look();
  window.speechSynthesis?.addEventListener?.("voiceschanged", look);
}

// ---- readings: `early.js` has set them before the first paint

function readings() {
  const selects = all("select.mg-readings");
  const show = () => {
    const value = kept("mg-ruby") ?? page.dataset.ruby ?? "all";
    for (const select of selects) {
      select.parentNode.hidden = false;
      select.value = value;
      if (select.selectedIndex < 0) select.value = "all";
      page.dataset.ruby = select.value;
    }
  };
  for (const select of selects) {
    select.addEventListener("change", () => {
      page.dataset.ruby = select.value;
      keep("mg-ruby", select.value);
    });
  }
  show();
  // a page that comes back from memory may be older than the choice
  addEventListener("pageshow", (event) => event.persisted && show());
}

// ---- ticks: kept for a page in all its languages

const japanese = () => document.querySelector('.mg-languages a[hreflang="ja"]');

async function ticks() {
  const items = all(".mg-bring > li, .mg-steps > ol > li");
  if (!items.length) return;
  // the page without readings is the same page
  const key = `mg-ticks ${new URL(japanese()?.href ?? location.href).pathname.replace("/plain/", "/")}`;
  // a page with another number of things is another page: its ticks would stand at the wrong ones
  const [count, ...ids] = (kept(key) ?? "").split(" ");
  const ticked = new Set(Number(count) === items.length ? ids : []);
  const boxes = [];
  const clear = Object.assign(document.createElement("button"), { type: "button", hidden: true });

  const save = () => {
    keep(key, [items.length, ...ticked].join(" "));
    clear.hidden = !ticked.size;
  };
  const name = (item, i) => (item.dataset.b ? item : item.querySelector("[data-b]"))?.dataset.b ?? `${i}`;
  const names = new Map(items.map((item, i) => [item, name(item, i)]));
  const tickable = (item, label, content) => {
    const id = names.get(item);
    const box = Object.assign(document.createElement("input"), { type: "checkbox" });
    box.checked = ticked.has(id);
    box.addEventListener("change", () => {
      ticked[box.checked ? "add" : "delete"](id);
      save();
    });
    boxes.push(box);
    label.append(box, content);
    item.append(label);
    return box;
  };

  const [things, steps] = [true, false].map((is) => items.filter((item) => item.matches(".mg-bring > li") === is));
  for (const item of things) {
    item.parentNode.classList.add("mg-ticks");
    const content = document.createElement("span");
    content.append(...item.childNodes);
    const label = document.createElement("label");
    // a tap on a term opens its explanation and ticks nothing
    label.addEventListener("click", (event) => event.target.closest(".mg-term") && event.preventDefault());
    tickable(item, label, content);
  }
  const words = await (await load("words")).words();
  for (const [i, item] of steps.entries()) {
    const content = document.createElement("span");
    content.innerHTML = words["step.done"];
    const label = Object.assign(document.createElement("label"), { className: "mg-done" });
    item.id = item.id || `mg-step-${i + 1}`;
    tickable(item, label, content).setAttribute("aria-describedby", item.id);
  }
  clear.className = "mg-clear";
  clear.innerHTML = words["ticks.clear"];
  clear.hidden = !ticked.size;
  clear.addEventListener("click", () => {
    ticked.clear();
    for (const box of boxes) box.checked = false;
    boxes[boxes.length - 1].focus({ preventScroll: true });
    save();
  });
  items[items.length - 1].parentNode.after(clear);
}

// ---- the offer of the browser's language

/**
 * Return the tag of `tags` that serves a browser's language, or nothing.
 * @param {string} wanted
 * @param {string[]} tags
 */
export function serving(wanted, tags) {
  let [first, ...rest] = wanted.toLowerCase().split("-");
  first = { fil: "tl", in: "id" }[first] ?? first;
  const same = (tag) => tag.toLowerCase() === [first, ...rest].join("-");
  if (first === "zh") {
    const hant = rest.some((part) => ["hant", "tw", "hk", "mo"].includes(part));
    return tags.find((tag) => tag === (hant ? "zh-Hant" : "zh-Hans"));
  }
  // kana and romaji are chosen, not preferred: `ja` stands before them in the menu
  return tags.find(same) ?? tags.find((tag) => tag.split("-")[0] === first);
}

async function offer() {
  const links = all(".mg-languages nav a[hreflang]");
  for (const link of links) link.addEventListener("click", () => keep("mg-lang", link.hreflang));
  const chosen = kept("mg-lang");
  // who cannot be remembered would be asked on every page
  if (chosen === page.lang || !keep("mg-lang", chosen ?? "")) return;
  const tags = links.map((link) => link.hreflang);
  // a code on a letter or a bookmark leads to a page in another language than the reader has chosen
  const tag = chosen
    ? tags.find((one) => one === chosen)
    : navigator.languages.map((wanted) => serving(wanted, tags)).find(Boolean);
  if (!tag || tag === page.lang || (!chosen && page.lang.startsWith(`${tag}-`))) return;
  const link = links.find((one) => one.hreflang === tag);
  const { words, fill, plain } = await load("words");
  const said = await words(tag);
  // beside the name there may be the share that is translated
  const language = link.firstChild.textContent.trim();
  const bar = document.createElement("section");
  Object.assign(bar, { className: "mg-offer", lang: tag, dir: link.dir });
  bar.setAttribute("aria-label", plain(said["offer.label"]));
  bar.innerHTML = `<p>${fill(said.offer, { language })}</p><a></a> <button type="button">${said["offer.stay"]}</button>`;
  const [, yes, no] = bar.children;
  // it stands over the end of the screen: what is focused and what comes last must stand above it
  const room = (height) => (page.style.scrollPaddingBottom = document.body.style.paddingBottom = height);
  Object.assign(yes, { href: link.href, hreflang: tag, textContent: language });
  yes.addEventListener("click", () => keep("mg-lang", tag));
  no.addEventListener("click", () => {
    keep("mg-lang", page.lang);
    bar.remove();
    room("");
  });
  document.querySelector(".mg-header").after(bar);
  room(`${bar.offsetHeight}px`);
}

// ---- what is past, what is closed

for (const alert of all(".mg-alert[data-until]")) {
  if (Date.parse(alert.dataset.until) < Date.now()) alert.remove();
}
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  if (document.activeElement?.closest(".mg-term")) document.activeElement.blur();
  const menu = document.querySelector(".mg-languages[open]");
  if (!menu) return;
  if (menu.contains(document.activeElement)) menu.firstElementChild.focus();
  menu.open = false;
});

// a table that scrolls can be scrolled with keys
for (const table of all(".mg-table")) if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;

readings();
tools();
// without a network there are no words for these: the page stays as it is
ticks().catch(() => {});
offer().catch(() => {});
