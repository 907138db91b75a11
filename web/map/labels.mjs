/** Names on a canvas picture, in the size of the screen: the important ones first, none over another. */
import { fontOf, longest, widthOf } from "./pens.mjs";

/** Places on the screen that are taken. */
export class Room {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    /** @type {[number, number, number, number][]} */
    this.taken = [];
  }

  /**
   * Take a box if nothing is there and it lies within the screen.
   * @param {number} left
   * @param {number} top
   * @param {number} width
   * @param {number} height
   */
  take(left, top, width, height) {
    const [right, bottom] = [left + width, top + height];
    if (left < 2 || top < 2 || right > this.width - 2 || bottom > this.height - 2) return false;
    if (this.taken.some(([x, y, r, b]) => left < r && right > x && top < b && bottom > y)) return false;
    this.taken.push([left, top, right, bottom]);
    return true;
  }
}

/**
 * Write a name in the middle of a point where there is room, on a plate that keeps it legible.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Room} room
 * @param {string} text
 * @param {{ x: number, y: number, size: number, weight: number, ink: string, plate: string, most?: number }} how
 */
export function writePlate(ctx, room, text, { x, y, size, weight, ink, plate, most = 260 }) {
  const shown = shortened(text, most, { size, weight });
  const width = widthOf(shown, { size, weight }) + size * 0.9;
  const height = size * 1.5;
  if (!room.take(x - width / 2, y - height / 2, width, height)) return false;
  ctx.font = fontOf({ size, weight });
  ctx.globalAlpha = 0.88;
  ctx.fillStyle = plate;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - height / 2, width, height, size * 0.4);
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(shown, x, y + size * 0.04);
  return true;
}

/**
 * Cut a text where it is too long for so many pixels.
 * @param {string} text
 * @param {number} most
 * @param {import("./pens.mjs").Lettering} style
 */
export function shortened(text, most, style) {
  if (widthOf(text, style) <= most) return text;
  const end = longest(text, (part) => widthOf(`${part}…`, style) <= most);
  return `${text.slice(0, end).trimEnd()}…`;
}
