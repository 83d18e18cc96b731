/** The words of the scripts, in the page's language: `words/<tag>.json`, made by the build. */

const { search } = new URL(import.meta.url);
/** @type {Map<string, Promise<Record<string, string>>>} */
const asked = new Map();

/**
 * Return the words of a language as safe HTML; fetched once. Rejects without a network; may be asked again.
 * @param {string} tag
 * @returns {Promise<Record<string, string>>}
 */
export function words(tag = document.documentElement.lang) {
  let answer = asked.get(tag);
  if (!answer) {
    answer = load(tag);
    asked.set(tag, answer);
    answer.catch(() => asked.delete(tag));
  }
  return answer;
}

async function load(tag) {
  const response = await fetch(new URL(`words/${tag}.json${search}`, import.meta.url));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
}

/**
 * Put values into a text's {places}. The text is HTML already; the values become HTML here.
 * @param {string} text
 * @param {Record<string, unknown>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? escaped(values[name]) : place));
}

function escaped(value) {
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * Return HTML as plain text, for attributes: without tags and readings.
 * @param {string} html
 */
export function plain(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const reading of body.querySelectorAll("rt, rp")) reading.remove();
  return body.textContent.trim();
}
