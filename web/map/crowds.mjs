/** Nodes on a canvas picture: cells from afar, boxes with their names from near. */
import { paintBox } from "./paint.mjs";

/** @typedef {import("./lands.mjs").Land} Land */
/** @typedef {import("./colours.mjs").Colours} Colours */
/** @typedef {import("./pens.mjs").Pen} Pen */

export const [DOTS, CELLS] = [5, 30]; // pixels that a box is wide: below, nodes are dots without a gap; below, cells with a shape
const AT_ONCE = 3000;

/**
 * Say from how near a view looks: 0 dots, 1 cells, 2 boxes.
 * @param {number} wide
 * @param {number} scale
 */
export function nearness(wide, scale) {
  return wide * scale < DOTS ? 0 : wide * scale < CELLS ? 1 : 2;
}

/**
 * Paint the nodes of some teams; yields now and then.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Pen} pen
 * @param {Land} land
 * @param {{ teams: number[], shown: Uint8Array, colours: Colours, scale: number, marks: Record<string, boolean>, box: import("./camera.mjs").Box }} how
 */
export function* paintCrowd(ctx, pen, land, { teams, shown, colours, scale, marks, box }) {
  const { model } = land;
  const [wide, high] = model.box;
  const near = nearness(wide, scale);
  if (near === 2) {
    let painted = 0;
    for (const team of teams) {
      for (const place of land.members[team]) {
        if (!shown[place] || !inside(land, place, box, wide, high)) continue;
        paintBox(pen, model.node(place), model, colours, scale, { marks }, land.at(place));
        painted += 1;
        if (painted % 40 === 0) yield;
      }
    }
    return;
  }
  const unowned = model.view.owned.indexOf("unowned");
  for (const [layer, [colour, shape]] of Object.entries(model.layers)) {
    const faded = colour;
    let waiting = 0;
    ctx.beginPath();
    for (const team of teams) {
      for (const place of land.members[team]) {
        if (!shown[place] || model.layerOf(place) !== layer) continue;
        const bare = model.columns.state[place] > 0;
        const [reach, tall] = bare ? [wide * 0.36, high * 0.3] : [wide / 2, high / 2];
        ctx.rect(land.x[place] - reach, land.y[place] - tall, reach * 2, tall * 2);
        waiting += 1;
        if (waiting >= AT_ONCE) {
          fill(ctx, faded);
          waiting = 0;
          yield;
          ctx.beginPath();
        }
      }
    }
    fill(ctx, faded);
    if (near === 1 && wide * scale > 13) {
      for (const team of teams) {
        for (const place of land.members[team]) {
          if (shown[place] && model.layerOf(place) === layer && inside(land, place, box, wide, high)) pen.shape(shape, land.x[place], land.y[place], high * 0.3, { fill: "#ffffff", alpha: 0.9 });
        }
        yield;
      }
    }
  }
  yield* paintFrames(ctx, land, teams, shown, colours, marks, unowned, scale);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 */
function fill(ctx, colour) {
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.globalAlpha = 1;
}

/**
 * Frame, from afar, what is single or has no owner, where there is room for a frame.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Land} land
 * @param {number[]} teams
 * @param {Uint8Array} shown
 * @param {Colours} colours
 * @param {Record<string, boolean>} marks
 * @param {number} unowned
 * @param {number} scale
 */
function* paintFrames(ctx, land, teams, shown, colours, marks, unowned, scale) {
  const { model } = land;
  const [wide, high] = model.box;
  if (wide * scale < 9) return;
  const { flags, owned, sorts } = model.columns;
  const news = (1 << model.view.notes.indexOf("new")) | (1 << model.view.notes.indexOf("changed"));
  for (const [on, holds, colour, dash] of /** @type {const} */ ([
    [marks.single, (/** @type {number} */ place) => (flags[place] & 4) > 0, colours.ink, []],
    [marks.changes, (/** @type {number} */ place) => (sorts[place] & news) > 0, colours.good, []],
    [marks.unowned, (/** @type {number} */ place) => owned[place] === unowned, colours.warn, [22, 12]],
  ])) {
    if (!on) continue;
    ctx.beginPath();
    for (const team of teams) {
      for (const place of land.members[team]) {
        if (shown[place] && holds(place)) ctx.rect(land.x[place] - wide / 2 - 3, land.y[place] - high / 2 - 3, wide + 6, high + 6);
      }
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.min(8, 1.4 / scale);
    ctx.setLineDash(/** @type {number[]} */ ([...dash]));
    ctx.stroke();
    ctx.setLineDash([]);
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
