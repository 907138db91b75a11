/** The map of an estate on a canvas: territories from afar, boxes from near. It draws *focus* in both maps too. */
import { readColours } from "./colours.mjs";
import { el } from "./dom.mjs";
import { Layer } from "./layers.mjs";
import { Painting } from "./painting.mjs";

/** @typedef {import("./lands.mjs").Land} Land */
/** @typedef {import("./page.mjs").Looks} Looks */
/** @typedef {import("./page.mjs").Told} Told */
/** @typedef {import("./camera.mjs").View} View */

const SLICE = { steps: 6, time: 5 }; // of painting in a frame; in milliseconds
const URGENT = { steps: 60, time: 60 }; // in the one that answers a click
const AT_FIRST = { steps: Infinity, time: 900 }; // in the first one, which nobody waits for with a finger on it

/** The map on the screen; `looks` says what is selected, marked and shown. */
export class EstatePicture extends Painting {
  /**
   * @param {HTMLElement} host
   * @param {Land} land
   * @param {Looks} looks
   * @param {Told} told
   * @param {{ covered?: () => number }} [given] pixels that something covers at the bottom
   */
  constructor(host, land, looks, told, { covered = () => 0 } = {}) {
    super(land, looks);
    this.host = host;
    this.told = told;
    this.covered = covered;
    this.canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { class: "picture", "aria-hidden": "true" }));
    host.append(this.canvas);
    this.ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { alpha: false }));
    this.base = new Layer((ctx, view) => this.paintBase(ctx, view));
    this.over = new Layer((ctx, view) => this.paintChosen(ctx, view));
    this.requested = 0;
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
    this.gather();
    this.chosenChanged();
    this.base.renew();
    this.request();
  }

  /** Paint anew what is selected. */
  chosenChanged() {
    this.over.clear();
    this.gatherChosen();
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
    const size = { width: camera.width, height: camera.height, ratio };
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
