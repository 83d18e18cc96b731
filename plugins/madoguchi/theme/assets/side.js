/**
 * The Easy Japanese below every block of a translated page.
 *
 * The blocks are those of the Japanese page; both pages number them alike (`data-b`).
 */

const { search } = new URL(import.meta.url);
const KEPT = new Set(["RUBY", "RT", "RP", "STRONG", "EM", "CODE", "BR", "SPAN", "A"]);
// what is no text of the block: marks, explanations, other blocks
const LEFT_OUT =
  "script, style, template, svg, img, input, select, textarea, ul, ol, dl, table, [data-b], .mg-tip, .mg-mark, .mg-notice";

/** @type {Map<string, Element> | undefined} The blocks of the Japanese page, asked for once. */
let blocks;

/**
 * Show the Japanese blocks, or take them away. Rejects without a network.
 * @param {HTMLButtonElement} button
 */
export async function run(button) {
  const pressed = button.getAttribute("aria-pressed") !== "true";
  if (pressed) await show();
  else for (const side of document.querySelectorAll(".mg-side")) side.remove();
  button.setAttribute("aria-pressed", String(pressed));
}

async function show() {
  const { href } = document.querySelector('.mg-languages a[hreflang="ja"]');
  if (!blocks) {
    const response = await fetch(href);
    if (!response.ok) throw new Error(`${href}: ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    blocks = new Map([...page.querySelectorAll("main [data-b]")].map((block) => [block.dataset.b, block]));
    const style = Object.assign(document.createElement("link"), {
      rel: "stylesheet",
      href: new URL(`side.css${search}`, import.meta.url).href,
    });
    document.head.append(style);
  }
  for (const block of document.querySelectorAll("main [data-b]")) {
    const source = blocks.get(block.dataset.b);
    if (!source || block.closest('[lang|="ja"]') || [...block.querySelectorAll(".mg-ja")].some((one) => one.textContent === block.textContent)) continue;
    const side = Object.assign(document.createElement("span"), { className: "mg-side", lang: "ja", dir: "ltr" });
    // there are no links inside a link or a summary
    side.append(...cleaned(source, href, !block.closest("a, summary, button")));
    if (!side.textContent.trim() || side.textContent === block.textContent) continue;
    if (block.matches("span")) block.after(side);
    else block.insertBefore(side, [...block.children].find((child) => child.matches("ul, ol, dl, table")) ?? null);
  }
}

/** Yield copies of what is inside an element of the other page: text, readings, emphasis, links. */
function* cleaned(element, base, links) {
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) yield node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) continue;
    if (!KEPT.has(node.tagName) || (node.tagName === "A" && !links)) {
      yield* cleaned(node, base, links);
      continue;
    }
    const copy = document.createElement(node.tagName);
    if (node.tagName === "RUBY" && /^g\d( n)?$/.test(node.className)) copy.className = node.className;
    if (node.tagName === "RT") {
      if (node.dataset.r) copy.dataset.r = node.dataset.r;
      if (node.getAttribute("aria-hidden")) copy.setAttribute("aria-hidden", "true");
    }
    if (node.tagName === "A") {
      const target = new URL(node.getAttribute("href") ?? "", base);
      if (["https:", "http:", "tel:", "mailto:"].includes(target.protocol)) copy.href = target.href;
    }
    copy.append(...cleaned(node, base, links));
    yield copy;
  }
}
