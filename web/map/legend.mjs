/** What the colours, shapes and lines mean. */
import { byId, drawn, el } from "./dom.mjs";
import { waveOf } from "./overlaps.mjs";
import { glyph } from "./shapes.mjs";

function wave() {
  return drawn("svg", { class: "line", viewBox: "0 0 26 10", "aria-hidden": "true" }, drawn("path", { d: waveOf({ x: 1, y: 5 }, { x: 25, y: 5 }, 4), class: "wave" }));
}

/** Give how many pixels of the picture the legend covers at the bottom. */
export function covered() {
  const key = byId("key");
  return getComputedStyle(key).display === "none" ? 0 : key.offsetHeight + 10;
}

/** @param {import("./model.mjs").Model} model */
export function drawLegend(model) { byId("legend").replaceChildren(legendOf(model)); }

/** @param {import("./model.mjs").Model} model */
export function legendOf(model) {
  const used = new Set();
  for (let place = 0; place < model.count; place += 1) if (!model.isBackground(place)) used.add(model.layerOf(place));
  const line = (/** @type {string} */ dash) => drawn("svg", { class: "line", viewBox: "0 0 26 10", "aria-hidden": "true" }, drawn("path", { d: "M1 5H25", stroke: "currentColor", "stroke-width": 1.6, "stroke-dasharray": dash }));
  const items = Object.keys(model.layers).filter((layer) => used.has(layer)).map((layer) => el("li", {}, glyph(layer, model.layers), layer));
  const dependency = (/** @type {(how: number) => boolean} */ holds) => model.columns.how.some((how) => how >> 5 === 0 && holds(how));
  const lines = [];
  if (dependency((how) => (how & 4) > 0)) lines.push(el("li", {}, line("6 4"), "soft"));
  if (dependency((how) => ((how >> 3) & 3) === 2)) lines.push(el("li", {}, line("2 4"), "possible"));
  if (model.overlaps.length) lines.push(el("li", {}, wave(), "overlap"));
  return el("ul", { class: "legend", "aria-label": "Legend" }, ...items, el("li", { class: "direction" }, el("span", { class: "quiet", text: "above depends on below" })), ...lines);
}
