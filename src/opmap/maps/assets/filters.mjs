/** The filters: each value says how many nodes the other filters leave of it. */
import { el } from "./dom.mjs";
import { FACETS, remaining } from "./graph.mjs";
import { tick } from "./parts.mjs";
import { glyph } from "./shapes.mjs";

export function filterPanel(model, state, told) {
  const nodes = model.nodes.filter((node) => !node.background || state.extras.people);
  return [
    el("div", { class: "crumbs" }, el("h2", { text: "Filter" }), el("button", { type: "button", class: "link-like", text: "Show everything", onclick: () => told.filtered(null) })),
    ...FACETS.map(([name, title]) => {
      const values = remaining(nodes, state.off, name);
      const off = state.off[name] || new Set();
      const every = (on) => told.filtered(name, on ? [] : values.map((row) => row[0]));
      return el(
        "fieldset",
        {},
        el("legend", {}, title, el("span", {}, el("button", { type: "button", class: "link-like", text: "all", onclick: () => every(true) }), el("button", { type: "button", class: "link-like", text: "none", onclick: () => every(false) }))),
        ...values.map(([value, number]) => {
          const more = name === "kind" ? glyph(model.kinds[value][0], model.layers) : null;
          return tick(value, number, !off.has(value), (on) => told.filtered(name, [...off].filter((one) => one !== value).concat(on ? [] : [value])), { more });
        }),
      );
    }),
  ];
}
