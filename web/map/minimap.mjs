/** The whole of the map, small, with the part that is seen; a click goes there. */
import { byId } from "./dom.mjs";

/** @typedef {import("./model.mjs").Model} Model */

const [WIDE, HIGH] = [164, 110];

export class Minimap {
  /**
   * @param {Model} model
   * @param {() => import("./page.mjs").Picture} picture
   */
  constructor(model, picture) {
    this.model = model;
    this.picture = picture;
    this.canvas = /** @type {HTMLCanvasElement} */ (byId("minimap"));
    this.ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.ground = document.createElement("canvas");
    this.canvas.width = this.ground.width = WIDE * 2;
    this.canvas.height = this.ground.height = HIGH * 2;
    const [width, height] = model.view.size;
    this.scale = Math.min((WIDE * 2) / Math.max(1, width), (HIGH * 2) / Math.max(1, height)) * 0.94;
    this.land = { right: width, bottom: height }; // how far what is drawn reaches
    this.left = (WIDE * 2 - width * this.scale) / 2;
    this.top = (HIGH * 2 - height * this.scale) / 2;
    const go = (/** @type {PointerEvent} */ event) => {
      const box = this.canvas.getBoundingClientRect();
      const x = (((event.clientX - box.left) / box.width) * WIDE * 2 - this.left) / this.scale;
      const y = (((event.clientY - box.top) / box.height) * HIGH * 2 - this.top) / this.scale;
      this.picture().look({ ...this.picture().view(), x, y });
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      go(event);
    });
    this.canvas.addEventListener("pointermove", (event) => { if (event.buttons) go(event); });
  }

  /**
   * Paint the ground: territories, and in them what is selected or most at risk.
   * @param {import("./colours.mjs").Colours} colours
   * @param {import("./page.mjs").Looks} looks
   */
  paint(colours, looks) {
    const { model, scale, left, top } = this;
    const ctx = /** @type {CanvasRenderingContext2D} */ (this.ground.getContext("2d"));
    ctx.fillStyle = colours.page;
    ctx.fillRect(0, 0, WIDE * 2, HIGH * 2);
    for (const [title, x, y, width, height, , background] of model.departments) {
      if (background && !looks.extras.people) continue;
      ctx.fillStyle = title === "No owner" ? colours.warn : colours.fieldLine;
      ctx.fillRect(left + x * scale, top + y * scale, Math.max(2, width * scale - 1), Math.max(2, height * scale - 1));
    }
    const areas = model.departments.filter((area) => !area[6] || looks.extras.people);
    this.land = { right: Math.max(1, ...areas.map((area) => area[1] + area[3])), bottom: Math.max(1, ...areas.map((area) => area[2] + area[4])) };
    const places = looks.chosen ? [...looks.chosen.tints.keys()] : model.riskiest;
    const size = looks.chosen ? 3 : 6;
    ctx.fillStyle = looks.chosen ? colours.falls : colours.risk;
    for (const place of places) ctx.fillRect(left + model.columns.x[place] * scale - size / 2, top + model.columns.y[place] * scale - size / 2, size, size);
    this.colours = colours;
    this.frame();
  }

  /** Draw what is seen. */
  frame() {
    const { ctx, scale, left, top, colours } = this;
    if (!colours) return;
    const view = this.picture().view();
    const host = byId("network");
    const [width, height] = [host.clientWidth / view.scale, host.clientHeight / view.scale];
    const { right, bottom } = this.land;
    this.canvas.hidden = width >= right * 0.97 && height >= bottom * 0.97;
    ctx.drawImage(this.ground, 0, 0);
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = 4;
    ctx.strokeRect(left + (view.x - width / 2) * scale, top + (view.y - height / 2) * scale, width * scale, height * scale);
  }
}
