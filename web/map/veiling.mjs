/** A copy of the page without the names of people, to be mailed to anybody. */
import { Columns } from "./data.mjs";

/** @typedef {import("./model.mjs").Model} Model */

const SHORTEST = 5; // shorter names could be words

/** The page as it was before anything was drawn into it: all but its data and scripts. */
export function bareBody() {
  const kept = [...document.body.children].filter((child) => child.tagName !== "SCRIPT");
  return kept.map((child) => child.outerHTML).join("\n");
}

/**
 * Give a function that says a text without the names, ids and mail addresses of the people on a map.
 * @param {Model} model
 * @returns {(text: string) => string}
 */
export function veilOf(model) {
  const person = model.kindNames.indexOf("person");
  /** @type {Map<string, [name: string, said: string][]>} */
  const starts = new Map();
  let people = 0;
  const hide = (/** @type {string} */ name, /** @type {string} */ said) => {
    const [word] = name.match(/^[\p{L}\p{N}_]+/u) ?? [];
    if (name.length < SHORTEST || !word) return;
    const known = starts.get(word) ?? [];
    known.push([name, said]);
    known.sort((one, other) => other[0].length - one[0].length);
    starts.set(word, known);
  };
  for (let place = 0; place < model.count; place += 1) {
    if (model.columns.kind[place] !== person) continue;
    people += 1;
    hide(model.ids.at(place), `person:${people}`);
    hide(model.names[place], `Person ${people}`);
  }
  return (text) => {
    const parts = [];
    let done = 0;
    for (const found of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
      const at = found.index;
      const match = at >= done && starts.get(found[0])?.find(([name]) => text.startsWith(name, at));
      if (!match) continue;
      parts.push(text.slice(done, at), match[1]);
      done = at + match[0].length;
    }
    parts.push(text.slice(done));
    return parts.join("").replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "(mail address)");
  };
}

/**
 * Give the whole page again, without people.
 * @param {Model} model
 * @param {string} body as `bareBody` gave it
 * @returns {Promise<string>}
 */
export async function veiledPage(model, body) {
  const veil = veilOf(model);
  const head = /** @type {HTMLElement} */ (document.head.cloneNode(true));
  const title = head.querySelector("title");
  if (title) title.textContent = `${model.about.title} · opmap`;
  const parts = [];
  for (const script of document.body.querySelectorAll("script")) parts.push(await veiledScript(script, veil));
  return `<!doctype html>\n<html lang="en">\n${head.outerHTML}\n<body>\n${body}\n${parts.join("\n")}\n</body>\n</html>\n`;
}

/**
 * @param {HTMLScriptElement} script
 * @param {(text: string) => string} veil
 */
async function veiledScript(script, veil) {
  const text = script.textContent ?? "";
  if (script.type === "application/json") return `<script type="${script.type}" id="${script.id}">${escaped(veiledJson(JSON.parse(text), veil))}</script>`;
  if (script.type !== "application/octet-stream") return `<script>${text}</script>`;
  const columns = await Columns.of(text);
  return `<script type="${script.type}" id="${script.id}">${await columns.written((lines) => lines.map(veil))}</script>`;
}

/**
 * @param {any} value
 * @param {(text: string) => string} veil
 */
function veiledJson(value, veil) {
  if (value.about) value.about.people = false;
  return JSON.stringify(value, (_, one) => (typeof one === "string" ? veil(one) : one));
}

/** @param {string} json */
function escaped(json) {
  return json.replace(/[<>&'\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
