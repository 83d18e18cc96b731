/**
 * "Keep on this phone": the reader decides, sees the size before, and can take it back.
 *
 * Nothing is stored and no service worker is there before the reader says yes. `sw.js` does the
 * storing, a slice at a time, so that it can be stopped and goes on where it was. One language is
 * kept at a time: a cheap phone has little room, and every kept language costs data to stay new.
 */

const { search } = new URL(import.meta.url);
const ROOT = new URL("..", import.meta.url);
const SILENCE = 45e3; // milliseconds after which a worker that says nothing has lost the network
const MEGABYTE = 1e6;

/** @type {Record<string, string>} */
let said;
/** @type {(text: string, values: Record<string, unknown>) => string} */
let fill;

/**
 * Open the dialog.
 * @param {HTMLElement} button
 */
export async function run(button) {
  const module = await import(new URL(`words.js${search}`, import.meta.url).href);
  fill = module.fill;
  said = await module.words();
  const box = dialog();
  box.addEventListener("close", () => {
    box.remove();
    button.focus({ preventScroll: true });
  });
  const close = [[said["keep.close"], () => box.close()]];
  show(box, [said["search.loading"]], close);
  // the list may be slow: who closes the dialog meanwhile can open it again
  first(box).catch((error) => show(box, [said[`keep.error.${reason(error)}`]], close));
}

/** What the phone has: the list it was stored by, with its dates; undefined if nothing. */
async function kept() {
  const found = await caches.match(ROOT.href, { cacheName: `mg-kept ${ROOT.pathname}` });
  return found && found.json();
}

/** The list of the page's language as the site has it now. */
async function listing() {
  const { lang } = document.documentElement;
  const response = await fetch(new URL(`${lang === "ja" ? "" : `${lang}/`}offline.json`, ROOT), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
}

async function first(box) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) {
    show(box, [said["keep.error.browser"]], [[said["keep.close"], () => box.close()]]);
    return;
  }
  const old = await kept();
  if (!box.isConnected) return;
  if (old && old.lang === document.documentElement.lang) {
    state(box, old);
    return;
  }
  const list = await listing();
  if (!box.isConnected) return;
  if (list.off) show(box, [said["keep.error.off"]], [[said["keep.close"], () => box.close()]]);
  else await offer(box, list, old);
}

/** Before anything is stored: what it is, how much, and what it replaces. */
async function offer(box, list, old) {
  const lines = [
    fill(said["keep.what"], { language: list.name, pages: list.pages }),
    fill(said["keep.size"], { size: size(list.total), stored: size(list.stored) }),
  ];
  if (await tight(list.stored)) lines.push(said["keep.room"]);
  if (old) lines.push(fill(said["keep.other"], { language: old.name }));
  const yes = old ? fill(said["keep.replace"], { language: old.name }) : said["keep.yes"];
  const actions = [
    [yes, () => store(box, list)],
    [said["keep.no"], () => box.close()],
  ];
  if (old) actions.push([said["keep.remove"], () => remove(box)]);
  show(box, lines, actions);
}

/** What is there, and what can be done with it. */
function state(box, list, message = "") {
  const lines = [
    fill(said["keep.since"], { language: list.name, date: date(list.since) }),
    fill(said["keep.checked"], { date: date(list.checked), stored: size(list.stored) }),
  ];
  show(box, message ? [message, ...lines] : lines, [
    [said["keep.update"], () => store(box, list)],
    [said["keep.remove"], () => remove(box)],
    [said["keep.close"], () => box.close()],
  ]);
}

/** Store, and show how far it is. */
async function store(box, list) {
  let stopped = false;
  const stop = () => {
    stopped = true;
    box.removeEventListener("close", stop);
    worker().then((one) => one && ask(one, {}));
  };
  const bar = document.createElement("progress");
  const line = document.createElement("p");
  const tell = ({ done, all }) => {
    Object.assign(bar, { max: all, value: done });
    line.innerHTML = fill(said["keep.working"], { done: number(done), all: number(all) });
  };
  tell({ done: 0, all: Object.keys(list.files).length });
  show(box, [line, bar], [[said["keep.stop"], stop]]);
  bar.setAttribute("aria-label", box.querySelector("h2").textContent);
  box.addEventListener("close", stop);

  const error = await stored(list, tell, () => stopped);
  box.removeEventListener("close", stop);
  const again = [
    [said["keep.go_on"], () => store(box, list)],
    [said["keep.close"], () => box.close()],
  ];
  if (stopped) show(box, [said["keep.stopped"]], again);
  else if (error) show(box, [said[`keep.error.${error}`]], again);
  else state(box, await kept(), said["keep.done"]);
}

/** Let the worker store until all is there; return what went wrong, or nothing. */
async function stored(list, tell, stopped) {
  try {
    const address = new URL("sw.js", ROOT);
    await navigator.serviceWorker.register(address, { scope: ROOT.href, updateViaCache: "none" });
    // a browser that knows the reader wants it throws it away later
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    const { active } = await navigator.serviceWorker.ready;
    let reached = -1;
    let before;
    while (!stopped()) {
      const answer = await ask(active, { keep: list.prefix }, (now) => {
        reached = Math.max(reached, now.done);
        tell(now);
      });
      if (answer.end) return "";
      if (answer.error === "QuotaExceededError") return "space";
      // a bad line is tried again as long as it brings something
      if ("error" in answer && reached === before) return "network";
      before = reached;
    }
    return "";
  } catch (error) {
    return reason(error);
  }
}

/** Why it failed: a private window and some settings forbid to store anything. */
const reason = (error) => (/Security|InvalidState|NotSupported|NotAllowed/.test(error.name) ? "browser" : "network");

/** The worker, if there is one. */
async function worker() {
  const registration = await navigator.serviceWorker.getRegistration(ROOT.href);
  return registration && registration.active;
}

async function remove(box) {
  const one = await worker();
  if (one) await ask(one, { remove: true });
  else await caches.delete(`mg-kept ${ROOT.pathname}`);
  show(box, [said["keep.removed"]], [[said["keep.close"], () => box.close()]]);
}

/** Send a message to the worker; resolve with its last answer, or an error if it falls silent. */
function ask(one, message, tell = () => {}) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let timer;
    const finish = (answer) => {
      clearTimeout(timer);
      port1.close();
      resolve(answer);
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(finish, SILENCE, { error: "silence" });
    };
    port1.onmessage = ({ data }) => {
      wait();
      if ("all" in data) tell(data);
      else finish(data);
    };
    wait();
    one.postMessage(message, [port2]);
  });
}

/** Whether the phone may be too full. */
async function tight(bytes) {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    // a browser stores more than the bytes themselves
    return quota - usage < 2 * bytes;
  } catch {
    return false;
  }
}

// ---- the dialog

function dialog() {
  const sheet = new URL(`keep.css${search}`, import.meta.url).href;
  if (!document.querySelector(`link[href="${sheet}"]`)) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet }));
  }
  const box = document.createElement("dialog");
  box.className = "mg-keep";
  box.setAttribute("aria-labelledby", "mg-keep-title");
  box.innerHTML = `<h2 id="mg-keep-title">${said["keep.title"]}</h2><div role="status"></div><div class="mg-keep-do"></div>`;
  document.body.append(box);
  if (!box.showModal) {
    // browsers without <dialog> show it in the page
    box.close = () => box.dispatchEvent(new Event("close"));
    box.setAttribute("open", "");
    box.scrollIntoView();
  } else box.showModal();
  return box;
}

/**
 * Show lines (HTML, or elements) and buttons.
 * @param {HTMLDialogElement} box
 * @param {(string | HTMLElement)[]} lines
 * @param {[string, () => unknown][]} actions
 */
function show(box, lines, actions) {
  const [, text, row] = box.children;
  const element = (name, html) => Object.assign(document.createElement(name), { innerHTML: html });
  // a counter that moves is not read out at every step
  text.setAttribute("role", lines.every((line) => typeof line === "string") ? "status" : "group");
  text.textContent = row.textContent = "";
  text.append(...lines.map((line) => (typeof line === "string" ? element("p", line) : line)));
  for (const [label, act] of actions) {
    const button = element("button", label);
    button.type = "button";
    button.addEventListener("click", act);
    row.append(button);
  }
  row.firstChild.focus({ preventScroll: true });
}

// ---- numbers; isolated, so that they stand right in a text that runs to the left

const tag = () => document.documentElement.lang;
const number = (value) => new Intl.NumberFormat(tag(), { maximumFractionDigits: 1 }).format(value);
const isolated = (text) => `\u2068${text}\u2069`;
const size = (bytes) =>
  isolated(bytes < MEGABYTE ? `${number(Math.ceil(bytes / 1000))} KB` : `${number(bytes / MEGABYTE)} MB`);
// "medium" has no kanji in Japanese, for the readers of kana and romaji
const date = (time) => isolated(new Date(time).toLocaleDateString(tag(), { dateStyle: "medium" }));
