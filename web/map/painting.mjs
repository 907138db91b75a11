/** How a view of an estate is painted: territories and their links from afar, boxes from near, and what is selected over them. */
import { Camera } from "./camera.mjs";
import { readColours } from "./colours.mjs";
import { inside, nearness, paintCrowd } from "./crowds.mjs";
import { paintOverlaps } from "./overlaps.mjs";
import { paintBox } from "./paint.mjs";
import { canvasPen } from "./pens.mjs";
import { paintTerrain, writeNames } from "./terrain.mjs";
import { linksIn, MOST_LINKS, paintLinks, paintThreads } from "./threads.mjs";

/** @typedef {import("./lands.mjs").Land} Land */
/** @typedef {import("./page.mjs").Looks} Looks */
/** @typedef {import("./camera.mjs").View} View */

const NAMED = 400;

/** What is to be painted; painters yield now and then. */
export class Painting {
  /**
   * @param {Land} land
   * @param {Looks} looks
   */
  constructor(land, looks) {
    this.land = land;
    this.model = land.model;
    this.looks = looks;
    this.colours = readColours();
    this.camera = new Camera(() => this.request());
    this.ratio = 1; // pixels of the screen to one of the page
    this.summary = "";
    this.named = this.mostImportant();
    /** @type {ReturnType<Land["threads"]> | null} */
    this.threads = null;
    /** @type {ReturnType<Land["threads"]> | null} */
    this.chosenThreads = null;
  }

  /** Ask for a frame. */
  request() {}

  /** Give the nodes on which most hangs; they are named first. */
  mostImportant() {
    const { falls } = this.model.columns;
    const places = this.land.members.flat();
    places.sort((one, other) => falls[other] - falls[one] || one - other);
    return [...this.model.riskiest, ...places.slice(0, NAMED)];
  }

  /** Put the links that are shown together by territory. */
  gather() {
    const { links } = this.looks;
    const seen = [];
    for (let link = 0; link < links.length; link += 1) if (links[link]) seen.push(link);
    this.threads = this.land.threads(seen);
  }

  /** Put the links of what is selected together, where they are too many to be drawn one by one. */
  gatherChosen() {
    const { chosen } = this.looks;
    this.chosenThreads = chosen && chosen.links.length > MOST_LINKS ? this.land.threads(chosen.links.map((row) => row[0])) : null;
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
    const { ratio } = this;
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
    const scale = view.scale * this.ratio;
    ctx.setTransform(scale, 0, 0, scale, ctx.canvas.width / 2 - view.x * scale, ctx.canvas.height / 2 - view.y * scale);
    for (const [links, how] of /** @type {const} */ ([[model.neededBy(looks.hover), "falls"], [model.needsOf(looks.hover), "needs"]])) {
      const some = [...links].filter((link) => looks.links[link]).slice(0, 400);
      for (const _ of paintLinks(ctx, land, some, { stroke: colours[how], width: Math.max(2, 1.4 / view.scale), alpha: 0.9, arrows: true })); // all of them at once
    }
    if (nearness(model.box[0], view.scale) === 2) paintBox(canvasPen(ctx), model.node(looks.hover), model, colours, view.scale, { marks: looks.marks, ring: colours.accent }, land.at(looks.hover));
  }
}
