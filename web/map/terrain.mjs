/** Territories on a canvas picture, and the names on them. */
import { Room, shortened, writePlate } from "./labels.mjs";
import { fontOf, widthOf } from "./pens.mjs";

/** @typedef {import("./lands.mjs").Land} Land */
/** @typedef {import("./colours.mjs").Colours} Colours */
/** @typedef {import("./model.mjs").Area} Area */
/** @typedef {import("./camera.mjs").View} View */

export const NO_OWNER = "No owner";
const MOST_NAMED = 18;
const AT_ONCE = 60; // territories between two looks at the clock

/**
 * Paint the land of departments and teams; yields now and then.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Land} land
 * @param {{ departments: number[], teams: number[], colours: Colours, scale: number, area: Area | null }} how
 */
export function* paintTerrain(ctx, land, { departments, teams, colours, scale, area }) {
  for (const at of departments) {
    const [title, x, y, width, height] = land.departments[at];
    const open = title === NO_OWNER;
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, Math.min(60, 9 / scale));
    ctx.fillStyle = open ? colours.warnField : colours.department;
    ctx.fill();
    ctx.strokeStyle = open ? colours.warn : colours.fieldLine;
    ctx.lineWidth = 1.2 / scale;
    ctx.setLineDash(open ? [6 / scale, 4 / scale] : []);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  for (let first = 0; first < teams.length; first += AT_ONCE) {
    yield;
    ctx.fillStyle = colours.team;
    ctx.beginPath();
    for (const at of teams.slice(first, first + AT_ONCE)) {
      const [, x, y, width, height] = land.teams[at];
      if (width * scale > 12) ctx.roundRect(x, y, width, height, Math.min(30, 6 / scale));
      else if (width * scale > 3) ctx.rect(x, y, width, height);
    }
    ctx.fill();
  }
  if (area) {
    const [, x, y, width, height] = area;
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, Math.min(60, 9 / scale));
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = 3 / scale;
    ctx.stroke();
  }
}

/**
 * Write the names of territories, the riskiest nodes and the most important ones, in pixels of the screen; yields now and then.
 * @param {CanvasRenderingContext2D} ctx set to pixels
 * @param {Land} land
 * @param {{ view: View, width: number, height: number, departments: number[], teams: number[], colours: Colours,
 *   counts: Map<string, string>, badges: boolean, named: number[], near: number }} how
 */
export function* writeNames(ctx, land, { view, width, height, departments, teams, colours, counts, badges, named, near }) {
  const room = new Room(width, height);
  const across = (/** @type {number} */ x) => (x - view.x) * view.scale + width / 2;
  const down = (/** @type {number} */ y) => (y - view.y) * view.scale + height / 2;
  if (badges && near < 2) writeBadges(ctx, room, land, across, down, colours);
  for (const at of departments) {
    const [title, x, y, wide, high] = land.departments[at];
    writeTitle(ctx, room, title, counts.get(title), { left: across(x), top: down(y), right: across(x + wide), bottom: down(y + high), strip: land.strips.department * view.scale },
      { most: 26, least: 11.5, near, weight: 680, ink: title === NO_OWNER ? colours.warn : colours.ink, plate: colours.department });
  }
  yield;
  let written = 0;
  for (const at of teams) {
    const [title, x, y, wide, high] = land.teams[at];
    if (!title || wide * view.scale < 60) continue;
    written += 1;
    if (written % AT_ONCE === 0) yield;
    writeTitle(ctx, room, title, "", { left: across(x), top: down(y), right: across(x + wide), bottom: down(y + high), strip: land.strips.team * view.scale },
      { most: 16, least: near === 2 ? 8.5 : 10, near, weight: 560, ink: colours.muted, plate: colours.team });
  }
  yield;
  if (near === 2) return;
  written = 0;
  for (const place of named) {
    if (written >= MOST_NAMED) return;
    const [x, y] = [across(land.x[place]), down(land.y[place])];
    if (x > 0 && y > 0 && x < width && y < height && writePlate(ctx, room, land.model.names[place], { x, y, size: 11, weight: 500, ink: colours.ink, plate: colours.box, most: 150 })) written += 1;
  }
}

/**
 * Write a title into the strip over a territory, or on a plate in its middle where the strip is too low to be read.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Room} room
 * @param {string} title
 * @param {string | undefined} count
 * @param {{ left: number, top: number, right: number, bottom: number, strip: number }} box
 * @param {{ most: number, least: number, near: number, weight: number, ink: string, plate: string }} how
 */
function writeTitle(ctx, room, title, count, box, { most, least, near, weight, ink, plate }) {
  const [wide, high] = [box.right - box.left, box.bottom - box.top];
  const size = halved(Math.min(most, box.strip * 0.6));
  const text = count ? `${title} · ${count}` : title;
  if (size >= least) {
    const left = Math.max(box.left + size * 0.5, 4);
    const shown = shortened(text, box.right - left - size * 0.5, { size, weight });
    const length = widthOf(shown, { size, weight });
    if (shown.length < 3 || !room.take(left, Math.max(3, box.top + 2), length, size * 1.2)) return;
    ctx.font = fontOf({ size, weight });
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillStyle = ink;
    ctx.fillText(shown, left, Math.max(box.top, 0) + Math.max(box.strip * 0.5, size * 0.75));
    return;
  }
  if (near === 2 || high < least * 1.4 || (most < 20 && wide < 90)) return;
  const written = halved(Math.max(least, Math.min(most * 0.7, wide / 11, high / 3)));
  const fitting = widthOf(text, { size: written, weight }) < wide * 1.05 ? written : least;
  if (wide < 46 || (widthOf(text, { size: fitting, weight }) > wide * 1.25 && wide < 90)) return;
  writePlate(ctx, room, text, { x: (box.left + box.right) / 2, y: box.top + Math.min(high / 2, Math.max(fitting, box.strip + fitting)), size: fitting, weight, ink, plate, most: wide * 1.1 });
}

/** Give sizes of letters in steps, so that what was measured once serves again. @param {number} size */
function halved(size) {
  return Math.floor(size * 2) / 2;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Room} room
 * @param {Land} land
 * @param {(x: number) => number} across
 * @param {(y: number) => number} down
 * @param {Colours} colours
 */
function writeBadges(ctx, room, land, across, down, colours) {
  land.model.riskiest.forEach((place, rank) => {
    const [x, y] = [across(land.x[place]), down(land.y[place])];
    if (!room.take(x - 10, y - 10, 20, 20)) return;
    ctx.beginPath();
    ctx.arc(x, y, 10, 0, 2 * Math.PI);
    ctx.fillStyle = colours.risk;
    ctx.fill();
    ctx.strokeStyle = colours.page;
    ctx.lineWidth = 2;
    ctx.stroke();
    ctx.font = fontOf({ size: 12, weight: 700 });
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colours.riskInk;
    ctx.fillText(String(rank + 1), x, y + 0.5);
  });
}
