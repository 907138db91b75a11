/** Links on a canvas picture: between territories from afar, one by one from near. */
import { curveOf } from "./paint.mjs";

/** @typedef {import("./lands.mjs").Land} Land */
/** @typedef {import("./lands.mjs").Thread} Thread */
/** @typedef {import("./model.mjs").Area} Area */

export const MOST_LINKS = 2600; // more than that at once is a mat, not a picture
const MOST_THREADS = 90;
const AT_ONCE = 80; // links between two looks at the clock

/** @typedef {{ stroke: string, width: number, alpha: number, arrows: boolean }} Strokes */

/** @param {Area} area */
function middle([, x, y, width, height]) {
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * Paint the links between territories, the thicker the more they are; yields now and then, and gives how many they are.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Area[]} areas
 * @param {Thread[]} threads
 * @param {{ stroke: string, scale: number, alpha?: number, among?: Set<number> }} how
 */
export function* paintThreads(ctx, areas, threads, { stroke, scale, alpha = 1, among }) {
  const chosen = (among ? threads.filter((one) => among.has(one.from) || among.has(one.to)) : threads).slice(0, MOST_THREADS);
  const most = Math.max(1, ...chosen.map((one) => one.count));
  ctx.strokeStyle = ctx.fillStyle = stroke;
  ctx.setLineDash([]);
  ctx.lineCap = "round";
  let painted = 0;
  for (const { from, to, count } of [...chosen].reverse()) {
    painted += 1;
    if (painted % 12 === 0) yield;
    const [one, other] = [middle(areas[from]), middle(areas[to])];
    const share = Math.sqrt(count / most);
    const [dx, dy] = [other.x - one.x, other.y - one.y];
    const bend = { x: (one.x + other.x) / 2 - dy * 0.14, y: (one.y + other.y) / 2 + dx * 0.14 };
    ctx.globalAlpha = alpha * (0.1 + 0.32 * share);
    ctx.lineWidth = (0.7 + 3.1 * share) / scale;
    ctx.beginPath();
    ctx.moveTo(one.x, one.y);
    ctx.quadraticCurveTo(bend.x, bend.y, other.x, other.y);
    ctx.stroke();
    paintTip(ctx, bend, other, (4 + 4 * share) / scale);
  }
  ctx.globalAlpha = 1;
  ctx.lineCap = "butt";
  return chosen.length;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 * @param {number} size
 */
function paintTip(ctx, from, to, size) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  ctx.beginPath();
  ctx.moveTo(to.x, to.y);
  ctx.lineTo(to.x - ux * size * 1.8 - uy * size * 0.7, to.y - uy * size * 1.8 + ux * size * 0.7);
  ctx.lineTo(to.x - ux * size * 1.8 + uy * size * 0.7, to.y - uy * size * 1.8 - ux * size * 0.7);
  ctx.fill();
}

/**
 * Give the shown links of the nodes in a box; null where they are too many for a picture.
 * @param {Land} land
 * @param {number[]} teams
 * @param {(place: number) => boolean} inView
 * @param {Uint8Array} links
 */
export function linksIn(land, teams, inView, links) {
  const { model } = land;
  const found = new Set();
  for (const team of teams) {
    for (const place of land.members[team]) {
      if (!inView(place)) continue;
      for (const link of model.needsOf(place)) if (links[link]) found.add(link);
      for (const link of model.neededBy(place)) if (links[link]) found.add(link);
      if (found.size > MOST_LINKS) return null;
    }
  }
  return [...found];
}

/**
 * Paint links one by one, in few strokes: plain, soft and possible ones; yields now and then.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Land} land
 * @param {number[]} links
 * @param {Strokes} how
 */
export function* paintLinks(ctx, land, links, how) {
  for (let first = 0; first < links.length; first += AT_ONCE) {
    paintSome(ctx, land, links.slice(first, first + AT_ONCE), how);
    yield;
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Land} land
 * @param {number[]} links
 * @param {Strokes} strokes
 */
function paintSome(ctx, land, links, { stroke, width, alpha, arrows }) {
  const { model } = land;
  const { hurt, needed, how } = model.columns;
  const tip = 6 + width;
  /** @type {[dash: number[], path: Path2D][]} */
  const kinds = [[[], new Path2D()], [[8, 5], new Path2D()], [[2, 6], new Path2D()]];
  const tips = new Path2D();
  for (const link of links) {
    const [, path] = kinds[((how[link] >> 3) & 3) === 2 ? 2 : how[link] & 4 ? 1 : 0];
    const { points: [x1, y1, x2, y2, x3, y3, x, y], dx, dy } = curveOf(land.at(hurt[link]), land.at(needed[link]), model.box, land.sideways);
    path.moveTo(x1, y1);
    path.bezierCurveTo(x2, y2, x3, y3, x, y);
    if (!arrows) continue;
    tips.moveTo(x, y);
    tips.lineTo(x - dx * tip + dy * tip * 0.5, y - dy * tip + dx * tip * 0.5);
    tips.lineTo(x - dx * tip - dy * tip * 0.5, y - dy * tip - dx * tip * 0.5);
    tips.closePath();
  }
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = ctx.fillStyle = stroke;
  ctx.lineWidth = width;
  for (const [dash, path] of kinds) {
    ctx.setLineDash(dash);
    ctx.stroke(path);
  }
  ctx.setLineDash([]);
  ctx.fill(tips);
  ctx.globalAlpha = 1;
}
