/** What a map can be filtered by, and what the filters leave. No DOM. */
import { narrowed } from "./data.mjs";

/** @typedef {import("./data.mjs").Numbers} Numbers */
/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {Record<string, Set<string>>} Off the values that are switched off, by facet */
/** @typedef {{ name: string, title: string, values: string[], codes: Numbers }} Facet */

const RISKS = ["the five riskiest", "single point, framed", "other single point", "neither"];

/**
 * Give what nodes can be filtered by: a title, the values, and the number of its value for each node.
 * @param {Model} model
 * @returns {Facet[]}
 */
export function facetsOf(model) {
  const { view, columns } = model;
  const coded = (/** @type {string} */ name, /** @type {string} */ title, /** @type {string[]} */ values, /** @type {Numbers} */ codes) => ({ name, title, ...merged(values, codes) });
  const compared = view.about.compared ? [coded("change", `Since snapshot ${view.about.compared}`, ["new", "changed", "not seen", "as before"], changes(model))] : [];
  return [
    ...compared,
    coded("kind", "Kind", model.kindNames, columns.kind),
    coded("department", "Department", view.fields.map((/** @type {string[]} */ [department]) => department || "none"), columns.field),
    coded("team", "Team", view.fields.map((/** @type {string[]} */ field) => field.filter(Boolean).join(" · ") || "none"), columns.field),
    coded("owner", "Owner", view.owned, columns.owned),
    coded("env", "Environment", view.environments.map((/** @type {string} */ value) => value || "not known"), columns.env),
    coded("risk", "Risk", RISKS, risks(model)),
    coded("source", "Source", view.sources.map((/** @type {string} */ value) => value || "not known"), columns.source),
    coded("state", "Known", view.states, columns.state),
  ];
}

/** @param {Model} model */
function risks(model) {
  const single = 1 << model.view.notes.indexOf("single");
  const codes = Uint8Array.from(model.columns.sorts, (sorts, place) => (model.columns.flags[place] & 4 ? 1 : sorts & single ? 2 : 3));
  for (const place of model.riskiest) codes[place] = 0;
  return codes;
}

/** @param {Model} model */
function changes(model) {
  const bit = (/** @type {string} */ note) => 1 << model.view.notes.indexOf(note);
  const [fresh, changed, unseen] = [bit("new"), bit("changed"), bit("unseen")];
  return Uint8Array.from(model.columns.sorts, (sorts) => (sorts & fresh ? 0 : sorts & changed ? 1 : sorts & unseen ? 2 : 3));
}

/**
 * Let equal values have one number, and leave out those that no node has.
 * @param {string[]} values
 * @param {Numbers} codes
 */
function merged(values, codes) {
  const used = new Set(codes);
  const kept = [...new Set(values.filter((_, code) => used.has(code)))].sort((one, other) => (one < other ? -1 : 1));
  const number = new Map(kept.map((value, at) => [value, at]));
  const turned = Int32Array.from(values, (value) => number.get(value) ?? -1);
  return { values: kept, codes: narrowed(Int32Array.from(codes, (code) => turned[code])) };
}

/**
 * Say for each node whether the filters leave it.
 * @param {Model} model
 * @param {Facet[]} facets
 * @param {Off} off
 * @param {boolean} people whether what is drawn only when asked for is asked for
 */
export function shownNodes(model, facets, off, people) {
  const shown = new Uint8Array(model.count).fill(1);
  if (!people) for (let place = 0; place < model.count; place += 1) if (model.isBackground(place)) shown[place] = 0;
  for (const { name, values, codes } of facets) {
    if (!off[name]?.size) continue;
    const gone = Uint8Array.from(values, (value) => Number(off[name].has(value)));
    for (let place = 0; place < model.count; place += 1) if (gone[codes[place]]) shown[place] = 0;
  }
  return shown;
}

/**
 * Count for each facet the nodes of each value that the other filters leave.
 * @param {Model} model
 * @param {Facet[]} facets
 * @param {Off} off
 * @param {boolean} people
 * @returns {Map<string, Int32Array>}
 */
export function remaining(model, facets, off, people) {
  const counts = new Map(facets.map((facet) => [facet.name, new Int32Array(facet.values.length)]));
  const gone = facets.map(({ name, values }) => Uint8Array.from(values, (value) => Number(off[name]?.has(value) ?? false)));
  for (let place = 0; place < model.count; place += 1) {
    if (!people && model.isBackground(place)) continue;
    let failing = -1;
    let failed = 0;
    facets.forEach(({ codes }, at) => {
      if (gone[at][codes[place]]) {
        failed += 1;
        failing = at;
      }
    });
    facets.forEach(({ name, codes }, at) => {
      if (!failed || (failed === 1 && failing === at)) /** @type {Int32Array} */ (counts.get(name))[codes[place]] += 1;
    });
  }
  return counts;
}

/**
 * Say for each link whether it is shown: its sort switched on, its certainty not filtered out, both ends shown.
 * @param {Model} model
 * @param {Uint8Array} shown
 * @param {{ extras: Record<string, boolean>, off: Off }} state
 */
export function shownLinks(model, shown, { extras, off }) {
  const { hurt, needed, how } = model.columns;
  const sorts = model.view.sorts.map((/** @type {string} */ sort) => sort === "dependency" || extras[sort]);
  const sure = model.view.certainties.map((/** @type {string} */ value) => !off.certainty?.has(value) && (value !== "possible" || extras.possible));
  const found = new Uint8Array(model.linkCount);
  for (let link = 0; link < model.linkCount; link += 1) {
    found[link] = Number(sorts[how[link] >> 5] && (how[link] >> 5 > 0 || sure[(how[link] >> 3) & 3]) && shown[hurt[link]] && shown[needed[link]]);
  }
  return found;
}
