/** Small parts of the panel: nodes as buttons, relations with their evidence, notes, switches between a few. */
import { copyable, el } from "./dom.mjs";
import { glyph } from "./shapes.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./page.mjs").Told} Told */

/**
 * A node as a button that selects it.
 * @param {import("./model.mjs").Node} node
 * @param {Model} model
 * @param {Told} told
 * @param {string} [more]
 */
export function nodeButton(node, model, told, more = "") {
  return el(
    "button",
    { type: "button", class: "node", onclick: () => told.picked(node.place, true) },
    glyph(node.layer, model.layers),
    el("span", {}, node.name, el("small", { text: ` ${node.kind}` })),
    el("small", { text: more }),
  );
}

/**
 * A list of which the first ones are shown, and more when asked for, some hundred at a time.
 * @param {(() => Element)[]} items
 * @param {number} [most]
 */
export function longList(items, most = 12) {
  const list = el("ul", { class: "list" }, ...items.slice(0, most).map((item) => el("li", {}, item())));
  if (items.length <= most) return list;
  let next = most;
  const more = el("button", { type: "button", class: "link-like" });
  const name = () => { more.textContent = `${(items.length - next).toLocaleString("en")} more`; };
  more.addEventListener("click", () => {
    const first = next;
    next = Math.min(items.length, next + 200);
    list.append(...items.slice(first, next).map((item) => el("li", {}, item())));
    /** @type {HTMLElement | null} */ (list.children[first]?.querySelector("button, input"))?.focus();
    if (next < items.length) name();
    else more.remove();
  });
  name();
  return el("div", {}, list, more);
}

/**
 * One relation of a node, said as a sentence, with what is known of it and where it stands.
 * @param {import("./model.mjs").Link} link
 * @param {import("./model.mjs").Node} node
 * @param {Model} model
 * @param {Told} told
 */
export function relation(link, node, model, told) {
  const other = model.node(link.hurt === node.place ? link.needed : link.hurt);
  const verb = link.from === node.place ? `${link.verb} …` : `… ${link.verb} this`;
  const said = [verb, link.strength + (link.presumed ? " (presumed)" : ""), link.certainty === "certain" ? "" : link.certainty, link.group];
  return el(
    "div",
    { class: "relation" },
    nodeButton(other, model, told),
    el("div", { class: "small quiet", text: said.filter(Boolean).join(" · ") }),
    ...link.evidence.map((place) => copyable(place, "place")),
  );
}

/**
 * A few choices of which one holds.
 * @template Value
 * @param {string} label
 * @param {[Value, string][]} choices
 * @param {Value} current
 * @param {(value: Value) => void} chosen
 * @param {{ named?: boolean }} [given] whether the label is to be seen, because the choices do not say it
 */
export function segments(label, choices, current, chosen, { named = false } = {}) {
  return el(
    "div",
    { class: "segments", role: "group", "aria-label": label },
    named ? el("span", { class: "quiet", "aria-hidden": "true", text: label }) : null,
    ...choices.map(([value, text]) =>
      el("button", { type: "button", "aria-pressed": String(value === current), text, onclick: () => chosen(value) })),
  );
}

/**
 * What there is to say about a node, with the command that says more.
 * @param {import("./model.mjs").Note} note
 */
export function noteOf(note) {
  return el("div", { class: `note ${note.sort}` }, el("div", { text: note.text }), note.command ? copyable(note.command) : null);
}

/**
 * A box to tick, with how many it is about.
 * @param {string} label
 * @param {number} number
 * @param {boolean} on
 * @param {(on: boolean) => void} changed
 * @param {{ more?: Element | null }} [given]
 */
export function tick(label, number, on, changed, { more = null } = {}) {
  const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", onchange: () => changed(box.checked) }));
  box.checked = on;
  return el("label", {}, box, more, el("span", { text: label }), el("output", { text: number.toLocaleString("en") }));
}
