/** Small parts of the panel: nodes as buttons, relations with their evidence, notes, switches between a few. */
import { copyable, el } from "./dom.mjs";
import { glyph } from "./shapes.mjs";

/** A node as a button that selects it. */
export function nodeButton(node, model, told, more = "") {
  return el(
    "button",
    { type: "button", class: "node", onclick: () => told.picked(node.place, true) },
    glyph(node.layer, model.layers),
    el("span", {}, node.name, el("small", { text: ` ${node.kind}` })),
    el("small", { text: more }),
  );
}

/** A list of which the first ones are shown, and the rest when asked for. */
export function longList(items, most = 12) {
  const list = el("ul", { class: "list" }, ...items.slice(0, most).map((item) => el("li", {}, item())));
  if (items.length <= most) return list;
  const rest = el("ul", { class: "list" });
  const more = el("details", {}, el("summary", { text: `${(items.length - most).toLocaleString("en")} more` }), rest);
  more.addEventListener("toggle", () => {
    if (more.open && !rest.children.length) rest.append(...items.slice(most).map((item) => el("li", {}, item())));
  });
  return el("div", {}, list, more);
}

/** One relation of a node, said as a sentence, with what is known of it and where it stands. */
export function relation(link, node, model, told) {
  const other = model.nodes[link.hurt === node.place ? link.needed : link.hurt];
  const from = model.nodes[link.turned ? link.needed : link.hurt];
  const verb = from === node ? `${link.verb} …` : `… ${link.verb} this`;
  const said = [verb, link.strength + (link.presumed ? " (presumed)" : ""), link.certainty === "certain" ? "" : link.certainty, link.group];
  return el(
    "div",
    { class: "relation" },
    nodeButton(other, model, told),
    el("div", { class: "small quiet", text: said.filter(Boolean).join(" · ") }),
    ...link.evidence.map((place) => copyable(place, "place")),
  );
}

/** A few choices of which one holds. */
export function segments(label, choices, current, chosen) {
  return el(
    "div",
    { class: "segments", role: "group", "aria-label": label },
    ...choices.map(([value, text]) =>
      el("button", { type: "button", "aria-pressed": String(value === current), text, onclick: () => chosen(value) })),
  );
}

/** What there is to say about a node, with the command that says more. */
export function noteOf(note) {
  return el("div", { class: `note ${note.sort}` }, el("div", { text: note.text }), note.command ? copyable(note.command) : null);
}

/** A box to tick, with how many it is about. */
export function tick(label, number, on, changed, { more = null, disabled = false } = {}) {
  const box = el("input", { type: "checkbox", disabled, onchange: (event) => changed(event.target.checked) });
  box.checked = on;
  return el("label", {}, box, more, el("span", { text: label }), el("output", { text: number.toLocaleString("en") }));
}
