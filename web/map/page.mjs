/** The page: its state, and what happens when something is said to it. */
import { readAddress, viewOf, withView, writtenAddress } from "./address.mjs";
import { areaKey, areaNamed, areaPanel } from "./areas.mjs";
import { details } from "./details.mjs";
import { byId, count, el } from "./dom.mjs";
import { EstatePicture } from "./estate.mjs";
import { facetsOf, shownLinks, shownNodes } from "./facets.mjs";
import { filterPanel, filtersCover } from "./filters.mjs";
import { focusOf } from "./focusing.mjs";
import { highlightOf } from "./highlighting.mjs";
import { covered } from "./legend.mjs";
import { Minimap } from "./minimap.mjs";
import { overview, wayPanel } from "./overview.mjs";
import { placesOf, statusOf } from "./status.mjs";
import { tableOf } from "./tables.mjs";
import { Trail } from "./trail.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Area} Area */
/** @typedef {"falls" | "needs" | "way"} How */
/** @typedef {"" | "fallsTint" | "lessTint" | "needsTint"} Tint */
/** @typedef {{ links: [link: number, how: How][], tints: Map<number, Tint>, rings: Set<number> }} Chosen what is highlighted */
/** @typedef {Record<string, boolean>} Switches */
/** @typedef {{ selected: number, wayTo: number, area: string, mode: string, depth: number, focus: boolean, off: Record<string, Set<string>>, marks: Switches, extras: Switches }} State */
/** @typedef {{ marks: Switches, extras: Switches, chosen: Chosen | null, hover: number, shown: Uint8Array, links: Uint8Array, area: Area | null }} Looks */
/** @typedef {import("./estate.mjs").EstatePicture | import("./standard.mjs").StandardPicture} Picture */
/** @typedef {{ model: Model, places: number[], shown: Uint8Array, links: number[], chosen: Chosen | null, marks: Switches, people: boolean, colours: import("./colours.mjs").Colours, title: string, status: string }} Scene */
/**
 * @typedef {object} Told what the parts of the page say to it
 * @property {(place: number, centre?: boolean) => void} picked
 * @property {(area: Area | null, centre?: boolean) => void} entered
 * @property {(place: number, at?: { x: number, y: number }) => void} hovered
 * @property {() => void} moved
 * @property {(mode: string) => void} mode
 * @property {(depth: number) => void} depth
 * @property {(on: boolean) => void} focused
 * @property {(family: "marks" | "extras", name: string, on: boolean) => void} switched
 * @property {(name: string | null, off?: string[]) => void} filtered
 * @property {(column: number) => void} sorted
 * @property {(page: number) => void} turned
 * @property {(place: number) => void} wayFrom
 * @property {(one: number, other: number) => void} why
 * @property {() => void} centre
 */

/** @type {State} */
const USUAL = {
  selected: -1, wayTo: -1, area: "", mode: "falls", depth: 0, focus: false, off: {},
  marks: { riskiest: true, single: true, unowned: true, overlaps: true, lower: true, changes: true },
  extras: { possible: true, watch: false, people: false, other: false },
};

/** The page as a whole. */
export class Page {
  /**
   * @param {Model} model
   * @param {(looks: Looks, told: Told) => Picture} draw makes the picture
   */
  constructor(model, draw) {
    this.model = model;
    this.facets = facetsOf(model);
    /** @type {State} */
    this.state = { ...USUAL, off: {}, marks: { ...USUAL.marks }, extras: { ...USUAL.extras } };
    this.said = ""; // the address that the state was last read from or written to
    this.wayFrom = -1;
    this.sorting = { column: 5, down: true, page: 0 };
    /** @type {import("./graph.mjs").Way | null} */
    this.way = null;
    this.looks = this.looking();
    this.told = this.listeners();
    this.drawStatus(); // first, since it decides how high the head of the page is
    this.main = draw(this.looks, this.told);
    /** @type {EstatePicture | null} */
    this.focus = null;
    this.minimap = new Minimap(model, () => this.main);
    this.trail = new Trail((place, area) => (place >= 0 ? this.pick(place, true) : this.enter(areaNamed(this.model, area), true)));
    this.settled = 0;
    this.begun = false; // before that, nothing is written into the address
  }

  /** The picture that is seen. @returns {Picture} */
  get picture() { return this.focus ?? this.main; }

  /** @returns {Looks} */
  looking() {
    const { model, state } = this;
    const shown = shownNodes(model, this.facets, state.off, state.extras.people);
    return { marks: state.marks, extras: state.extras, chosen: null, hover: -1, shown, links: shownLinks(model, shown, state), area: null };
  }

  /** @returns {Told} */
  listeners() {
    return {
      picked: (place, centre = false) => this.pick(place, centre),
      entered: (area, centre = false) => this.enter(area, centre),
      hovered: (place, at) => this.hover(place, at),
      moved: () => this.moved(),
      mode: (mode) => this.change({ mode }),
      depth: (depth) => this.change({ depth }),
      focused: (focus) => this.change({ focus }),
      switched: (family, name, on) => this.change({ [family]: { ...this.state[family], [name]: on } }),
      filtered: (name, off = []) => this.change({ off: name ? { ...this.state.off, [name]: new Set(off) } : {} }),
      sorted: (column) => {
        this.sorting = { column, down: this.sorting.column === column ? !this.sorting.down : column > 4, page: 0 };
        this.drawTable();
      },
      turned: (page) => {
        this.sorting.page = page;
        this.drawTable();
        byId("table").scrollTop = 0;
      },
      wayFrom: (place) => this.startWay(place),
      why: (one, other) => this.showWay(one, other),
      centre: () => this.centre(),
    };
  }

  /** Begin with what the address says. @param {string} hash */
  begin(hash) {
    this.begun = true;
    this.said = hash;
    this.state = readAddress(this.model, hash, USUAL);
    this.draw();
    const view = viewOf(hash);
    if (view) this.picture.look(view);
    else if (this.state.selected >= 0) this.centre();
    else if (this.looks.area && "showArea" in this.main) this.main.showArea(this.looks.area);
  }

  /** Take a change of state: into the address, which draws. @param {Partial<State>} changed */
  change(changed) {
    Object.assign(this.state, changed);
    if (this.state.selected < 0) this.state.focus = false;
    const hash = writtenAddress(this.model, this.state, USUAL);
    if (location.hash.slice(1) !== hash) {
      if (hash) location.hash = hash;
      else history.pushState(null, "", location.pathname + location.search);
      this.said = location.hash;
    }
    this.draw();
  }

  /** Remember in the address what is seen, once the picture rests. */
  moved() {
    if (!this.minimap) return;
    this.minimap.frame();
    this.drawPlace();
    clearTimeout(this.settled);
    if (!this.begun) return;
    this.settled = window.setTimeout(() => {
      const hash = `#${withView(location.hash, this.picture.view())}`;
      if (hash !== location.hash) {
        try {
          history.replaceState(history.state, "", hash);
        } catch {
          return; // a browser that counts these has had enough; the address is then a little behind
        }
        this.said = location.hash;
      }
    }, 400);
  }

  /** @param {number} place @param {boolean} [centre] */
  pick(place, centre = false) {
    if (this.wayFrom >= 0 && place >= 0 && place !== this.wayFrom) {
      this.showWay(this.wayFrom, place);
      return;
    }
    this.wayFrom = -1;
    this.change({ selected: place, wayTo: -1, area: "" });
    if (place >= 0) this.trail.add(this.model.names[place], place, "");
    if (centre) {
      this.table(false);
      this.centre();
    }
    byId("panel").scrollTop = 0;
    if (place >= 0 && centre) byId("panel").focus({ preventScroll: true });
  }

  /**
   * @param {Area | null} area
   * @param {boolean} [centre]
   */
  enter(area, centre = false) {
    const key = area ? areaKey(this.model, area) : "";
    if (key === this.state.area && this.state.selected < 0) return;
    this.change({ selected: -1, wayTo: -1, area: key });
    if (area) this.trail.add(area[0], -1, key);
    if (area && centre && "showArea" in this.main) this.main.showArea(area);
  }

  /**
   * Show the way between two nodes, with the evidence for each step.
   * @param {number} one
   * @param {number} other
   */
  showWay(one, other) {
    this.wayFrom = -1;
    this.change({ selected: one, wayTo: other, focus: false });
    this.table(false);
    this.centre();
    byId("panel").scrollTop = 0;
    byId("panel").focus({ preventScroll: true });
  }

  /** @param {number} place */
  startWay(place) {
    this.wayFrom = place;
    byId("status").textContent = "Choose the other end: click it, or search it. Escape gives up.";
    byId("search").focus();
  }

  centre() {
    const { chosen } = this.looks;
    if (!chosen) return;
    const places = [...chosen.tints.keys()].filter((place) => this.looks.shown[place]);
    if (this.focus) this.focus.fit(true);
    else this.picture.show(places.length && places.length < 400 ? places : [this.state.selected]);
  }

  /**
   * @param {number} place
   * @param {{ x: number, y: number }} [at]
   */
  hover(place, at) {
    this.looks.hover = place;
    const tip = byId("tip");
    tip.hidden = place < 0;
    byId("network").classList.toggle("over", place >= 0);
    if (place >= 0 && at) {
      const node = this.model.node(place);
      const owners = node.owning.join(", ") || (node.owned === "unowned" ? "no owner" : "");
      tip.replaceChildren(node.name, el("br"), el("small", { text: [node.kind, owners, node.falls ? `${count(node.falls, "goes", "go")} down with it` : ""].filter(Boolean).join(" · ") }));
      tip.style.left = `${Math.max(4, Math.min(at.x + 14, byId("network").clientWidth - tip.offsetWidth - 8))}px`;
      tip.style.top = `${Math.min(at.y + 18, byId("network").clientHeight - tip.offsetHeight - 4)}px`;
    }
    this.picture.redraw();
  }

  draw() {
    const { state, model, looks } = this;
    const before = [looks.shown, looks.links, looks.marks, looks.extras, looks.area];
    const { chosen, way } = highlightOf(model, state);
    this.way = way;
    Object.assign(looks, this.looking(), { chosen, area: areaNamed(model, state.area) });
    this.drawFocus();
    const ground = [looks.shown, looks.links, looks.marks, looks.extras, looks.area].some((part, at) => !alike(part, before[at]));
    if (ground || !("chosenChanged" in this.main)) this.main.update();
    else this.main.chosenChanged();
    this.minimap.paint(this.main.colours, looks);
    byId("panel").replaceChildren(...this.panel().filter((part) => part !== null));
    if (!byId("filters").hidden) this.drawFilters();
    if (!byId("table").hidden) this.drawTable();
    this.drawStatus();
    this.drawPlace();
    document.title = `${state.selected >= 0 ? `${model.names[state.selected]} · ` : ""}${model.about.title} · opmap`;
  }

  /** Lay the focus over the picture, or take it away. */
  drawFocus() {
    const { state, model, looks } = this;
    const wanted = state.focus && state.selected >= 0 && state.wayTo < 0;
    this.focus?.remove();
    this.focus = null;
    byId("stage").classList.toggle("focused", wanted);
    byId("focus").hidden = !wanted;
    if (!wanted) return;
    const land = focusOf(model, state.selected, state, looks.shown);
    const shown = new Uint8Array(model.count);
    for (const members of land.members) for (const place of members) shown[place] = 1;
    const links = new Uint8Array(model.linkCount);
    for (const [link] of looks.chosen?.links ?? []) links[link] = looks.links[link];
    const marks = { ...looks.marks };
    this.focus = new EstatePicture(byId("focus"), land, { ...looks, shown, links, marks, chosen: null, area: null }, { ...this.told, entered: () => {}, hovered: (place, at) => this.hover(place, at) }, { covered });
    this.focus.fit();
    this.focus.finish();
  }

  /** @returns {(Element | null)[]} */
  panel() {
    const { state, model, looks } = this;
    if (state.selected >= 0 && state.wayTo >= 0) return wayPanel(model, this.way, model.node(state.selected), model.node(state.wayTo), this.told);
    if (state.selected >= 0) return details(model, state, this.told);
    if (looks.area) return areaPanel(model, looks, looks.area, this.told);
    return overview(model, state, this.told);
  }

  drawStatus() { byId("status").textContent = statusOf(this.model, this.looks); }

  /** Say where on the map this is. */
  drawPlace() {
    const said = this.picture.said();
    if (byId("summary").textContent !== said) byId("summary").textContent = said;
  }

  /** Give the places of what is shown. */
  places() { return placesOf(this.looks.shown); }

  drawTable() { byId("table").replaceChildren(tableOf(this.model, this.places(), this.sorting, this.told)); }

  drawFilters() {
    const panel = byId("filters");
    const parts = () => [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll("input, button"))];
    const [top, at] = [panel.scrollTop, parts().indexOf(/** @type {HTMLElement} */ (document.activeElement))];
    panel.replaceChildren(...filterPanel(this.model, this.facets, this.state, this.told));
    panel.scrollTop = top;
    if (at >= 0) parts()[at]?.focus();
  }

  /** @param {boolean} open */
  table(open) {
    if (open && filtersCover()) this.filters(false);
    byId("table").hidden = !open;
    byId("open-table").setAttribute("aria-expanded", String(open));
    if (open) this.drawTable();
    else byId("table").replaceChildren();
  }

  /** @param {boolean} open */
  filters(open) {
    if (open && filtersCover()) this.table(false);
    byId("filters").hidden = !open;
    byId("open-filters").setAttribute("aria-expanded", String(open));
    if (open) this.drawFilters();
  }

  /** @returns {Scene} */
  scene() {
    const { model, state, looks, main } = this;
    const links = [...looks.links.keys()].filter((link) => looks.links[link]);
    const named = state.selected >= 0 ? `${model.about.title} · ${model.names[state.selected]}` : model.about.title;
    return { model, places: this.places(), shown: looks.shown, links, chosen: looks.chosen, marks: state.marks, people: state.extras.people, colours: main.colours, title: named, status: statusOf(this.model, this.looks) };
  }

  /** Read the colours again. */
  theme() {
    this.main.theme();
    this.focus?.theme();
    this.minimap.paint(this.main.colours, this.looks);
  }
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function alike(one, other) {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return one.length === other.length && one.every((value, at) => value === other[at]);
  return one === other || (typeof one === "object" && JSON.stringify(one) === JSON.stringify(other));
}
