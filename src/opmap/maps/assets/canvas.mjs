/** The picture: vis-network with what pyvis built, our fields below it and our highlights over it. */
import { readColours } from "./colours.mjs";
import { byId } from "./dom.mjs";
import { canvasPen } from "./pens.mjs";
import { paintBox, paintFields, paintLink } from "./paint.mjs";

const CLOSEST = 2.2;

/** The map on the screen; `looks` says what is selected, marked and shown. */
export class Picture {
  constructor(model, given, looks, told) {
    this.model = model;
    this.looks = looks;
    this.colours = readColours();
    const pens = new WeakMap();
    this.penFor = (ctx) => pens.get(ctx) || pens.set(ctx, canvasPen(ctx)).get(ctx);
    const ctxRenderer = ({ ctx, id }) => ({
      drawNode: () => paintBox(this.penFor(ctx), model.nodes[id], model, this.colours, this.scale(), { marks: looks.marks }),
      nodeDimensions: { width: model.box[0], height: model.box[1] },
    });
    this.nodes = new vis.DataSet(given.nodes.map((node) => ({ ...node, shape: "custom", ctxRenderer })));
    this.links = new vis.DataSet(given.links);
    this.network = new vis.Network(byId("network"), { nodes: this.nodes, edges: this.links }, given.options);
    this.network.on("beforeDrawing", (ctx) => paintFields(this.penFor(ctx), model, this.colours, this.scale(), looks.extras.people));
    this.network.on("afterDrawing", (ctx) => this.highlight(ctx));
    this.network.on("click", (event) => told.picked(event.nodes.length ? event.nodes[0] : -1));
    this.network.on("doubleClick", (event) => { if (event.nodes.length) this.show([event.nodes[0]]); });
    this.network.on("hoverNode", (event) => told.hovered(event.node, event.pointer.DOM));
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

  /** Hide and show what the filters say. */
  filter(shownNode, shownLink) {
    const change = (data, shown) => {
      const changed = data.get({ fields: ["id", "hidden"] }).filter((one) => Boolean(one.hidden) === shown(one.id));
      if (changed.length) data.update(changed.map((one) => ({ id: one.id, hidden: !one.hidden })));
    };
    change(this.nodes, shownNode);
    change(this.links, shownLink);
  }

  /** Paint what is selected over a veil that dims the rest. */
  highlight(ctx) {
    const { chosen, hover } = this.looks;
    const pen = this.penFor(ctx);
    if (chosen) this.paintChosen(pen, chosen);
    else if (hover >= 0) this.paintHovered(pen, hover);
  }

  paintChosen(pen, chosen) {
    const { model, colours, looks } = this;
    const [from, to] = [this.network.DOMtoCanvas({ x: 0, y: 0 }), this.network.DOMtoCanvas({ x: innerWidth, y: innerHeight })];
    pen.rect(from.x, from.y, to.x - from.x, to.y - from.y, 0, { fill: colours.page, alpha: 0.8 });
    const scale = this.scale();
    const many = chosen.links.length > 250;
    const style = { width: Math.max(1.6, (many ? 0.8 : 1.1) / scale), alpha: many ? 0.4 : 0.85 };
    for (const [link, how] of chosen.links) {
      if (looks.shownLink(link)) paintLink(pen, link, model, { ...style, stroke: colours[how] });
    }
    for (const [place, tint] of chosen.tints) {
      const node = model.nodes[place];
      if (!looks.shownNode(node)) continue;
      paintBox(pen, node, model, colours, scale, { marks: looks.marks, tint: colours[tint], ring: chosen.rings.has(place) ? colours.accent : "" });
    }
  }

  paintHovered(pen, hover) {
    const { model, colours, looks } = this;
    const node = model.nodes[hover];
    for (const [links, how] of [[node.neededBy, "falls"], [node.needs, "needs"]]) {
      for (const link of links) {
        if (looks.shownLink(link)) paintLink(pen, link, model, { stroke: colours[how], width: 2, alpha: 0.9 });
      }
    }
    paintBox(pen, node, model, colours, this.scale(), { marks: looks.marks, ring: colours.accent });
  }

  /** Bring some nodes into the picture. */
  show(places, animate = !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    if (!places.length) return;
    const [wide, high] = this.model.box;
    const xs = places.map((place) => this.model.nodes[place].x);
    const ys = places.map((place) => this.model.nodes[place].y);
    const box = { x: Math.min(...xs) - wide * 0.6, y: Math.min(...ys) - high * 1.2, right: Math.max(...xs) + wide * 0.6, bottom: Math.max(...ys) + high * 1.2 };
    this.frame(box, places.length === 1 ? 1 : CLOSEST / 2, animate);
  }

  /** Show everything that is shown, fields included. */
  fit(animate = false) {
    const areas = this.model.departments.filter((area) => !area[6] || this.looks.extras.people);
    if (!areas.length) return;
    const box = {
      x: Math.min(...areas.map((area) => area[1])), y: Math.min(...areas.map((area) => area[2])) - (this.model.nodes.length > 300 ? 60 : 0),
      right: Math.max(...areas.map((area) => area[1] + area[3])), bottom: Math.max(...areas.map((area) => area[2] + area[4])),
    };
    this.frame(box, 1.4, animate);
  }

  frame(box, closest, animate) {
    const { clientWidth, clientHeight } = byId("network");
    const legend = byId("legend").offsetHeight + 14;
    const scale = Math.min((clientWidth - 20) / (box.right - box.x), (clientHeight - 20 - legend) / (box.bottom - box.y), closest);
    const position = { x: (box.x + box.right) / 2, y: (box.y + box.bottom) / 2 + legend / 2 / scale };
    this.network.moveTo({ position, scale, animation: animate ? { duration: 260, easingFunction: "easeInOutQuad" } : false });
  }

  zoom(factor) {
    this.network.moveTo({ scale: Math.min(CLOSEST, Math.max(0.03, this.scale() * factor)) });
  }

  move(right, down) {
    const at = this.network.getViewPosition();
    this.network.moveTo({ position: { x: at.x + right / this.scale(), y: at.y + down / this.scale() } });
  }
}
