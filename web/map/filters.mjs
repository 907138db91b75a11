/** The filters: each value says how many nodes the other filters leave of it. */
import { byId, el } from "./dom.mjs";
import { remaining } from "./facets.mjs";
import { longList, tick } from "./parts.mjs";
import { glyph } from "./shapes.mjs";

/**
 * @param {import("./model.mjs").Model} model
 * @param {import("./facets.mjs").Facet[]} facets
 * @param {import("./page.mjs").State} state
 * @param {import("./page.mjs").Told} told
 */
export function filterPanel(model, facets, state, told) {
  const counts = remaining(model, facets, state.off, state.extras.people);
  return [
    el("div", { class: "crumbs" }, el("h2", { text: "Filter" }), el("button", { type: "button", class: "link-like", text: "Show everything", onclick: () => told.filtered(null) })),
    ...facets.filter((facet) => facet.values.length > 1).map(({ name, title, values }) => {
      const numbers = /** @type {Int32Array} */ (counts.get(name));
      const order = values.map((_, at) => at);
      if (values.length > 14) order.sort((one, other) => numbers[other] - numbers[one] || one - other);
      const glyphOf = (/** @type {string} */ value) => (name === "kind" ? glyph(model.kinds[value][0], model.layers) : null);
      return facetPanel(name, title, order.map((at) => values[at]), order.map((at) => numbers[at]), state, told, glyphOf);
    }),
    facetPanel("certainty", "Relations", model.view.certainties, sureness(model), state, told, () => null),
  ];
}

/** @param {import("./model.mjs").Model} model */
function sureness(model) {
  const counts = [0, 0, 0];
  for (const how of model.columns.how) if (how >> 5 === 0) counts[(how >> 3) & 3] += 1;
  return counts;
}

/**
 * @param {string} name
 * @param {string} title
 * @param {string[]} values
 * @param {number[]} numbers
 * @param {import("./page.mjs").State} state
 * @param {import("./page.mjs").Told} told
 * @param {(value: string) => Element | null} glyphOf
 */
function facetPanel(name, title, values, numbers, state, told, glyphOf) {
  const off = state.off[name] ?? new Set();
  const all = (/** @type {string} */ text, /** @type {string[]} */ gone) =>
    el("button", { type: "button", class: "link-like", text, "aria-label": `${title}: ${text}`, onclick: () => told.filtered(name, gone) });
  const change = (/** @type {string} */ value, /** @type {boolean} */ on) => told.filtered(name, [...off].filter((one) => one !== value).concat(on ? [] : [value]));
  return el(
    "fieldset",
    {},
    el("legend", {}, title, el("span", {}, all("all", []), all("none", values))),
    longList(values.map((value, at) => () => tick(value, numbers[at], !off.has(value), (on) => change(value, on), { more: glyphOf(value) })), 14),
  );
}

/** Say whether the filters lie over the picture and the table, as on a phone. */
export function filtersCover() {
  return getComputedStyle(byId("filters")).position === "absolute";
}
