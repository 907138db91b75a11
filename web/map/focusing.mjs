/** *Focus*: what is selected and what is shown of it, redrawn in columns by distance. */
import { fallsWith, neededFor } from "./graph.mjs";
import { Land } from "./lands.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Area} Area */

const [ACROSS, DOWN] = [26, 15];
const TITLE = 30;
const GAP = 110;
const TALLEST = 14; // boxes in a column before it takes a second one, for as long as the picture stays wide

/**
 * Give the land of a focus: what it needs to the left, itself, what falls with it to the right.
 * @param {Model} model
 * @param {number} selected
 * @param {{ mode: string, depth: number }} state
 * @param {Uint8Array} shown
 */
export function focusOf(model, selected, { mode, depth }, shown) {
  /** @type {Map<number, number[]>} */
  const columns = new Map([[0, [selected]]]);
  const put = (/** @type {number} */ distance, /** @type {number} */ place) => {
    const column = columns.get(distance);
    if (column) column.push(place);
    else columns.set(distance, [place]);
  };
  const taken = new Set([selected]);
  if (mode !== "needs") {
    for (const hit of fallsWith(model, selected, depth)) {
      if (!shown[hit.place] || taken.has(hit.place)) continue;
      taken.add(hit.place);
      put(hit.depth || 1, hit.place);
    }
  }
  if (mode !== "falls") {
    for (const [place, steps] of neededFor(model, selected, depth)) {
      if (!shown[place] || taken.has(place)) continue;
      taken.add(place);
      put(-steps, place);
    }
  }
  return placed(model, columns);
}

/**
 * @param {Model} model
 * @param {Map<number, number[]>} columns
 */
function placed(model, columns) {
  const [wide, high] = [model.box[0] + ACROSS, model.box[1] + DOWN];
  const [x, y, home] = [new Float64Array(model.count), new Float64Array(model.count), new Int32Array(model.count)];
  /** @type {Area[]} */
  const areas = [];
  const total = [...columns.values()].reduce((sum, column) => sum + column.length, 0);
  const tallest = Math.max(TALLEST, Math.ceil(Math.sqrt((total * wide) / high / 1.6)));
  /** @type {number[]} */
  const places = [];
  let left = 0;
  for (const distance of [...columns.keys()].sort((one, other) => one - other)) {
    const column = /** @type {number[]} */ (columns.get(distance));
    column.sort((one, other) => model.columns.field[one] - model.columns.field[other] || one - other);
    const across = Math.ceil(column.length / tallest);
    const rows = Math.ceil(column.length / across);
    const top = -((rows * high) / 2);
    column.forEach((place, at) => {
      x[place] = left + ACROSS / 2 + Math.floor(at / rows) * wide + model.box[0] / 2;
      y[place] = top + (at % rows) * high + high / 2;
      home[place] = areas.length;
      places.push(place);
    });
    areas.push([titleOf(distance), left - 6, top - TITLE, across * wide + 12, rows * high + TITLE + 8, column.length, 0, areas.length]);
    left += across * wide + GAP;
  }
  return new Land(model, { x, y, home, teams: areas.map((area) => /** @type {Area} */ (["", ...area.slice(1)])), departments: areas, places, strips: { department: TITLE, team: 0 }, sideways: true });
}

/** @param {number} distance */
function titleOf(distance) {
  if (!distance) return "Selected";
  const steps = `${Math.abs(distance)} ${Math.abs(distance) === 1 ? "step" : "steps"}`;
  return distance < 0 ? `Needed, ${steps}` : `Falls, ${steps}`;
}
