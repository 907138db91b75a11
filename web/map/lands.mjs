/** Where everything stands on a canvas: nodes in territories, and what is under a point. No DOM. */

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Area} Area */
/** @typedef {import("./camera.mjs").Box} Box */
/** @typedef {{ from: number, to: number, count: number }} Thread links between two territories, together */

/** Nodes in teams, teams in departments. */
export class Land {
  /**
   * @param {Model} model
   * @param {{ x: ArrayLike<number>, y: ArrayLike<number>, home: ArrayLike<number>, teams: Area[], departments: Area[], places?: number[], strips: { department: number, team: number }, sideways?: boolean }} given
   */
  constructor(model, { x, y, home, teams, departments, places, strips, sideways = false }) {
    this.model = model;
    this.x = x;
    this.y = y;
    this.home = home;
    this.teams = teams;
    this.departments = departments;
    this.strips = strips; // how high the titles of territories are
    this.sideways = sideways; // whether links run across rather than down
    /** @type {number[][]} */
    this.members = teams.map(() => []);
    if (places) for (const place of places) this.members[home[place]].push(place);
    else for (let place = 0; place < model.count; place += 1) this.members[home[place]].push(place);
  }

  /** @param {number} place */
  at(place) { return { x: this.x[place], y: this.y[place] }; }

  /**
   * Give the numbers of the territories that touch a box.
   * @param {Area[]} areas
   * @param {Box} box
   * @param {boolean} background
   */
  within(areas, box, background) {
    const found = [];
    for (let at = 0; at < areas.length; at += 1) {
      const [, x, y, width, height, , behind] = areas[at];
      if (behind && !background) continue;
      if (x < box.right && x + width > box.left && y < box.bottom && y + height > box.top) found.push(at);
    }
    return found;
  }

  /**
   * Give the territory at a point; -1 where there is none.
   * @param {Area[]} areas
   * @param {{ x: number, y: number }} point
   */
  areaAt(areas, point) {
    return areas.findIndex(([, x, y, width, height]) => point.x >= x && point.x < x + width && point.y >= y && point.y < y + height);
  }

  /**
   * Give the node at a point; -1 where there is none.
   * @param {{ x: number, y: number }} point
   * @param {Uint8Array} shown
   */
  nodeAt(point, shown) {
    const team = this.areaAt(this.teams, point);
    if (team < 0) return -1;
    const [wide, high] = this.model.box;
    const found = this.members[team].find((place) => shown[place] && Math.abs(this.x[place] - point.x) <= wide / 2 && Math.abs(this.y[place] - point.y) <= high / 2);
    return found ?? -1;
  }

  /** Give the box around everything that is shown. @param {boolean} background @returns {Box} */
  whole(background) {
    const areas = this.departments.filter((area) => !area[6] || background);
    if (!areas.length) return { left: 0, top: 0, right: 1, bottom: 1 };
    return {
      left: Math.min(...areas.map((area) => area[1])), top: Math.min(...areas.map((area) => area[2])),
      right: Math.max(...areas.map((area) => area[1] + area[3])), bottom: Math.max(...areas.map((area) => area[2] + area[4])),
    };
  }

  /**
   * Put links together by the territories of their ends; those within one are left out. The most come first.
   * @param {Iterable<number>} links
   * @returns {{ teams: Thread[], departments: Thread[] }}
   */
  threads(links) {
    const { hurt, needed } = this.model.columns;
    const owner = this.teams.map((team) => team[7]);
    /** @type {Map<number, number>} */
    const teams = new Map();
    /** @type {Map<number, number>} */
    const departments = new Map();
    const add = (/** @type {Map<number, number>} */ counts, /** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ size) => {
      if (from !== to) counts.set(from * size + to, (counts.get(from * size + to) ?? 0) + 1);
    };
    for (const link of links) {
      const [from, to] = [this.home[hurt[link]], this.home[needed[link]]];
      add(teams, from, to, this.teams.length);
      add(departments, owner[from], owner[to], this.departments.length);
    }
    const listed = (/** @type {Map<number, number>} */ counts, /** @type {number} */ size) =>
      [...counts].map(([key, count]) => ({ from: Math.floor(key / size), to: key % size, count })).sort((one, other) => other.count - one.count || one.from - other.from || one.to - other.to);
    return { teams: listed(teams, this.teams.length), departments: listed(departments, this.departments.length) };
  }
}
