/** What is shown, as a file: a drawing, a picture, a table. */
import { drawn, el } from "./dom.mjs";
import { canvasPen, drawingPen, FACE } from "./pens.mjs";
import { paintOverlaps } from "./overlaps.mjs";
import { paintBox, paintFields, paintLink } from "./paint.mjs";
import { csvOf } from "./tables.mjs";

const MARGIN = 24;
const HEAD = 46;
const MOST_BOXES = 3000;

/** @typedef {import("./page.mjs").Scene} Scene */
/** @typedef {{ x: number, y: number, width: number, height: number }} Frame */

/**
 * @param {() => Scene} scene
 * @param {() => Promise<string>} veiled gives the page without people
 */
export function exportMenu(scene, veiled) {
  const row = (/** @type {string} */ text, /** @type {() => void} */ made) => el("button", { type: "button", text, onclick: made });
  return [
    row("Drawing (SVG)", () => save(new Blob([svgOf(scene())], { type: "image/svg+xml" }), "map.svg")),
    row("Picture (PNG)", () => pictureOf(scene()).toBlob((blob) => { if (blob) save(blob, "map.png"); })),
    row("Table (CSV)", () => save(new Blob([`\ufeff${csvOf(scene().model, scene().places)}`], { type: "text/csv" }), "map.csv")),
    row("Print", () => window.print()),
    row("This map without people's names (HTML)", async () => save(new Blob([await veiled()], { type: "text/html" }), "map-without-people.html")),
  ];
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const link = /** @type {HTMLAnchorElement} */ (el("a", { href: URL.createObjectURL(blob), download: name }));
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * @param {Scene} scene
 * @returns {Frame}
 */
function frameOf(scene) {
  const areas = scene.model.departments.filter((area) => !area[6] || scene.people);
  const [right, bottom] = [Math.max(200, ...areas.map((area) => area[1] + area[3])), Math.max(100, ...areas.map((area) => area[2] + area[4]))];
  return { x: -MARGIN, y: -MARGIN - HEAD, width: right + 2 * MARGIN, height: bottom + 2 * MARGIN + HEAD + 30 };
}

/**
 * @param {import("./pens.mjs").Pen} pen
 * @param {Scene} scene
 * @param {Frame} frame
 */
function paintAll(pen, scene, frame) {
  const { model, colours, chosen } = scene;
  pen.rect(frame.x, frame.y, frame.width, frame.height, 0, { fill: colours.page });
  pen.text(scene.title, 0, -HEAD + 4, { size: 22, weight: 650, fill: colours.ink });
  pen.text(scene.status, 0, -HEAD + 28, { size: 13, fill: colours.muted });
  paintFields(pen, model, colours, scene.places.length > MOST_BOXES ? 0.15 : 1, scene.people);
  if (scene.places.length > MOST_BOXES) {
    paintFromAfar(pen, scene);
    if (scene.marks.overlaps) paintOverlaps(pen, model, { shown: scene.shown, colours, scale: 0.15, where: (place) => ({ x: model.columns.x[place], y: model.columns.y[place] }) });
    return;
  }
  if (scene.marks.overlaps) paintOverlaps(pen, model, { shown: scene.shown, colours, scale: 1, where: (place) => model.node(place) });
  const how = new Map(chosen ? chosen.links : []);
  for (const link of scene.links) {
    if (!how.has(link)) paintLink(pen, model.link(link), model, { stroke: colours.muted, width: 1, alpha: chosen ? 0.1 : 0.3 });
  }
  for (const [link, sort] of how) paintLink(pen, model.link(link), model, { stroke: colours[sort], width: 2, alpha: 0.9 });
  for (const place of scene.places) {
    const tint = chosen?.tints.get(place);
    paintBox(pen, model.node(place), model, colours, 1, { marks: scene.marks, tint: tint && colours[tint], ring: chosen?.rings.has(place) ? colours.accent : "" });
  }
  pen.text("opmap · lines run from what depends, above, to what it needs, below · double frame: single point · dashed: no owner · wave: overlap", 0, frame.y + frame.height - 22, { size: 12, fill: colours.muted });
}

/**
 * Paint what is too much for boxes as cells, what is selected in full colour.
 * @param {import("./pens.mjs").Pen} pen
 * @param {Scene} scene
 */
function paintFromAfar(pen, { model, places, chosen, colours }) {
  const [wide, high] = model.box;
  const { x, y } = model.columns;
  for (const place of places) {
    const tint = chosen?.tints.get(place);
    const colour = tint ? colours[/** @type {const} */ ({ fallsTint: "falls", lessTint: "less", needsTint: "needs" })[tint]] : model.layers[model.layerOf(place)][0];
    pen.rect(x[place] - wide / 2, y[place] - high / 2, wide, high, 0, { fill: colour, alpha: chosen && !tint ? 0.2 : 0.85 });
  }
  for (const [how, colour] of /** @type {const} */ ([["falls", colours.falls], ["needs", colours.needs], ["way", colours.way]])) {
    const links = (chosen?.links ?? []).filter((row) => row[1] === how).slice(0, MOST_BOXES);
    for (const [link] of links) paintLink(pen, model.link(link), model, { stroke: colour, width: 4, alpha: 0.5 });
  }
}

/**
 * Give the map as the text of an SVG.
 * @param {Scene} scene
 */
export function svgOf(scene) {
  const frame = frameOf(scene);
  const svg = drawn("svg", { viewBox: `${frame.x} ${frame.y} ${frame.width} ${frame.height}`, width: frame.width, height: frame.height, "font-family": FACE });
  svg.append(drawn("title", {}, scene.title));
  paintAll(drawingPen(svg), scene, frame);
  return new XMLSerializer().serializeToString(svg);
}

/**
 * Give the map as a canvas, twice as sharp as the screen where that is not too large.
 * @param {Scene} scene
 */
export function pictureOf(scene) {
  const frame = frameOf(scene);
  const scale = Math.min(2, 9000 / frame.width, 9000 / frame.height);
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { width: Math.ceil(frame.width * scale), height: Math.ceil(frame.height * scale) }));
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.scale(scale, scale);
  ctx.translate(-frame.x, -frame.y);
  paintAll(canvasPen(ctx), scene, frame);
  return canvas;
}
