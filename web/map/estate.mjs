/** The map of an estate on a canvas: territories from afar, boxes from near. It draws *focus* in both maps too. */
import { Camera } from "./camera.mjs";
import { readColours } from "./colours.mjs";
import { inside, nearness, paintCrowd } from "./crowds.mjs";
import { el } from "./dom.mjs";
import { Layer } from "./layers.mjs";
import { paintOverlaps } from "./overlaps.mjs";
import { paintBox } from "./paint.mjs";
import { canvasPen } from "./pens.mjs";
import { paintTerrain, writeNames } from "./terrain.mjs";
import { linksIn, MOST_LINKS, paintLinks, paintThreads } from "./threads.mjs";

/** @typedef {import("./lands.mjs").Land} Land */
/** @typedef {import("./page.mjs").Looks} Looks */
/** @typedef {import("./page.mjs").Told} Told */
/** @typedef {import("./camera.mjs").View} View */

const SLICE = { steps: 6, time: 5 }; // of painting in a frame; in milliseconds
const URGENT = { steps: 60, time: 60 }; // in the one that answers a click
const AT_FIRST = { steps: Infinity, time: 900 }; // in the first one, which nobody waits for with a finger on it
const NAMED = 400;

/** The map on the screen; `looks` says what is selected, marked and shown. */
export class EstatePicture {
  /**
   * @param {HTMLElement} host
   * @param {Land} land
   * @param {Looks} looks
   * @param {Told} told
   * @param {{ covered?: () => number }} [given] pixels that something covers at the bottom
   */
  constructor(host, land, looks, told, { covered = () => 0 } = {}) {
    this.host = host;
    this.land = land;
    this.model = land.model;
    this.looks = looks;
    this.told = told;
    this.covered = covered;
    this.colours = readColours();
    this.canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { class: "picture", "aria-hidden": "true" }));
    host.append(this.canvas);
    this.ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { alpha: false }));
    this.base = new Layer((ctx, view) => this.paintBase(ctx, view));
    this.over = new Layer((ctx, view) => this.paintChosen(ctx, view));
    this.camera = new Camera(() => this.request());
    this.requested = 0;
    this.summary = "";
    this.named = this.mostImportant();
    this.camera.listen(host, {
      tapped: (x, y) => this.tap(x, y),
      twice: (x, y) => this.approach(x, y),
      hovered: (x, y) => this.hover(x, y),
      left: () => this.told.hovered(-1),
    });
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(host);
    this.measure();
    this.update();
  }

  /** Take it off the page. */
  remove() {
    this.watcher.disconnect();
    cancelAnimationFrame(this.requested);
    this.canvas.remove();
  }

  measure() {
    const { clientWidth, clientHeight } = this.host;
    this.ratio = Math.min(2, devicePixelRatio || 1);
    this.camera.width = Math.max(1, clientWidth);
    this.camera.height = Math.max(1, clientHeight);
    this.canvas.width = Math.round(this.camera.width * this.ratio);
    this.canvas.height = Math.round(this.camera.height * this.ratio);
    const whole = this.land.whole(true);
    this.camera.farthest = Math.min(0.2, 0.4 * Math.min(this.camera.width / (whole.right - whole.left), this.camera.height / (whole.bottom - whole.top)));
  }

  resize() {
    if (this.host.clientWidth === this.camera.width && this.host.clientHeight === this.camera.height) return;
    const wasFitted = this.fitted;
    this.measure();
    if (wasFitted) this.fit();
    this.base.renew();
    this.over.renew();
    this.frame(AT_FIRST);
  }

  /** Give the nodes on which most hangs; they are named first. */
  mostImportant() {
    const { falls } = this.model.columns;
    const places = this.land.members.flat();
    places.sort((one, other) => falls[other] - falls[one] || one - other);
    return [...this.model.riskiest, ...places.slice(0, NAMED)];
  }

  scale() { return this.camera.scale; }

  view() { return this.camera.view(); }

  /** @param {View} view */
  look(view) {
    this.fitted = false;
    this.camera.look(view);
  }

  /** Give where on its element a node is. @param {number} place */
  pointOf(place) {
    const { camera, land } = this;
    return { x: (land.x[place] - camera.x) * camera.scale + camera.width / 2, y: (land.y[place] - camera.y) * camera.scale + camera.height / 2 };
  }

  /** Read the colours again. */
  theme() {
    this.colours = readColours();
    this.update();
  }

  /** Paint anew what the filters say and what is selected. */
  update() {
    const { links } = this.looks;
    const seen = [];
    for (let link = 0; link < links.length; link += 1) if (links[link]) seen.push(link);
    this.threads = this.land.threads(seen);
    this.chosenChanged();
    this.base.renew();
    this.request();
  }

  /** Paint anew what is selected. */
  chosenChanged() {
    const { chosen } = this.looks;
    this.over.clear();
    this.chosenThreads = chosen && chosen.links.length > MOST_LINKS ? this.land.threads(chosen.links.map((row) => row[0])) : null;
    this.urgent = true;
    this.request();
  }

  redraw() { this.request(); }

  request() {
    if (!this.requested) this.requested = requestAnimationFrame(() => this.frame());
  }

  /** Lay what is painted, go on painting, and come again for as long as something is missing. */
  frame(budget = this.urgent ? URGENT : SLICE) {
    cancelAnimationFrame(this.requested);
    this.requested = 0;
    this.urgent = false;
    const { ctx, camera, canvas, ratio } = this;
    const view = camera.view();
    const size = { width: camera.width, height: camera.height, ratio: /** @type {number} */ (ratio) };
    const over = !this.looks.chosen || this.over.paint(view, size, budget);
    const done = this.base.paint(view, size, budget) && over;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = this.colours.page;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    this.base.lay(ctx, view, size.ratio);
    if (this.looks.chosen) {
      ctx.globalAlpha = 0.82;
      ctx.fillRect(0, 0, canvas.width, canvas.height);
      ctx.globalAlpha = 1;
      this.over.lay(ctx, view, size.ratio);
    } else if (this.looks.hover >= 0) this.paintHovered(ctx, view);
    if (!done) this.request();
    this.told.moved();
  }

  /** Give the parts of the land that are in view. @param {View} view */
  inView(view) {
    const [half, tall] = [this.camera.width / 2 / view.scale, this.camera.height / 2 / view.scale];
    const box = { left: view.x - half, top: view.y - tall, right: view.x + half, bottom: view.y + tall };
    const people = this.looks.extras.people;
    return { box, departments: this.land.within(this.land.departments, box, people), teams: this.land.within(this.land.teams, box, people) };
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   */
  * paintBase(ctx, view) {
    const { land, looks, colours, model } = this;
    const { box, departments, teams } = this.inView(view);
    const { scale } = view;
    const near = nearness(model.box[0], scale);
    ctx.fillStyle = colours.page;
    ctx.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    yield* paintTerrain(ctx, land, { departments, teams, colours, scale, area: looks.area });
    yield;
    const single = near === 2 ? linksIn(land, teams, (place) => Boolean(looks.shown[place]) && inside(land, place, box, ...model.box), looks.links) : null;
    const overlaps = () => paintOverlaps(canvasPen(ctx), model, { shown: looks.shown, colours, scale, where: (place) => land.at(place) });
    if (looks.marks.overlaps && near === 2) overlaps();
    if (single) yield* paintLinks(ctx, land, single, { stroke: colours.link, width: Math.max(1.2, 1 / scale), alpha: 1, arrows: scale > 0.3 });
    yield;
    yield* paintCrowd(ctx, canvasPen(ctx), land, { teams, shown: looks.shown, colours, scale, marks: looks.marks, box });
    if (!single) yield* this.paintSummary(ctx, view, departments, teams);
    else this.summary = "";
    if (looks.marks.overlaps && near < 2) overlaps();
    yield;
    yield* this.write(ctx, view, { departments, teams, counts: new Map(), badges: looks.marks.riskiest, named: scale * model.box[0] > 7 ? this.named : this.named.slice(0, 5) });
  }

  /**
   * Paint links by territory, since one by one they are too many.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {number[]} departments
   * @param {number[]} teams
   */
  * paintSummary(ctx, view, departments, teams) {
    const { land, colours, threads } = this;
    if (!threads) return;
    const wide = teams.reduce((sum, at) => sum + land.teams[at][3], 0) / Math.max(1, teams.length);
    const byTeam = wide * view.scale > 110;
    const [areas, some, among] = byTeam ? [land.teams, threads.teams, new Set(teams)] : [land.departments, threads.departments, new Set(departments)];
    const drawn = yield* paintThreads(ctx, areas, some, { stroke: colours.thread, scale: view.scale, among });
    const of = some.length > drawn ? `, the strongest ${drawn} of ${some.length.toLocaleString("en")}` : "";
    this.summary = `Links are drawn together between ${byTeam ? "teams" : "departments"}${of}; come nearer for each.`;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   * @param {{ departments: number[], teams: number[], counts: Map<string, string>, badges: boolean, named: number[] }} what
   */
  * write(ctx, view, what) {
    const ratio = /** @type {number} */ (this.ratio);
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const near = nearness(this.model.box[0], view.scale);
    const named = what.named.filter((place) => this.looks.shown[place]);
    yield* writeNames(ctx, this.land, { ...what, named, near, view, width: this.camera.width, height: this.camera.height, colours: this.colours });
    ctx.restore();
  }

  /**
   * Paint what is selected: its nodes in full colour, its links, and how many of each department.
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   */
  * paintChosen(ctx, view) {
    const { land, looks, colours, model } = this;
    const chosen = looks.chosen;
    if (!chosen) return;
    const { box, departments, teams } = this.inView(view);
    const { scale } = view;
    const near = nearness(model.box[0], scale);
    const places = [...chosen.tints.keys()].filter((place) => looks.shown[place]);
    if (this.chosenThreads) {
      const byTeam = near > 0;
      yield* paintThreads(ctx, byTeam ? land.teams : land.departments, byTeam ? this.chosenThreads.teams : this.chosenThreads.departments, { stroke: colours[chosen.links[0][1]], scale, alpha: 1.2 });
    } else {
      const many = chosen.links.length > 250;
      for (const how of /** @type {const} */ (["falls", "needs", "way"])) {
        const links = chosen.links.filter(([link, sort]) => sort === how && looks.links[link]).map((row) => row[0]);
        yield* paintLinks(ctx, land, links, { stroke: colours[how], width: Math.max(1.6, (many ? 0.8 : 1.2) / scale), alpha: many ? 0.4 : 0.85, arrows: scale > 0.1 });
      }
    }
    yield;
    if (near === 2) {
      const pen = canvasPen(ctx);
      for (const place of places) {
        if (!inside(land, place, box, ...model.box)) continue;
        const tint = chosen.tints.get(place);
        paintBox(pen, model.node(place), model, colours, scale, { marks: looks.marks, tint: tint && colours[tint], ring: chosen.rings.has(place) ? colours.accent : "" }, land.at(place));
        yield;
      }
    } else yield* this.paintStruck(ctx, places, view);
    yield* this.write(ctx, view, { departments, teams, counts: this.countsOf(places), badges: false, named: [...chosen.rings, ...this.outstanding(places)] });
  }

  /**
   * Paint selected nodes from afar.
   * @param {CanvasRenderingContext2D} ctx
   * @param {number[]} places
   * @param {View} view
   */
  * paintStruck(ctx, places, { scale }) {
    const { land, looks, colours, model } = this;
    const chosen = /** @type {import("./page.mjs").Chosen} */ (looks.chosen);
    const [wide, high] = [Math.max(model.box[0], 3 / scale), Math.max(model.box[1], 2.4 / scale)];
    for (const [tint, colour] of /** @type {const} */ ([["needsTint", colours.needs], ["lessTint", colours.less], ["fallsTint", colours.falls]])) {
      ctx.beginPath();
      for (const place of places) if (chosen.tints.get(place) === tint) ctx.rect(land.x[place] - wide / 2, land.y[place] - high / 2, wide, high);
      ctx.fillStyle = colour;
      ctx.fill();
      yield;
    }
    for (const place of chosen.rings) {
      ctx.beginPath();
      ctx.arc(land.x[place], land.y[place], Math.max(wide * 0.7, 9 / scale), 0, 2 * Math.PI);
      ctx.strokeStyle = colours.accent;
      ctx.lineWidth = 3.5 / scale;
      ctx.stroke();
    }
  }

  /**
   * Say of each department how much of it is selected.
   * @param {number[]} places
   * @returns {Map<string, string>}
   */
  countsOf(places) {
    const { land } = this;
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const place of places) {
      const department = land.teams[land.home[place]][7];
      counts.set(department, (counts.get(department) ?? 0) + 1);
    }
    return new Map([...counts].map(([at, number]) => [land.departments[at][0], number.toLocaleString("en")]));
  }

  /** Give, of some nodes, those to name: what counts first, then what most hangs on. @param {number[]} places */
  outstanding(places) {
    const { flags, falls } = this.model.columns;
    return [...places].sort((one, other) => (flags[other] & 1) - (flags[one] & 1) || falls[other] - falls[one]).slice(0, 60);
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {View} view
   */
  paintHovered(ctx, view) {
    const { land, looks, colours, model } = this;
    const scale = view.scale * /** @type {number} */ (this.ratio);
    ctx.setTransform(scale, 0, 0, scale, ctx.canvas.width / 2 - view.x * scale, ctx.canvas.height / 2 - view.y * scale);
    for (const [links, how] of /** @type {const} */ ([[model.neededBy(looks.hover), "falls"], [model.needsOf(looks.hover), "needs"]])) {
      const some = [...links].filter((link) => looks.links[link]).slice(0, 400);
      for (const _ of paintLinks(ctx, land, some, { stroke: colours[how], width: Math.max(2, 1.4 / view.scale), alpha: 0.9, arrows: true })); // all of them at once
    }
    if (nearness(model.box[0], view.scale) === 2) paintBox(canvasPen(ctx), model.node(looks.hover), model, colours, view.scale, { marks: looks.marks, ring: colours.accent }, land.at(looks.hover));
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  nodeUnder(x, y) { return this.model.box[0] * this.camera.scale < 4 ? -1 : this.land.nodeAt(this.camera.under(x, y), this.looks.shown); }

  /**
   * @param {number} x
   * @param {number} y
   */
  tap(x, y) {
    const place = this.nodeUnder(x, y);
    if (place >= 0 || this.looks.chosen) this.told.picked(place);
    else this.told.entered(this.areaUnder(x, y));
  }

  /** Give the territory under a point: the team, where it is large enough to be meant. @param {number} x @param {number} y */
  areaUnder(x, y) {
    const point = this.camera.under(x, y);
    const team = this.land.areaAt(this.land.teams, point);
    if (team >= 0 && this.land.teams[team][0] && this.land.teams[team][3] * this.camera.scale > 90) return this.land.teams[team];
    const department = this.land.areaAt(this.land.departments, point);
    return department >= 0 ? this.land.departments[department] : null;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  approach(x, y) {
    const place = this.nodeUnder(x, y);
    const area = place < 0 && this.areaUnder(x, y);
    if (area) this.showArea(area);
    else if (place >= 0) this.show([place]);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  hover(x, y) {
    const place = this.nodeUnder(x, y);
    if (place !== this.looks.hover || place >= 0) this.told.hovered(place, { x, y });
  }

  /** @param {import("./model.mjs").Area} area */
  showArea([, x, y, width, height]) {
    this.fitted = false;
    this.camera.frame({ left: x, top: y, right: x + width, bottom: y + height }, 0.9, !calm(), this.covered());
  }

  /**
   * Bring some nodes into the picture.
   * @param {number[]} places
   * @param {boolean} [animate]
   */
  show(places, animate = !calm()) {
    if (!places.length) return;
    const { land } = this;
    const [wide, high] = this.model.box;
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const place of places) {
      box.left = Math.min(box.left, land.x[place] - wide * 1.2);
      box.right = Math.max(box.right, land.x[place] + wide * 1.2);
      box.top = Math.min(box.top, land.y[place] - high * 2);
      box.bottom = Math.max(box.bottom, land.y[place] + high * 2);
    }
    this.fitted = false;
    this.camera.frame(box, places.length === 1 ? 0.8 : 1, animate, this.covered());
  }

  /** Show everything that is shown. */
  fit(animate = false) {
    this.fitted = true;
    this.camera.frame(this.land.whole(this.looks.extras.people), 1.2, animate && !calm(), this.covered());
  }

  /** @param {number} factor */
  zoom(factor) {
    this.fitted = false;
    this.camera.zoom(factor);
  }

  /**
   * @param {number} right
   * @param {number} down
   */
  move(right, down) {
    this.fitted = false;
    this.camera.move(right, down);
  }

  /** Paint at once all that there is to paint. */
  finish() { this.frame(AT_FIRST); }

  /** Say how links are drawn, where not each by itself. */
  said() { return this.summary; }
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
