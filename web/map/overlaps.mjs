/** Automations that overlap: a wave from one to the other, which no dependency looks like, in colour or without. */

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./paint.mjs").Point} Point */

const MOST = 12; // waves of one overlap; a family of three hundred is a star, not a mat

/**
 * Paint a wave from the first member of each overlap to the others; dotted where it is only possible.
 * @param {import("./pens.mjs").Pen} pen
 * @param {Model} model
 * @param {{ shown: Uint8Array, colours: import("./colours.mjs").Colours, scale: number, where: (place: number) => Point }} how
 */
export function paintOverlaps(pen, model, { shown, colours, scale, where }) {
  for (const { possible, places } of model.overlaps) {
    const [first, ...others] = places.filter((place) => shown[place]);
    for (const other of others.slice(0, MOST)) {
      pen.path(waveOf(where(first), where(other), Math.max(9, 4.5 / scale)), { stroke: colours.overlap, width: Math.max(2.2, 1.2 / scale), dash: possible ? [3, 4] : [] });
    }
  }
}

/**
 * Give the path of a wave between two points.
 * @param {Point} from
 * @param {Point} to
 * @param {number} step half of its length
 */
export function waveOf(from, to, step) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const turns = Math.min(600, Math.max(2, Math.round(Math.hypot(dx, dy) / step)));
  const [ux, uy] = [dx / turns, dy / turns];
  const parts = [`M${said(from.x)} ${said(from.y)}`];
  for (let turn = 0; turn < turns; turn += 1) {
    const side = turn % 2 ? -0.75 : 0.75;
    const [x, y] = [from.x + ux * (turn + 0.5), from.y + uy * (turn + 0.5)];
    parts.push(`Q${said(x - uy * side)} ${said(y + ux * side)} ${said(from.x + ux * (turn + 1))} ${said(from.y + uy * (turn + 1))}`);
  }
  return parts.join("");
}

/** @param {number} number */
function said(number) {
  return number.toFixed(1);
}
