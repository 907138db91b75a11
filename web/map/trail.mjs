/** Where one has been: the last things that were looked at, as a line of links. */
import { byId, el } from "./dom.mjs";

const MOST = 6;

export class Trail {
  /** @param {(place: number, area: string) => void} go */
  constructor(go) {
    this.go = go;
    /** @type {{ name: string, place: number, area: string }[]} */
    this.steps = [];
  }

  /**
   * @param {string} name
   * @param {number} place
   * @param {string} area
   */
  add(name, place, area) {
    this.steps = this.steps.filter((step) => step.place !== place || step.area !== area);
    this.steps.push({ name, place, area });
    this.steps.splice(0, this.steps.length - MOST);
    byId("trail").replaceChildren(...this.steps.map((step) =>
      el("li", {}, el("button", { type: "button", class: "link-like", text: step.name, onclick: () => this.go(step.place, step.area) }))));
    byId("trail").hidden = this.steps.length < 2;
  }
}
