/** The picture: vis-network with what pyvis built, our fields below it and our highlights over it. */
import { readColours } from "./colours.mjs";
import { byId } from "./dom.mjs";
import { canvasPen } from "./pens.mjs";
import { paintOverlaps } from "./overlaps.mjs";
import { paintBox, paintFields, paintLink } from "./paint.mjs";

const CLOSEST = 2.2;

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./page.mjs").Looks} Looks */
/** @typedef {import("./page.mjs").Told} Told */
/** @typedef {import("./page.mjs").Chosen} Chosen */

/** The map on the screen; `looks` says what is selected, marked and shown. */
export class StandardPicture {
  /**
   * @param {Model} model
   * @param {{ nodes: any[], links: any[], options: any }} given
   * @param {Looks} looks
   * @param {Told} told
   */
  constructor(model, given, looks, told) {
    const vis = /** @type {any} */ (window).vis;
    this.model = model;
    this.looks = looks;
    this.colours = readColours();
    const pens = new WeakMap();
    this.penFor = (/** @type {CanvasRenderingContext2D} */ ctx) => pens.get(ctx) || pens.set(ctx, canvasPen(ctx)).get(ctx);
    const ctxRenderer = (/** @type {any} */ { ctx, id }) => ({
      drawNode: () => paintBox(this.penFor(ctx), model.node(id), model, this.colours, this.scale(), { marks: looks.marks }),
      nodeDimensions: { width: model.box[0], height: model.box[1] },
    });
    this.nodes = new vis.DataSet(given.nodes.map((node) => ({ ...node, shape: "custom", ctxRenderer })));
    this.links = new vis.DataSet(given.links);
    this.network = new vis.Network(byId("network"), { nodes: this.nodes, edges: this.links }, given.options);
    this.network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.ground(this.penFor(ctx)));
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => { this.highlight(ctx); told.moved(); });
    this.network.on("click", (/** @type {any} */ event) => told.picked(event.nodes.length ? event.nodes[0] : -1));
    this.network.on("doubleClick", (/** @type {any} */ event) => { if (event.nodes.length) this.show([event.nodes[0]]); });
    this.network.on("hoverNode", (/** @type {any} */ event) => told.hovered(event.node, event.pointer.DOM));
    this.network.on("blurNode", () => told.hovered(-1));
    this.network.on("dragStart", () => told.hovered(-1));
    this.theme();
  }

  scale() { return this.network ? this.network.getScale() : 1; }

  /** Read the colours again and give the links theirs. */
  theme() {
    this.colours = readColours();
    const quiet = { color: this.colours.link, highlight: this.colours.link, hover: this.colours.link, inherit: false };
    this.network.setOptions({ edges: { color: quiet } });
    this.network.redraw();
  }

  /** Hide and show what the filters say, and paint what is selected. */
  update() {
    const { shown, links } = this.looks;
    const change = (/** @type {any} */ data, /** @type {Uint8Array} */ mask) => {
      const changed = data.get({ fields: ["id", "hidden"] }).filter((/** @type {any} */ one) => Boolean(one.hidden) === Boolean(mask[one.id]));
      if (changed.length) data.update(changed.map((/** @type {any} */ one) => ({ id: one.id, hidden: !one.hidden })));
    };
    change(this.nodes, shown);
    change(this.links, links);
    this.network.redraw();
  }

  redraw() { this.network.redraw(); }

  /** Paint what lies below boxes and links. @param {import("./pens.mjs").Pen} pen */
  ground(pen) {
    const { model, colours, looks } = this;
    paintFields(pen, model, colours, this.scale(), looks.extras.people);
    if (looks.marks.overlaps) paintOverlaps(pen, model, { shown: looks.shown, colours, scale: this.scale(), where: (place) => model.node(place) });
  }

  /** @param {CanvasRenderingContext2D} ctx */
  highlight(ctx) {
    const { chosen, hover } = this.looks;
    const pen = this.penFor(ctx);
    if (chosen) this.paintChosen(pen, chosen);
    else if (hover >= 0) this.paintHovered(pen, hover);
  }

  /**
   * Paint what is selected over a veil that dims the rest.
   * @param {import("./pens.mjs").Pen} pen
   * @param {Chosen} chosen
   */
  paintChosen(pen, chosen) {
    const { model, colours, looks } = this;
    const [from, to] = [this.network.DOMtoCanvas({ x: 0, y: 0 }), this.network.DOMtoCanvas({ x: innerWidth, y: innerHeight })];
    pen.rect(from.x, from.y, to.x - from.x, to.y - from.y, 0, { fill: colours.page, alpha: 0.8 });
    const scale = this.scale();
    const many = chosen.links.length > 250;
    const style = { width: Math.max(1.6, (many ? 0.8 : 1.1) / scale), alpha: many ? 0.4 : 0.85 };
    for (const [link, how] of chosen.links) {
      if (looks.links[link]) paintLink(pen, model.link(link), model, { ...style, stroke: colours[how] });
    }
    for (const [place, tint] of chosen.tints) {
      if (!looks.shown[place]) continue;
      paintBox(pen, model.node(place), model, colours, scale, { marks: looks.marks, tint: tint && colours[tint], ring: chosen.rings.has(place) ? colours.accent : "" });
    }
  }

  /**
   * @param {import("./pens.mjs").Pen} pen
   * @param {number} hover
   */
  paintHovered(pen, hover) {
    const { model, colours, looks } = this;
    for (const [links, how] of /** @type {const} */ ([[model.neededBy(hover), "falls"], [model.needsOf(hover), "needs"]])) {
      for (const link of links) {
        if (looks.links[link]) paintLink(pen, model.link(link), model, { stroke: colours[how], width: 2, alpha: 0.9 });
      }
    }
    paintBox(pen, model.node(hover), model, colours, this.scale(), { marks: looks.marks, ring: colours.accent });
  }

  /** Give where on its element a node is. @param {number} place @returns {{ x: number, y: number }} */
  pointOf(place) { return this.network.canvasToDOM({ x: this.model.columns.x[place], y: this.model.columns.y[place] }); }

  /** Say how links are drawn, where not each by itself. */
  said() { return ""; }

  /** Give the middle of the view and its scale. */
  view() { return { ...this.network.getViewPosition(), scale: this.scale() }; }

  /** @param {{ x: number, y: number, scale: number }} view */
  look({ x, y, scale }) { this.network.moveTo({ position: { x, y }, scale }); }

  /**
   * Bring some nodes into the picture.
   * @param {number[]} places
   */
  show(places, animate = !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    if (!places.length) return;
    const [wide, high] = this.model.box;
    const xs = places.map((place) => this.model.columns.x[place]);
    const ys = places.map((place) => this.model.columns.y[place]);
    const box = { x: Math.min(...xs) - wide * 0.6, y: Math.min(...ys) - high * 1.2, right: Math.max(...xs) + wide * 0.6, bottom: Math.max(...ys) + high * 1.2 };
    this.frame(box, places.length === 1 ? 1 : CLOSEST / 2, animate);
  }

  /** Show everything that is shown, fields included. */
  fit(animate = false) {
    const areas = this.model.departments.filter((area) => !area[6] || this.looks.extras.people);
    if (!areas.length) return;
    const box = {
      x: Math.min(...areas.map((area) => area[1])), y: Math.min(...areas.map((area) => area[2])) - (this.model.count > 300 ? 60 : 0),
      right: Math.max(...areas.map((area) => area[1] + area[3])), bottom: Math.max(...areas.map((area) => area[2] + area[4])),
    };
    this.frame(box, 1.4, animate);
  }

  /**
   * @param {{ x: number, y: number, right: number, bottom: number }} box
   * @param {number} closest
   * @param {boolean} animate
   */
  frame(box, closest, animate) {
    const { clientWidth, clientHeight } = byId("network");
    const legend = byId("key").offsetHeight + 14;
    const scale = Math.min((clientWidth - 20) / (box.right - box.x), (clientHeight - 20 - legend) / (box.bottom - box.y), closest);
    const position = { x: (box.x + box.right) / 2, y: (box.y + box.bottom) / 2 + legend / 2 / scale };
    this.network.moveTo({ position, scale, animation: animate ? { duration: 260, easingFunction: "easeInOutQuad" } : false });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.network.moveTo({ scale: Math.min(CLOSEST, Math.max(0.03, this.scale() * factor)) });
  }

  /**
   * @param {number} right
   * @param {number} down
   */
  move(right, down) {
    const at = this.network.getViewPosition();
    this.network.moveTo({ position: { x: at.x + right / this.scale(), y: at.y + down / this.scale() } });
  }
}
