/** Finds a page by what a reader types, in the reader's language or in Japanese, however it is spelt. */

const version = new URL(import.meta.url).search;
const root = new URL("..", import.meta.url);

// What is the same to who types. The builder folds the texts alike (search/fold.py); a test compares them.

const DROPPED =
  /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u093c\u09bc\u0a3c'’‘ʼ`\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]/g;
const SAME = new Map([
  ["đ", "d"], ["ð", "d"], ["ł", "l"], ["ø", "o"], ["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["ı", "i"],
  ["ي", "ی"], ["ى", "ی"], ["ے", "ی"], ["ك", "ک"], ["ه", "ہ"], ["ھ", "ہ"], ["ة", "ہ"], ["ۃ", "ہ"], ["ە", "ہ"], ["ٱ", "ا"], ["ں", "ن"],
  ["ँ", "ं"], ["ी", "ि"], ["ू", "ु"], ["ई", "इ"], ["ऊ", "उ"], ["श", "स"], ["ष", "स"], ["व", "ब"],
]);
for (const zero of "٠۰०০၀០๐໐") {
  for (let i = 0; i < 10; i++) SAME.set(String.fromCharCode(zero.charCodeAt(0) + i), String(i));
}
for (let code = 0x30a1; code < 0x30f7; code++) SAME.set(String.fromCharCode(code), String.fromCharCode(code - 0x60));
SAME.set("ヽ", "ゝ").set("ヾ", "ゞ");

/**
 * Return a text in the letters that are looked for: `Rác` rac, `ゴミ` ごみ.
 * @param {string} text
 * @param {Map<string, string>} han the forms of Chinese characters that this index keeps as one
 */
export function fold(text, han = new Map()) {
  let out = "";
  for (const char of text.normalize("NFKD").toLowerCase().replace(DROPPED, "").normalize("NFC")) out += SAME.get(char) ?? char;
  out = out.replace(/[ङञणनम]्(?=[क-ह])/g, "ं").replace(/्+(?![ऀ-ॿ])/g, "");
  return out.replace(/[㐀-䶿一-鿿豈-﫿]/g, (char) => han.get(char) ?? char);
}

const KANA = new Map();
[..."あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔん"].forEach((kana, i) =>
  KANA.set(
    kana,
    "a i u e o ka ki ku ke ko sa si su se so ta ti tu te to na ni nu ne no ha hi hu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa i e o ga gi gu ge go za zi zu ze zo da zi zu de do ba bi bu be bo pa pi pu pe po bu n".split(" ")[i],
  ),
);
const SMALL = new Map(Object.entries({ ぁ: "a", ぃ: "i", ぅ: "u", ぇ: "e", ぉ: "o", ゃ: "ya", ゅ: "yu", ょ: "yo", ゎ: "wa", ゕ: "ka", ゖ: "ke" }));
const ROMAJI = [
  [/[^a-z]/g, ""], [/l/g, "r"], [/v/g, "b"], [/[ct]ch/g, "ch"], [/sh|sch/g, "sy"], [/ch|cy/g, "ty"], [/syi/g, "si"], [/tyi/g, "ti"],
  [/tsu/g, "tu"], [/ts/g, "tu"], [/jy?/g, "zy"], [/zyi/g, "zi"], [/d[zu]u?/g, "zu"], [/fu/g, "hu"], [/fy/g, "hy"], [/f/g, "hu"],
  [/c/g, "k"], [/wo/g, "o"], [/m(?=[bpm])/g, "n"], [/oh(?![aiueoy])/g, "o"], [/o[ou]+/g, "o"], [/e[ei]+/g, "e"],
  [/([aiueo])\1+/g, "$1"], [/([^aiueo])\1+/g, "$1"],
];

/**
 * Return how kana or romaji sounds, however it is spelt: zyuminhyo for じゅうみんひょう, jūminhyō, juuminhyou.
 * @param {string} folded
 */
export function sound(folded) {
  let text = folded;
  if (/[ぁ-ゖ]/.test(folded)) {
    text = "";
    for (const char of folded) {
      const small = SMALL.get(char);
      if (small !== undefined) {
        const glide = small[0] === "y" && text.endsWith("i");
        const foreign = small === "i" && /[td]e$/.test(text);
        text = (glide || foreign ? text.slice(0, -1) : text) + small;
      } else if (char !== "っ" && char !== "ー") text += KANA.get(char) ?? char;
    }
  }
  for (const [pattern, to] of ROMAJI) text = text.replace(pattern, to);
  return text;
}

const HAN = "々〆㐀-䶿一-鿿豈-﫿\u{20000}-\u{323af}";
const UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f";
const RUN = new RegExp(
  `(?<han>[${HAN}]+(?:[ぁ-ゖ]{1,2}[${HAN}]+)*)|(?<kana>[ぁ-ゖー]+)|(?<unspaced>[${UNSPACED}]+)|(?<word>[^${HAN}ぁ-ゖー${UNSPACED}]+)`,
  "gu",
);
const IDEOGRAPH = new RegExp(`[${HAN}]`, "u");
const IN_A_ROW = new RegExp(`[${UNSPACED}]`);
const NO_HAN = new RegExp(`[^${HAN}]`, "gu");

function split(folded) {
  return folded.split(/[\p{Z}\p{P}\p{S}\p{C}]+/u).filter(Boolean);
}

function ngrams(text, size) {
  const chars = [...text];
  if (chars.length <= size) return [text];
  return chars.slice(size - 1).map((_, i) => chars.slice(i, i + size).join(""));
}

/**
 * Return the runs of one script in a folded text, by the pieces between spaces.
 * @param {string} folded
 * @returns {{kind: "han" | "kana" | "unspaced" | "word", text: string, grams: string[]}[][]}
 */
function runs(folded) {
  return split(folded).map((piece) =>
    [...piece.matchAll(RUN)].map(({ groups }) => {
      const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined);
      const grams = kind === "han" ? ngrams(text.replace(NO_HAN, ""), 2) : kind === "unspaced" ? ngrams(text, 3) : [text];
      return { kind, text, grams };
    }),
  );
}

/** @param {string} folded */
export function tokens(folded) {
  return runs(folded).flat().filter((run) => run.kind !== "kana").flatMap((run) => run.grams);
}

/**
 * Return `=bão` for each Latin word with accents: who types them means them.
 * @param {string} text
 */
export function accented(text) {
  const words = split(text.toLowerCase().normalize("NFD"));
  return words.filter((word) => /^[a-zđ\u0300-\u036f]+$/.test(word) && /[\u0300-\u036fđ]/.test(word)).map((word) => `=${word.normalize("NFC")}`);
}

// The index

const LEVELS = [0.9, 1.5, 2.2, 3.6, 6, 9.5, 14, 21];
const DIGIT = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((digit, i) => [digit, i]));

/** A list of keys, each with the pages it is found in. */
class List {
  constructor(keys, postings, pages) {
    this.keys = keys ? keys.split(" ") : [];
    this.postings = postings.split(" ");
    this.pages = pages;
    this.read = new Map();
  }

  rare(pages) {
    return Math.log(1 + this.pages / pages);
  }

  /** Where a key stands; -1 if it does not. They are sorted as JavaScript compares strings. */
  at(key) {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return this.keys[low] === key ? low : -1;
  }

  /** @returns {[number, number, number][]} pages, how much the key says of each among all, and how prominent it is there */
  found(i) {
    let found = this.read.get(i);
    if (found) return found;
    found = [];
    let page = -1;
    let value = 0;
    let shift = 0;
    for (const digit of this.postings[i]) {
      const bits = DIGIT.get(digit);
      value |= (bits & 31) << shift;
      shift += 5;
      if (bits & 32) continue;
      page += (value >> 3) + 1;
      found.push([page, LEVELS[value & 7], value & 7]);
      value = shift = 0;
    }
    const rare = this.rare(found.length);
    for (const one of found) one[1] *= rare;
    this.read.set(i, found);
    return found;
  }
}

/** @typedef {{page: number, row: number, word: string, folded: string, alone: boolean, said: string}} Urgent */

/**
 * Return the words of who needs help now, the longest first.
 * @param {[number, string][]} rows
 * @returns {Urgent[]}
 */
function urgentWords(rows, han) {
  const found = rows.flatMap(([page, words], row) =>
    words.split("|").map((written) => {
      const alone = written[0] === "=";
      const word = split(written.toLowerCase().normalize("NFC")).join(" ");
      const folded = split(fold(written, han)).join(" ");
      return { page, row, word, folded, alone, said: /^[ぁ-ゖー]+$/.test(folded) ? sound(folded) : "" };
    }),
  );
  return found.sort((a, b) => b.folded.length - a.folded.length);
}

const ACCENTS = /[\u0300-\u036fđ]/;
const hasAccents = (text) => ACCENTS.test(text.normalize("NFD"));
const ONE_HAN = new RegExp(`^[${HAN}]$`, "u");

/** Whether an urgent word stands in what was typed, as a whole. */
function stands(one, { text, written, spoken }) {
  if (one.said.length > 3 && spoken.has(one.said)) return true;
  if (one.alone) return text === one.folded && (text.length > 4 || !hasAccents(written) || written === one.word);
  if (/^[ぁ-ゖー]+$/.test(one.folded)) {
    // こどもがねつ, but not こうねつひ
    return new RegExp(`(?:^|[がはもをのでと ])${one.folded}(?![ぁぃぅぇぉゃゅょゎー])`, "u").test(text);
  }
  if (ONE_HAN.test(one.folded)) return new RegExp(`(?<![${HAN}])${one.folded}(?![${HAN}])`, "u").test(text);
  if (IDEOGRAPH.test(one.folded)) return text.includes(one.folded);
  // đâu is not đau; who types no accents at all means them, in a word that is long enough
  if (hasAccents(one.word) && (hasAccents(written) || one.folded.length < 5)) return ` ${written} `.includes(` ${one.word} `);
  return ` ${text} `.includes(` ${one.folded} `);
}

/**
 * Return the most urgent of what was typed.
 * @param {ReturnType<typeof open>} index
 * @param {string} typed
 * @returns {Urgent | undefined}
 */
function urgentOf(index, typed) {
  const text = split(fold(typed, index.han)).join(" ");
  const written = split(typed.toLowerCase().normalize("NFC")).join(" ");
  const spoken = new Set([...text.split(" "), text].filter((word) => /^[a-z ]+$/.test(word)).map(sound));
  const asked = { text, written, spoken };
  /** @type {Urgent[]} */
  const found = [];
  for (const one of index.urgent) {
    // 心臓発作 is not 発作: the longer word says it all
    if (stands(one, asked) && !found.some((longer) => longer.folded !== one.folded && longer.folded.includes(one.folded))) found.push(one);
  }
  if (!found.length) {
    // a slip of the hand: only in a long word that is no other
    const words = text.split(" ").filter((word) => word.length > 5 && index.tokens.at(word) < 0);
    found.push(...index.urgent.filter(({ folded }) => folded.length > 5 && words.some((word) => word[0] === folded[0] && oneOff(word, folded))));
  }
  return found.sort((a, b) => a.row - b.row)[0];
}

/** @param {any} data what `search/<tag>.json` says */
export function open(data) {
  const han = new Map();
  for (const [kept, ...others] of data.same.split(" ").map((row) => [...row])) for (const other of others) han.set(other, kept);
  return {
    ...data,
    han,
    urgent: urgentWords(data.urgent ?? [], han),
    tokens: new List(data.tokens, data.postings, data.pages.length),
    sounds: new List(data.sounds, data.said, data.pages.length),
  };
}

/** Whether one letter more, less, other or moved makes `a` of `b`. */
function oneOff(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let left = a.length;
  let right = b.length;
  while (left > start && right > start && a[left - 1] === b[right - 1]) left--, right--;
  if (left - start <= 1 && right - start <= 1) return true;
  return left - start === 2 && right - start === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}

function common(a, b) {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

/** For trash, garbages … the plural. */
const SAME_WORD = 0.97;

/** How well a key of the index answers what was typed: 0 to 1. Asked of each key, so it gives up soon. */
function likeness(key, typed, isSound) {
  if (key === typed) return 1;
  const short = key.length < typed.length ? key : typed;
  const long = short === key ? typed : key;
  if (short.length < 2) return 0;
  if (key.charCodeAt(0) === typed.charCodeAt(0)) {
    const same = common(key, typed);
    const share = short.length / long.length;
    if (same === short.length) {
      if (!isSound && (long === `${short}s` || long === `${short}es`)) return SAME_WORD;
      if (short === typed) return 0.55 + 0.35 * share;
      return share < (isSound ? 0.35 : 0.5) || same < (isSound ? 4 : 3) ? 0 : 0.75 * share;
    }
    // rape is not tape: in a short word each letter counts
    if (short.length > 4 && oneOff(key, typed)) return 0.6;
    // endings: garbage, garbages; but stroke is not strong
    if (same >= 5 && same / long.length >= 0.5 && long.length - same <= 3) return (0.6 * same) / long.length;
  }
  if (short.length >= (isSound ? 4 : 5) && (isSound || short === typed) && long.includes(short)) return 0.35 + (0.3 * short.length) / long.length;
  return 0;
}

/**
 * Add the best answers of a list to what was typed: page → worth. `finished`: another word follows.
 * @returns {boolean} whether the word itself stands in a prominent place
 */
function lookUp(list, typed, worth, isSound, hit, finished = false) {
  const exact = list.at(typed);
  const there = exact >= 0;
  const sure = there && list.found(exact).some(([, , level]) => level > 1);
  list.keys.forEach((key, i) => {
    let like = key[0] === "=" ? 0 : likeness(key, typed, isSound);
    if (!like) return;
    if (there && like < SAME_WORD) {
      // a word that is there is not a slip of the hand, though perhaps a beginning
      if (finished || (sure && !key.startsWith(typed))) return;
      like *= 0.6;
    }
    for (const [page, value] of list.found(i)) {
      const now = value * like * (isSound ? 0.95 : 1);
      if (now > (worth.get(page) ?? 0)) worth.set(page, now);
    }
    hit.set(key, like ** 3 * list.rare(list.found(i).length));
  });
  return sure;
}

function lookUpGrams(list, grams, worth, hit) {
  const sums = new Map();
  for (const gram of grams) {
    const i = list.at(gram);
    if (i < 0) continue;
    hit.set(gram, list.rare(list.found(i).length));
    for (const [page, value] of list.found(i)) {
      const [sum, count] = sums.get(page) ?? [0, 0];
      sums.set(page, [sum + value, count + 1]);
    }
  }
  for (const [page, [sum, count]] of sums) {
    const now = (sum / grams.length) * (count / grams.length) ** 2;
    if (now > (worth.get(page) ?? 0)) worth.set(page, now);
  }
}

function lookUpInside(list, text, worth, hit) {
  list.keys.forEach((key, i) => {
    if (!key.includes(text) || key[0] === "=") return;
    hit.set(key, list.rare(list.found(i).length) / 2);
    for (const [page, value] of list.found(i)) {
      const now = value * (key === text ? 1 : key.startsWith(text) ? 0.6 : 0.5);
      if (now > (worth.get(page) ?? 0)) worth.set(page, now);
    }
  });
}

/** Beside other words they do not say what is looked for: English, Portuguese, Tagalog, and what every page is about. */
const SMALL_WORDS = new Set(
  "手続き 手续き 手続 手续 申請 申请 方法 a an and are at be can do does for from get go has have how i in is it me my need of on or the to want what when where which with you your ao com da das de do dos e em na no o os para por um uma ang ko mga ng sa".split(" "),
);

const SPOKEN = /^(?:[kgsztdnhbpmrw]?y?[aiueo]|n)+[kgsztdnhbpmrwy]*$/;

/** The noun before a particle, if it stands in a prominent place: ごみ of ごみの. */
function noun(index, kana) {
  const text = kana.replace(/[のをがはにでとへもや]$/, "");
  const at = text === kana || text.length < 2 ? -1 : index.sounds.at(sound(text));
  return at >= 0 && index.sounds.found(at).some(([, , level]) => level > 2) ? text : "";
}

/** A best answer that is worth no more than this only names the word: 税 on a page about moving. */
const UNSURE = 1.7;

/**
 * Return the pages that answer what was typed, the best first, what in them does, whether it is urgent,
 * and whether the best of them may be no answer.
 * @param {ReturnType<typeof open>} index
 * @param {string} typed
 */
export function find(index, typed) {
  const pieces = runs(fold(typed, index.han));
  // what answers, and how much it says
  const hit = { tokens: new Map(), sounds: new Map(), several: pieces.length > 1 };
  const meant = new Map(accented(typed).map((word) => [fold(word.slice(1)), index.tokens.at(word)]));
  /** @type {Map<number, number>[]} */
  const units = [];
  /** Kana beside kanji: an ending mostly, so that a page without it loses nothing. @type {Map<number, number>[]} */
  const more = [];
  /** Small words, for who types nothing else. @type {Map<number, number>[]} */
  const dim = [];
  const ask = (lookup, into) => {
    const worth = new Map();
    lookup(worth);
    if (worth.size) into.push(worth);
  };
  for (const [at, piece] of pieces.entries()) {
    const finished = at < pieces.length - 1;
    const whole = piece.map((run) => run.text).join("");
    const alone = piece.length === 1;
    const small = SMALL_WORDS.has(whole);
    // ごみの日: the noun counts, the one character beside it hardly
    const nouns = new Map(piece.filter((run) => run.kind === "kana" && !alone).map((run) => [run, noun(index, run.text)]));
    const named = [...nouns.values()].some(Boolean);
    for (const run of piece) {
      const aside = run.kind === "kana" ? !alone && !nouns.get(run) : named && run.kind === "han" && run.grams[0].length < 2;
      ask((worth) => {
        if (run.kind === "word") {
          const sure = lookUp(index.tokens, run.text, worth, false, hit.tokens, finished);
          const same = meant.get(run.text) ?? -1;
          if (same >= 0) {
            // tủ is not tư
            for (const [page, value] of worth) worth.set(page, value * 0.4);
            for (const [page, value] of index.tokens.found(same)) worth.set(page, (worth.get(page) ?? 0) + 1.5 * value);
          }
          const said = sound(run.text);
          if (said.length > 2 && SPOKEN.test(said) && (!sure || index.sounds.at(said) >= 0)) lookUp(index.sounds, said, worth, true, hit.sounds, finished);
        } else if (run.kind === "kana") {
          const said = sound(nouns.get(run) || run.text);
          if (said.length > (alone ? 1 : 2)) lookUp(index.sounds, said, worth, true, hit.sounds, finished);
        } else {
          if (!alone && piece.some((other) => other.kind === "kana") && index.tokens.at(whole) >= 0) lookUpGrams(index.tokens, [whole], worth, hit.tokens);
          if ([...run.grams[0]].length < (run.kind === "han" ? 2 : 3)) lookUpInside(index.tokens, run.grams[0], worth, hit.tokens);
          else lookUpGrams(index.tokens, run.grams, worth, hit.tokens);
        }
      }, small ? dim : aside ? more : units);
    }
  }
  if (!units.length) units.push(...(more.length ? more : dim).splice(0));
  const total = new Map();
  for (const worth of units) for (const [page, value] of worth) {
    const [sum, count] = total.get(page) ?? [0, 0];
    total.set(page, [sum + value, count + 1]);
  }
  const ranked = [...total].map(([page, [sum, count]]) => {
    const besides = (some) => some.reduce((all, worth) => all + (worth.get(page) ?? 0), 0);
    return [page, (sum * count) / units.length + 0.35 * besides(more) + 0.05 * besides(dim)];
  });
  for (let i = 1; i < pieces.length; i++) {
    const pair = index.tokens.at(`=${pieces[i - 1].map((run) => run.text).join("")}_${pieces[i].map((run) => run.text).join("")}`);
    if (pair < 0) continue;
    for (const [page, value] of index.tokens.found(pair)) {
      const there = ranked.find((one) => one[0] === page);
      // a large site lists two words together where it lists neither alone
      if (there) there[1] += 1.5 * value;
      else ranked.push([page, 1.5 * value]);
    }
  }
  // kokumin kenkō hoken: what is one word in the index
  const flat = pieces.flat();
  const joined = sound(flat.map((run) => run.text).join(""));
  if (pieces.length > 1 && flat.every((run) => run.kind === "word" || run.kind === "kana") && SPOKEN.test(joined)) {
    const worth = new Map();
    lookUp(index.sounds, joined, worth, true, hit.sounds);
    for (const [page, value] of worth) {
      const there = ranked.find((one) => one[0] === page);
      if (there) there[1] = Math.max(there[1], value * 1.5);
      else ranked.push([page, value * 1.5]);
    }
  }
  // "how do I": what is everywhere is no reason to show a sentence
  const most = Math.max(...hit.tokens.values(), ...hit.sounds.values());
  for (const some of [hit.tokens, hit.sounds]) for (const [key, worth] of some) if (worth < most / 3) some.delete(key);
  ranked.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const best = ranked.length ? ranked[0][1] : 0;
  const answers = ranked.filter(([, value]) => value > best * 0.04).map(([page]) => page);
  const urgent = urgentOf(index, typed);
  const unsure = !urgent && best < UNSURE * Math.log(1 + index.pages.length);
  if (!urgent || urgent.page < 0) return { pages: answers, hit, urgent: Boolean(urgent), unsure };
  return { pages: [urgent.page, ...answers.filter((page) => page !== urgent.page)], hit, urgent: true, unsure };
}

// The dialog

/** @type {Promise<ReturnType<typeof open>> | undefined} */
let loading;

function load(tag) {
  loading ??= fetch(new URL(`search/${tag}.json`, root), { cache: "no-cache" }).then(async (response) => {
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return open(await response.json());
  });
  loading.catch(() => (loading = undefined));
  return loading;
}

function style() {
  if (document.querySelector("link[data-mg-search]")) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet" });
  link.href = new URL(`search.css${version}`, import.meta.url).href;
  link.dataset.mgSearch = "";
  document.head.append(link);
  return new Promise((done) => (link.onload = link.onerror = done));
}

/** @type {HTMLDialogElement | undefined} */
let dialog;

/**
 * Show the search; called by the main script when its button is pressed.
 * @param {HTMLButtonElement} button
 */
export async function run(button) {
  if (!dialog) {
    const helpers = await import(new URL(`words.js${version}`, import.meta.url).href);
    const [words] = await Promise.all([helpers.words(), style()]);
    dialog ??= build(words, helpers);
  }
  dialog.addEventListener("close", () => button.focus(), { once: true });
  dialog.showModal();
  const field = dialog.querySelector("input");
  field.focus();
  field.select();
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function build(words, { fill, plain }) {
  const say = (key, values = {}) => fill(words[`search.${key}`] ?? "", values);
  const html = (name, key, properties) => element(name, { innerHTML: say(key), ...properties });
  const field = element("input", { type: "search", id: "mg-search-field", dir: "auto", autocomplete: "off", spellcheck: false, enterKeyHint: "search" });
  field.setAttribute("autocapitalize", "none");
  field.setAttribute("aria-describedby", "mg-search-hint");
  const status = element("p", { className: "mg-search-status" });
  status.setAttribute("role", "status");
  const call = element("section", { className: "mg-search-call", hidden: true });
  const list = element("ol", { className: "mg-search-results" });
  const none = element("div", { className: "mg-search-none" });
  const close = html("button", "close", { type: "button", className: "mg-search-close" });
  const form = element(
    "form",
    {},
    html("label", "label", { htmlFor: field.id }),
    field,
    html("p", "hint", { id: "mg-search-hint" }),
  );
  form.setAttribute("role", "search");
  const made = element("dialog", { className: "mg-search" }, element("div", { className: "mg-search-head" }, html("h2", "title", { id: "mg-search-title" }), close), form, status, call, list, none);
  made.setAttribute("aria-labelledby", "mg-search-title");
  document.body.append(made);
  close.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => event.target === made && made.close());

  let asked = 0;
  const show = async () => {
    const typed = field.value.trim();
    const mine = ++asked;
    if (!typed) {
      status.textContent = "";
      list.replaceChildren();
      none.replaceChildren();
      call.hidden = true;
      return false;
    }
    let index;
    try {
      const late = setTimeout(() => mine === asked && (status.innerHTML = say("loading")), 150);
      index = await load(document.documentElement.lang).finally(() => clearTimeout(late));
    } catch {
      if (mine === asked) status.innerHTML = say("failed");
      return false;
    }
    if (mine !== asked) return false;
    let shown = [];
    let isUrgent = false;
    let isUnsure = true;
    try {
      const { pages, hit, urgent, unsure } = find(index, typed);
      isUrgent = urgent;
      isUnsure = unsure;
      shown = pages.slice(0, MOST).map((page) => result(index, page, hit));
    } catch (error) {
      // the desk and the categories help all the same
      console.error(error);
    }
    status.innerHTML = shown.length ? say(shown.length < MOST ? "count" : "many", { count: shown.length }) : "";
    none.replaceChildren();
    list.replaceChildren(...shown);
    if (!call.hasChildNodes()) call.append(...numbers(index));
    call.hidden = !call.hasChildNodes() || (shown.length > 0 && !isUrgent);
    if (!shown.length) status.innerHTML = say("none", { query: typed });
    if (!shown.length || isUnsure) {
      none.append(
        html("p", "tips"),
        element("p", {}, html("a", "desk", { href: new URL(`${index.home}#mg-desk`, root).href })),
        html("p", "categories"),
        element("ul", {}, ...index.categories.filter((_, i) => index.pages.some((page) => page[3] === i)).map(([title, url]) => element("li", {}, element("a", { innerHTML: title, href: new URL(url, root).href })))),
      );
    }
    return true;
  };
  let timer = 0;
  let last = -Infinity;
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    // who pastes, or starts, need not wait; who goes on typing is not held up
    const pause = performance.now() - last > 500 ? 0 : 80;
    last = performance.now();
    // a phone's keyboard composes Latin letters as well: its text is looked for, but never touched
    timer = setTimeout(show, event.isComposing ? 300 : pause);
  });
  field.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 60);
  });
  field.addEventListener("focus", () => load(document.documentElement.lang).catch(() => {}), { once: true });
  const links = () => [...list.querySelectorAll("a")];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show().then((fresh) => fresh && links()[0]?.click());
  });
  made.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      // a search field would only empty itself
      event.preventDefault();
      made.close();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field, ...links()];
    const at = stops.indexOf(document.activeElement);
    const next = at < 0 ? undefined : stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  return made;
}

/** Whom to call at once, as a heading and links. */
function numbers({ call, emergency = [] }) {
  if (!emergency.length) return [];
  const items = emergency.map(([number, name]) => {
    const link = element("a", { href: `tel:${number.replace(/-/g, "").replace(/#/g, "%23")}` });
    link.append(element("bdi", { dir: "ltr", textContent: number }), " ", element("span", { innerHTML: name }));
    return element("li", {}, link);
  });
  return [element("h3", { innerHTML: call }), element("ul", {}, ...items)];
}

const MOST = 10;
/** @type {Map<string, Promise<string[]>>} */
const pieces = new Map();

function result(index, page, hit) {
  const [name, url, title, category, summary, hash] = index.pages[page];
  const sentence = element("p");
  const head = element("a", { href: new URL(url, root).href });
  const made = element("li", {}, head);
  if (category >= 0) made.append(element("small", { innerHTML: index.categories[category][0] }));
  made.append(sentence);
  const inTitle = mark(head, title, index, hit);
  const inSummary = mark(sentence, summary, index, hit);
  // what the reader can see already needs no further load
  if ((inTitle || inSummary) && !hit.several) return made;
  seen(made, async () => mark(sentence, bestOf([summary, ...(await sentences(name, hash))], index, hit), index, hit));
  return made;
}

/** Do something when an element is on the screen; at once where the browser cannot tell. */
function seen(made, act) {
  const quietly = () => act().catch(() => {}); // without a network the summary stays
  if (!("IntersectionObserver" in window)) return quietly();
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    quietly();
  });
  watch.observe(made);
}

function sentences(name, hash) {
  const key = `search/${document.documentElement.lang}/${name}.json?v=${hash}`;
  let asked = pieces.get(key);
  if (!asked) {
    asked = fetch(new URL(key, root)).then((response) => (response.ok ? response.json() : []));
    pieces.set(key, asked);
    asked.catch(() => pieces.delete(key));
  }
  return asked;
}

/** The sentence with most of what was typed; the first, the summary, if none has any. */
function bestOf(all, index, hit) {
  const inert = document.createElement("template");
  let [best] = all;
  let most = 0;
  for (const html of all) {
    inert.innerHTML = html;
    const { text, said } = read(inert.content);
    let worth = 0;
    for (const token of new Set(tokens(fold(text, index.han)))) worth += hit.tokens.get(token) ?? 0;
    if (hit.sounds.size) {
      const spoken = sound(fold(said));
      for (const [key, value] of hit.sounds) if (spoken.includes(key)) worth += value;
    }
    if (worth > most) [best, most] = [html, worth];
  }
  return best;
}

/** A text with its ruby as letters: what stands there, how it is read, and in which node. */
function read(content) {
  const letters = [];
  const walk = (node, reading) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        [...child.data].reduce((at, char, i) => {
          letters.push({ char, said: reading === undefined ? char : i ? "" : reading, node: child, at, joined: reading !== undefined && i > 0 });
          return at + char.length;
        }, 0);
      } else if (child.nodeName === "RUBY") walk(child, readingOf(child.querySelector("rt")));
      else if (child.nodeName !== "RT" && child.nodeName !== "RP") walk(child, reading);
    }
  };
  walk(content, undefined);
  return { letters, text: letters.map((one) => one.char).join(""), said: letters.map((one) => one.said).join("") };
}

const readingOf = (rt) => rt?.dataset.r ?? rt?.textContent ?? "";

const LONGEST = 24;
/** @type {Map<string, string>} */
const sounds = new Map();

/** How a letter, or what stands over it, sounds; the same few are asked again and again. */
function heard(said) {
  let known = sounds.get(said);
  if (known === undefined) sounds.set(said, (known = sound(fold(said))));
  return known;
}

/**
 * Put HTML into a place, with what was found in it marked.
 * @returns {boolean} whether anything was
 */
function mark(place, html, index, hit) {
  place.innerHTML = html;
  const { letters, text, said: spoken } = read(place);
  const marked = new Array(letters.length).fill(false);
  const chars = letters.map((one) => one.char);
  const cover = (from, to) => marked.fill(true, from, to);
  if (hit.tokens.size) {
    let at = 0;
    for (const piece of text.split(/([\p{L}\p{M}\p{N}'’\u200c\u200d]+)/u)) {
      const length = [...piece].length;
      if (length && hit.tokens.has(fold(piece, index.han))) cover(at, at + length);
      at += length;
    }
    chars.forEach((char, i) => {
      if (IDEOGRAPH.test(char)) {
        if (hit.tokens.has(fold(char, index.han))) cover(i, i + 1);
        for (let next = i + 1; next < i + 4 && next < chars.length; next++) {
          if (IDEOGRAPH.test(chars[next])) {
            if (hit.tokens.has(fold(char + chars[next], index.han))) cover(i, next + 1);
            break;
          }
          if (!/[ぁ-ゖ]/.test(chars[next])) break;
        }
      } else if (IN_A_ROW.test(char) && hit.tokens.has(fold(chars.slice(i, i + 3).join("")))) cover(i, i + 3);
    });
  }
  const whole = hit.sounds.size ? sound(fold(spoken)) : "";
  const there = [...hit.sounds.keys()].filter((one) => whole.includes(one));
  if (there.length) {
    const first = new Set(there.map((one) => one[0]));
    letters.forEach((letter, i) => {
      if (letter.joined || marked[i] || (i && /[\p{L}\p{M}]/u.test(chars[i - 1]) && /[a-zā-ž]/i.test(chars[i - 1]))) return;
      if (!first.has(heard(letter.said)[0])) return;
      let said = "";
      let end = 0;
      for (let next = i; next < letters.length && next < i + LONGEST; next++) {
        if (!/[\p{L}\p{M}\p{N} -]/u.test(chars[next])) break;
        said += letters[next].said;
        if (letters[next + 1]?.joined) continue;
        if (/[a-zā-ž]/i.test(chars[next]) && /[a-zā-ž]/i.test(chars[next + 1] ?? "")) continue;
        if (hit.sounds.has(sound(fold(said)))) end = next + 1;
      }
      if (end) cover(i, end);
    });
  }
  wrap(letters, marked);
  return marked.includes(true);
}

function wrap(letters, marked) {
  for (let i = letters.length - 1; i >= 0; i--) {
    if (!marked[i]) continue;
    let start = i;
    while (start > 0 && marked[start - 1] && letters[start - 1].node === letters[i].node) start--;
    const range = document.createRange();
    range.setStart(letters[start].node, letters[start].at);
    range.setEnd(letters[i].node, letters[i].at + letters[i].char.length);
    range.surroundContents(document.createElement("mark"));
    i = start;
  }
}
