/** What is highlighted when something is selected. No DOM. */
import { fallsWith, linksBetween, neededFor, wayBetween } from "./graph.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./graph.mjs").Way} Way */
/** @typedef {import("./page.mjs").State} State */
/** @typedef {import("./page.mjs").Tint} Tint */
/** @typedef {import("./page.mjs").Chosen} Chosen */

/**
 * Work out what is highlighted, and the way that is shown where one is.
 * @param {Model} model
 * @param {State} state
 * @returns {{ chosen: Chosen | null, way: Way | null }}
 */
export function highlightOf(model, state) {
  if (state.selected < 0) return { chosen: null, way: null };
  if (state.wayTo >= 0) return highlightedWay(model, state);
  /** @type {Map<number, Tint>} */
  const tints = new Map();
  const hits = state.mode === "needs" ? null : fallsWith(model, state.selected, state.depth);
  const needed = state.mode === "falls" ? null : neededFor(model, state.selected, state.depth);
  for (const place of needed ? needed.keys() : []) tints.set(place, "needsTint");
  for (const hit of hits ?? []) tints.set(hit.place, hit.harm === "down" || hit.harm === "idle" ? "fallsTint" : "lessTint");
  tints.set(state.selected, "");
  const links = linksBetween(model, state.selected, hits && new Set(hits.map((hit) => hit.place)), needed);
  return { chosen: { links, tints, rings: new Set([state.selected]) }, way: null };
}

/**
 * @param {Model} model
 * @param {State} state
 * @returns {{ chosen: Chosen, way: Way | null }}
 */
function highlightedWay(model, { selected, wayTo }) {
  const way = wayBetween(model, selected, wayTo);
  /** @type {Map<number, Tint>} */
  const tints = new Map();
  for (const place of way?.places ?? []) tints.set(place, "needsTint");
  tints.set(selected, "needsTint").set(wayTo, "needsTint");
  return { chosen: { links: (way?.links ?? []).map((link) => [link.place, "way"]), tints, rings: new Set([selected, wayTo]) }, way };
}
