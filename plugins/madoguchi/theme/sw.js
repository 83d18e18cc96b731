// Shows pages that a reader keeps (assets/keep.js) without a network; never an alert.
"use strict";

const SCOPE = self.registration.scope;
// other sites of the same host see the same caches
const MINE = ` ${new URL(SCOPE).pathname}`;
const RECORD = `mg-kept${MINE}`;
const HOUR = 36e5;
const SLICE = 20e3; // a browser ends a worker that is busy for minutes
const ALERTS = /<!--mg-alerts-->[^]*?<!--\/mg-alerts-->/g;
// publish/offline.py has the same rule
const LIVE = /(^|\/)offline\.json$|\.xml$/;

let record; // promise of the list that is kept, with its dates
let turn = 0; // a new wish of the reader ends the work for the one before
let busy = 0;
let fresh; // a page that came too late to be shown; never stored, for its alerts

const name = (list) => `mg-${list.lang}-${list.release}${MINE}`;
const here = (address) => new URL(address, SCOPE).href;
const kept = () => (record = record || caches.match(SCOPE, { cacheName: RECORD }).then((found) => found && found.json()));

async function save(list) {
  record = Promise.resolve(list);
  await (await caches.open(RECORD)).put(SCOPE, new Response(JSON.stringify(list)));
}

async function clear(...but) {
  for (const key of await caches.keys()) {
    if (key.endsWith(MINE) && !but.includes(key)) await caches.delete(key);
  }
}

async function forget() {
  turn++;
  record = Promise.resolve();
  await clear();
  await self.registration.unregister();
}

async function ask(address) {
  const answer = await fetch(here(address), { cache: "no-cache" });
  if (!answer.ok) throw answer;
  return answer;
}

const listing = async (prefix) => (await ask(`${prefix}offline.json`)).json();
const gone = (error) => error.status === 404 || error.status === 410;

/** A file to keep, without alerts; nothing if the site has it no longer. */
async function load(address) {
  try {
    const answer = await ask(address);
    const type = answer.headers.get("content-type") || "";
    const body = /html/.test(type) ? (await answer.text()).replace(ALERTS, "") : await answer.blob();
    return new Response(body, { headers: { "content-type": type } });
  } catch (error) {
    if (gone(error)) return null;
    throw error;
  }
}

/** Load what is missing of `list`; true when it has taken the old one's place. */
async function fill(list, tell, time) {
  const own = ++turn;
  const end = Date.now() + time;
  const old = await kept();
  const cache = await caches.open(name(list));
  const before = old && name(old) !== name(list) && (await caches.open(name(old)));
  const there = new Set((await cache.keys()).map((request) => request.url));
  const all = Object.keys(list.files);
  const open = all.filter((address) => !there.has(here(address)));
  let done = all.length - open.length;
  tell(done, all.length);
  const work = async () => {
    while (open.length && own === turn && Date.now() < end) {
      const address = open.shift();
      const same = before && (old.files[address] || [])[1] === list.files[address][1];
      const file = (same && (await before.match(here(address)))) || (await load(address));
      if (own !== turn) return;
      if (file) await cache.put(here(address), file);
      tell(++done, all.length);
    }
  };
  busy++;
  try {
    await Promise.all([work(), work(), work(), work()]);
    if (own !== turn || done < all.length) return false;
    // the site may have changed meanwhile: the next slice takes what is new
    const { release } = await listing(list.prefix);
    if (own !== turn || release !== list.release) return false;
    const at = Date.now();
    await save({ ...list, since: old && old.lang === list.lang ? old.since : at, checked: at, tried: at });
    await clear(RECORD, name(list));
    return true;
  } catch (error) {
    if (own === turn) turn++;
    throw error;
  } finally {
    busy--;
  }
}

/** Once an hour at most: take what is new on the site. */
async function refresh() {
  const list = await kept();
  const now = Date.now();
  if (!list || busy || now - list.tried < HOUR || (navigator.connection || {}).saveData) return;
  const own = turn;
  await save({ ...list, tried: now });
  const next = { ...list, tried: now, checked: now, gone: undefined };
  try {
    const fresh = await listing(list.prefix);
    if (own !== turn) return;
    if (fresh.off) return forget();
    if (fresh.release !== list.release) return fill(fresh, () => {}, 12 * SLICE);
  } catch (error) {
    if (own !== turn || !gone(error)) return;
    // a site that is being put up anew is not gone; one without its list for a day is
    if (now - list.gone > 24 * HOUR) return forget();
    next.checked = list.checked;
    next.gone = list.gone || now;
  }
  await save(next);
}

/** The answer, or nothing if it is slow. */
const soon = (net) => Promise.race([net, new Promise((done) => setTimeout(done, 3e3))]);
const html = (text) => new Response(text, { headers: { "content-type": "text/html; charset=utf-8" } });

/** Where a file or a page's folder lies below the scope; of a page without readings, the one with them. */
const place = ({ origin, pathname }) =>
  (origin + pathname).slice(SCOPE.length).replace(/^plain\/|\bindex\.html$/g, "").replace(/(^|\/)[^/.]+$/, "$&/");

/** A kept page, and why it is shown: an error is a dead line, an answer a broken server. */
async function old(page, list, error, script = "") {
  const text = (await page.text()).replace(ALERTS, "");
  return html(text.replace("</header>", () => `</header><p class="mg-state mg-kept">${why(list, error)}</p>${script}`));
}

function why(list, error) {
  // "medium" has no kanji in Japanese, for the readers of kana and romaji
  const date = new Date(list.checked).toLocaleDateString(list.lang, { dateStyle: "medium" });
  return list[error instanceof Error ? "notice" : "slow"].replace("{date}", date);
}

/** The page for what is not kept, with links that work at any address. */
async function missing(cache, list, path) {
  const page = await cache.match(here(`${list.prefix}offline/`));
  const root = list.prefix ? "../../" : "../";
  let text = (await page.text()).split(`="${root}`).join(`="${SCOPE}`);
  const prefix = list.prefixes.find((one) => path.startsWith(one)) || "";
  const same = list.prefix + path.slice(prefix.length);
  if (list.files[same]) text = text.replace('<li hidden><a href="">', () => `<li><a href="${here(same)}">`);
  return html(text);
}

/** Tell the kept page (assets/late.js) what became of the new one. */
async function late(event, net, list, path) {
  const take = async (answer) => {
    const again = answer.clone();
    const alerts = answer.ok && (await answer.text()).match(ALERTS);
    fresh = { path, at: Date.now(), answer: again };
    return { notice: `<a href="">${list.fresh}</a>`, alerts };
  };
  const told = await net.then(take).catch((error) => ({ notice: why(list, error) }));
  const client = await clients.get(event.resultingClientId);
  if (client) client.postMessage(told);
}

async function page(event, url) {
  const list = await kept();
  if (!list) return fetch(event.request);
  const path = place(url);
  const exact = here(path) === url.origin + url.pathname;
  const ready = fresh;
  fresh = undefined;
  if (ready && exact && ready.path === path && Date.now() - ready.at < HOUR / 60) return ready.answer;
  const cache = await caches.open(name(list));
  const copy = await cache.match(here(path));
  // not even the browser's own store may pass for new
  const net = fetch(event.request, { cache: "no-cache" }).then((answer) => {
    if (answer.status >= 500) throw answer;
    return answer;
  });
  event.waitUntil(net.then(refresh).catch(() => {}));
  try {
    const answer = await (copy && exact ? soon(net) : net);
    if (answer) return answer;
    event.waitUntil(late(event, net, list, path));
    return old(copy, list, null, `<script type="module" src="${here(list.script)}"></script>`);
  } catch (error) {
    if (copy) return exact ? old(copy, list, error) : Response.redirect(here(path));
    return error instanceof Response ? error : missing(cache, list, path);
  }
}

async function part(request, url) {
  const list = await kept();
  if (!list) return fetch(request);
  const cache = await caches.open(name(list));
  const same = await cache.match(request.url);
  if (same && url.searchParams.has("v")) return same;
  const copy = same || (await cache.match(request.url, { ignoreSearch: true }));
  const net = fetch(request);
  return copy ? (await soon(net).catch(() => {})) || copy : net;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !request.url.startsWith(SCOPE) || request.headers.has("range")) return;
  // whatever goes wrong here, a page is no worse than without this file
  const answer = (work) => event.respondWith(work.catch(() => fetch(request)));
  if (request.mode === "navigate") answer(page(event, url));
  else if (!LIVE.test(place(url))) answer(part(request, url));
});

self.addEventListener("message", (event) => {
  const { keep, remove } = event.data;
  const tell = (answer) => event.ports[0].postMessage(answer);
  const work = async () => {
    turn++;
    if (remove) await forget();
    return keep === undefined || fill(await listing(keep), (done, all) => tell({ done, all }), SLICE);
  };
  event.waitUntil(work().then((end) => tell({ end }), (error) => tell({ error: error.name })));
});
