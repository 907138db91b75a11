/** Nodes on a canvas picture: cells from afar, boxes with their names from near. */
import { paintBox } from "./paint.mjs";
import { traceShape } from "./shapes.mjs";

/** @typedef {import("./lands.mjs").Land} Land */
/** @typedef {import("./colours.mjs").Colours} Colours */
/** @typedef {import("./pens.mjs").Pen} Pen */

export const [DOTS, CELLS] = [5, 30]; // pixels that a box is wide: below, nodes are dots without a gap; below, cells with a shape
const AT_ONCE = 1200;

/**
 * Say from how near a view looks: 0 dots, 1 cells, 2 boxes.
 * @param {number} wide
 * @param {number} scale
 */
export function nearness(wide, scale) {
  return wide * scale < DOTS ? 0 : wide * scale < CELLS ? 1 : 2;
}

/** @typedef {{ teams: number[], shown: Uint8Array, colours: Colours, scale: number, marks: Record<string, boolean>, box: import("./camera.mjs").Box }} Crowd */

/**
 * Paint the nodes of some teams; yields now and then.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Pen} pen
 * @param {Land} land
 * @param {Crowd} crowd
 */
export function* paintCrowd(ctx, pen, land, crowd) {
  const { colours, scale, marks } = crowd;
  const { model } = land;
  const near = nearness(model.box[0], scale);
  if (near === 2) {
    let painted = 0;
    for (const place of crowdOf(land, crowd)) {
      paintBox(pen, model.node(place), model, colours, scale, { marks }, land.at(place));
      painted += 1;
      if (painted % 25 === 0) yield;
    }
    return;
  }
  yield* paintCells(ctx, land, crowd);
  if (near === 1 && model.box[0] * scale > 13) yield* paintShapes(ctx, land, crowd);
  if (model.box[0] * scale > 9) yield* paintFrames(ctx, land, crowd);
}

/**
 * Give the nodes that are shown and in view.
 * @param {Land} land
 * @param {Crowd} crowd
 */
function* crowdOf(land, { teams, shown, box }) {
  const [wide, high] = land.model.box;
  for (const team of teams) {
    for (const place of land.members[team]) if (shown[place] && inside(land, place, box, wide, high)) yield place;
  }
}

/**
 * Paint nodes as cells in the colours of their layers; what is only mentioned is smaller.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Land} land
 * @param {Crowd} crowd
 */
function* paintCells(ctx, land, crowd) {
  const { model } = land;
  const [wide, high] = model.box;
  const colours = Object.values(model.layers).map(([colour]) => colour);
  const { state } = model.columns;
  /** @type {Path2D[]} */
  let paths = [];
  let waiting = 0;
  const fill = () => {
    ctx.globalAlpha = 0.82;
    paths.forEach((path, layer) => {
      ctx.fillStyle = colours[layer];
      ctx.fill(path);
    });
    ctx.globalAlpha = 1;
    paths = [];
    waiting = 0;
  };
  for (const place of crowdOf(land, crowd)) {
    const [reach, tall] = state[place] > 0 ? [wide * 0.36, high * 0.3] : [wide / 2, high / 2];
    const path = paths[model.layerCode(place)] ??= new Path2D();
    path.rect(land.x[place] - reach, land.y[place] - tall, reach * 2, tall * 2);
    waiting += 1;
    if (waiting < AT_ONCE) continue;
    fill();
    yield;
  }
  fill();
}

/**
 * Paint the shapes of layers into cells.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Land} land
 * @param {Crowd} crowd
 */
function* paintShapes(ctx, land, crowd) {
  const shapes = Object.values(land.model.layers).map(([, shape]) => shape);
  const size = land.model.box[1] * 0.3;
  let path = new Path2D();
  let waiting = 0;
  ctx.fillStyle = "rgba(255, 255, 255, .9)";
  for (const place of crowdOf(land, crowd)) {
    traceShape(path, shapes[land.model.layerCode(place)], land.x[place], land.y[place], size);
    waiting += 1;
    if (waiting % 400) continue;
    ctx.fill(path);
    path = new Path2D();
    yield;
  }
  ctx.fill(path);
}

/**
 * Frame, from afar, what is single or has no owner.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Land} land
 * @param {Crowd} crowd
 */
function* paintFrames(ctx, land, crowd) {
  const { colours, marks, scale } = crowd;
  const { model } = land;
  const [wide, high] = model.box;
  const unowned = model.view.owned.indexOf("unowned");
  const { flags, owned, sorts } = model.columns;
  const overlap = 1 << model.view.notes.indexOf("overlap");
  const news = (1 << model.view.notes.indexOf("new")) | (1 << model.view.notes.indexOf("changed"));
  for (const [on, holds, colour, dash] of /** @type {const} */ ([
    [marks.single, (/** @type {number} */ place) => (flags[place] & 4) > 0, colours.ink, []],
    [marks.overlaps, (/** @type {number} */ place) => (sorts[place] & overlap) > 0, colours.overlap, [8, 14]],
    [marks.changes, (/** @type {number} */ place) => (sorts[place] & news) > 0, colours.good, []],
    [marks.unowned, (/** @type {number} */ place) => owned[place] === unowned, colours.warn, [22, 12]],
  ])) {
    if (!on) continue;
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.min(8, 1.4 / scale);
    let waiting = 0;
    const frame = () => {
      ctx.setLineDash(/** @type {number[]} */ ([...dash]));
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.beginPath();
    };
    ctx.beginPath();
    for (const place of crowdOf(land, crowd)) {
      if (!holds(place)) continue;
      ctx.rect(land.x[place] - wide / 2 - 3, land.y[place] - high / 2 - 3, wide + 6, high + 6);
      waiting += 1;
      if (waiting % 200) continue;
      frame();
      yield;
    }
    frame();
    yield;
  }
}

/**
 * @param {Land} land
 * @param {number} place
 * @param {import("./camera.mjs").Box} box
 * @param {number} wide
 * @param {number} high
 */
export function inside(land, place, box, wide, high) {
  const [x, y] = [land.x[place], land.y[place]];
  return x + wide > box.left && x - wide < box.right && y + high > box.top && y - high < box.bottom;
}
