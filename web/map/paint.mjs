/** How things look: fields, boxes, badges and links, on whatever a pen draws. */
import { linesOf } from "./pens.mjs";

/** @typedef {import("./pens.mjs").Pen} Pen */
/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Node} Node */
/** @typedef {import("./model.mjs").Link} Link */
/** @typedef {import("./colours.mjs").Colours} Colours */
/** @typedef {{ marks: Record<string, boolean>, tint?: string, ring?: string }} Look */
/** @typedef {{ x: number, y: number }} Point */

const LINE = 1.2;

/**
 * Paint the fields of departments and teams; their titles keep a size that can be read.
 * @param {Pen} pen
 * @param {Model} model
 * @param {Colours} colours
 * @param {number} scale
 * @param {boolean} withBackground
 */
export function paintFields(pen, model, colours, scale, withBackground) {
  const readable = (/** @type {number} */ size, /** @type {number} */ least) => Math.max(size, least / scale);
  for (const [title, x, y, width, height, , background] of model.departments) {
    if (background && !withBackground) continue;
    const open = title === "No owner";
    pen.rect(x, y, width, height, 10, { fill: open ? colours.warnField : colours.department, stroke: open ? colours.warn : colours.fieldLine, dash: open ? [6, 4] : [] });
    const style = { size: Math.min(readable(18, 12.5), 90), weight: 650, fill: open ? colours.warn : colours.ink };
    if (height < width / 6) { // a field below everything has its title beside its boxes
      const lines = linesOf(title, 200, 2, style);
      lines.forEach((line, at) => pen.text(line, x + 8, y + style.size * (0.95 + at * LINE), style));
      continue;
    }
    const inside = style.size <= 38;
    paintTitle(pen, title, x + 8, inside ? y + 23 : y - style.size * 0.55, width - 14, style, 9.5 / scale);
  }
  for (const [title, x, y, width, height, , background] of model.teams) {
    if (background && !withBackground) continue;
    if (title) pen.rect(x + 2, y, width - 4, height - 4, 8, { fill: colours.team });
    if (title && scale > 0.28) {
      const style = { size: Math.min(readable(13, 10), 28), weight: 550, fill: colours.muted };
      paintTitle(pen, title, x + 8, y + 20, width - 14, style, 8.5 / scale);
    }
  }
}

/**
 * Write a title in one line, smaller where that lets all of it be read.
 * @param {Pen} pen
 * @param {string} title
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {import("./pens.mjs").Lettering} style
 * @param {number} least
 */
function paintTitle(pen, title, x, y, width, style, least) {
  for (let size = style.size; title; size *= 0.92) {
    const [line] = linesOf(title, width, 1, { ...style, size });
    if (line === title || size * 0.92 < least) {
      pen.text(line, x, y, { ...style, size });
      return;
    }
  }
}

/**
 * Paint the box of a node with its name, its shape and its badges.
 * @param {Pen} pen
 * @param {Node} node
 * @param {Model} model
 * @param {Colours} colours
 * @param {number} scale
 * @param {Look} look
 * @param {Point} [at] where, if not in its place
 */
export function paintBox(pen, node, model, colours, scale, look, at = node) {
  const [width, height] = model.box;
  const [left, top] = [at.x - width / 2, at.y - height / 2];
  const [colour, shape] = model.layers[node.layer];
  const marks = look.marks;
  const single = marks.single && node.root;
  const unowned = marks.unowned && node.owned === "unowned";
  const vague = node.state !== "known";
  /** @type {import("./pens.mjs").Style} */
  const style = { fill: vague ? colours.vague : colours.box, stroke: colour, width: single ? 2.6 : 1.4, dash: unowned ? [5, 3] : vague ? [2, 3] : [] };
  if (look.tint) style.fill = look.tint;
  pen.rect(left, top, width, height, node.counts ? height / 2 : 6, style);
  if (single) pen.rect(left - 4, top - 4, width + 8, height + 8, node.counts ? height / 2 + 4 : 9, { stroke: colour, width: 1.2 });
  if (look.ring) pen.rect(left - 7, top - 7, width + 14, height + 14, 12, { stroke: look.ring, width: 3 / Math.min(1, scale * 1.4) });
  const named = paintName(pen, node, model, colours, scale, { x: left, y: at.y });
  if (scale > 0.12) pen.shape(shape, named ? left + 12 : at.x, at.y, named ? 7 : 14, { fill: colour });
  paintBadges(pen, node, model, colours, scale, { left, top, width, height, unowned, marks });
}

/**
 * Write the name into the box; say whether enough of it fitted to be worth it.
 * @param {Pen} pen
 * @param {Node} node
 * @param {Model} model
 * @param {Colours} colours
 * @param {number} scale
 * @param {Point} from the left edge, and the middle
 */
function paintName(pen, node, model, colours, scale, { x: left, y: middle }) {
  const [width, height] = model.box;
  const inset = 23;
  const style = { weight: node.counts ? 600 : 450, fill: node.state === "known" ? colours.ink : colours.muted };
  let size = Math.min(Math.max(12, 9 / scale), height - 6);
  if (size * scale < 6.5) return false;
  /** @type {import("./pens.mjs").Broken} */
  let lines = [];
  for (const least = Math.max(10, 7.6 / scale); ; size *= 0.94) {
    const room = Math.max(1, Math.floor((height - 6) / (size * LINE)));
    lines = linesOf(node.name, width - inset - 5, Math.min(room, 3), { ...style, size });
    if ((!lines.torn && !lines.at(-1)?.endsWith("…")) || size * 0.94 < least) break;
  }
  const lettering = { ...style, size };
  if (lines.length === 1 && lines[0].length < 5 && lines[0] !== node.name) return false;
  const kind = scale > 0.8 && lines.length < 3 ? 1 : 0;
  lines.forEach((line, at) => pen.text(line, left + inset, middle + (at - (lines.length - 1 + kind) / 2) * size * LINE, lettering));
  if (kind) pen.text(node.kind, left + inset, middle + ((lines.length + 1) / 2 - 0.45) * size * LINE, { size: 10, fill: colours.muted });
  return true;
}

/**
 * @param {Pen} pen
 * @param {Node} node
 * @param {Model} model
 * @param {Colours} colours
 * @param {number} scale
 * @param {{ left: number, top: number, width: number, height: number, unowned: boolean, marks: Record<string, boolean> }} box
 */
function paintBadges(pen, node, model, colours, scale, box) {
  const reach = Math.min(42, Math.max(9.5, 7.5 / scale));
  const badge = (/** @type {number} */ x, /** @type {string} */ text, /** @type {string} */ fill, /** @type {string} */ ink, y = box.top) => {
    pen.shape("circle", x, y, reach, { fill, stroke: colours.page, width: 1.5 });
    pen.text(text, x, y + 0.5, { size: reach * 1.25, weight: 700, fill: ink, align: "center" });
  };
  const rank = model.riskiest.indexOf(node.place);
  if (box.marks.riskiest && rank >= 0) badge(box.left + 2, String(rank + 1), colours.risk, colours.riskInk);
  if (scale < 0.3) return;
  const right = box.left + box.width - 4;
  if (box.marks.overlaps && node.sorts.includes("overlap")) badge(box.left + 4, "≈", colours.overlap, colours.page, box.top + box.height);
  if (box.unowned) badge(right, "?", colours.warn, colours.page);
  const changed = box.marks.changes && ["new", "changed"].find((sort) => node.sorts.includes(sort));
  if (changed) badge(right, changed === "new" ? "+" : "~", colours.good, colours.page, box.top + box.height);
  if (box.marks.lower && node.sorts.includes("lower")) badge(box.left + box.width / 2, "↓", colours.warn, colours.page, box.top + box.height);
}

/** @param {number} number */
function said(number) {
  return number.toFixed(1);
}

/**
 * Give the curve of a link that leaves below and arrives above, and where it arrives in which direction.
 * @param {Point} from
 * @param {Point} to
 * @param {[number, number]} box
 * @param {boolean} [sideways] whether links run across rather than down
 */
export function curveOf(from, to, [wide, high], sideways = false) {
  if (sideways && from.x !== to.x) return across(from, to, wide);
  const half = high / 2;
  const down = to.y >= from.y ? 1 : -1;
  const level = from.y === to.y;
  const side = Math.sign(to.x - from.x);
  const [x1, x2] = level ? [from.x + (side * wide) / 2, to.x - (side * wide) / 2] : [from.x, to.x];
  const [y1, y2] = level ? [from.y, to.y] : [from.y + half * down, to.y - (half + 2) * down];
  const bow = !level && Math.abs(x1 - x2) < 2 && Math.abs(to.y - from.y) > high * 1.6 ? wide * 0.78 : 0; // around what stands between
  const bend = level ? 0 : Math.max(18, Math.abs(y2 - y1) * 0.45) * down;
  const sag = level ? half * 1.6 : 0;
  return { points: [x1, y1, x1 + bow, y1 + bend + sag, x2 + bow, y2 - bend + sag, x2, y2], dx: level ? Math.sign(x2 - x1) : 0, dy: level ? 0 : down };
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} wide
 */
function across(from, to, wide) {
  const side = Math.sign(to.x - from.x);
  const [x1, x2] = [from.x + (side * wide) / 2, to.x - side * (wide / 2 + 2)];
  const bend = side * Math.max(24, Math.abs(x2 - x1) * 0.45);
  return { points: [x1, from.y, x1 + bend, from.y, x2 - bend, to.y, x2, to.y], dx: side, dy: 0 };
}

/**
 * Paint a link as a curve with its arrow.
 * @param {Pen} pen
 * @param {Link} link
 * @param {Model} model
 * @param {{ stroke: string, width: number, alpha?: number }} style
 * @param {(place: number) => Point} [where]
 */
export function paintLink(pen, link, model, style, where = (place) => model.node(place)) {
  const { points, dx, dy } = curveOf(where(link.hurt), where(link.needed), model.box);
  const [x1, y1, ...rest] = points.map(said);
  const [x2, y2] = points.slice(-2);
  const dash = link.certainty === "possible" ? [2, 6] : link.strength === "soft" ? [8, 5] : [];
  pen.path(`M${x1} ${y1}C${rest.join(" ")}`, { ...style, dash });
  const tip = 6 + style.width;
  const wing = (/** @type {number} */ side) => `${said(x2 - dx * tip + dy * side * tip * 0.5)} ${said(y2 - dy * tip + dx * side * tip * 0.5)}`;
  pen.path(`M${said(x2)} ${said(y2)}L${wing(1)}L${wing(-1)}Z`, { fill: style.stroke, alpha: style.alpha });
}
