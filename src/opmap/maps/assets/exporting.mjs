/** What is shown, as a file: a drawing, a picture, a table. */
import { drawn, el } from "./dom.mjs";
import { canvasPen, drawingPen, FACE } from "./pens.mjs";
import { paintBox, paintFields, paintLink } from "./paint.mjs";
import { csvOf } from "./tables.mjs";

const MARGIN = 24;
const HEAD = 46;

export function exportMenu(scene) {
  const row = (text, made) => el("button", { type: "button", text, onclick: made });
  return [
    row("Drawing (SVG)", () => save(new Blob([svgOf(scene())], { type: "image/svg+xml" }), "map.svg")),
    row("Picture (PNG)", () => pictureOf(scene()).toBlob((blob) => save(blob, "map.png"))),
    row("Table (CSV)", () => save(new Blob([`\ufeff${csvOf(scene().model, scene().nodes)}`], { type: "text/csv" }), "map.csv")),
    row("Print", () => window.print()),
  ];
}

function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function frameOf(scene) {
  const areas = scene.model.departments.filter((area) => !area[6] || scene.people);
  const [right, bottom] = [Math.max(200, ...areas.map((area) => area[1] + area[3])), Math.max(100, ...areas.map((area) => area[2] + area[4]))];
  return { x: -MARGIN, y: -MARGIN - HEAD, width: right + 2 * MARGIN, height: bottom + 2 * MARGIN + HEAD + 30 };
}

function paintAll(pen, scene, frame) {
  const { model, colours, chosen } = scene;
  pen.rect(frame.x, frame.y, frame.width, frame.height, 0, { fill: colours.page });
  pen.text(scene.title, 0, -HEAD + 4, { size: 22, weight: 650, fill: colours.ink });
  pen.text(scene.status, 0, -HEAD + 28, { size: 13, fill: colours.muted });
  paintFields(pen, model, colours, 1, scene.people);
  const how = new Map(chosen ? chosen.links.map(([link, sort]) => [link, sort]) : []);
  for (const link of scene.links) {
    if (!how.has(link)) paintLink(pen, link, model, { stroke: colours.muted, width: 1, alpha: chosen ? 0.1 : 0.3 });
  }
  for (const [link, sort] of how) paintLink(pen, link, model, { stroke: colours[sort], width: 2, alpha: 0.9 });
  for (const node of scene.nodes) {
    const tint = chosen && chosen.tints.get(node.place);
    paintBox(pen, node, model, colours, 1, { marks: scene.marks, tint: tint ? colours[tint] : "", ring: chosen && chosen.rings.has(node.place) ? colours.accent : "" });
  }
  pen.text("opmap · lines run from what depends, above, to what it needs, below · double frame: single point · dashed: no owner", 0, frame.y + frame.height - 22, { size: 12, fill: colours.muted });
}

/** Give the map as the text of an SVG. */
export function svgOf(scene) {
  const frame = frameOf(scene);
  const svg = drawn("svg", { viewBox: `${frame.x} ${frame.y} ${frame.width} ${frame.height}`, width: frame.width, height: frame.height, "font-family": FACE });
  svg.append(drawn("title", {}, scene.title));
  paintAll(drawingPen(svg), scene, frame);
  return new XMLSerializer().serializeToString(svg);
}

/** Give the map as a canvas, twice as sharp as the screen where that is not too large. */
export function pictureOf(scene) {
  const frame = frameOf(scene);
  const scale = Math.min(2, 12000 / frame.width, 12000 / frame.height);
  const canvas = el("canvas", { width: Math.ceil(frame.width * scale), height: Math.ceil(frame.height * scale) });
  const ctx = canvas.getContext("2d");
  ctx.scale(scale, scale);
  ctx.translate(-frame.x, -frame.y);
  paintAll(canvasPen(ctx), scene, frame);
  return canvas;
}
