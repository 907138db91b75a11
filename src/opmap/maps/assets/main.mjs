/** The page: its state, and what happens when something is said to it. */
import { readAddress, writtenAddress } from "./address.mjs";
import { Picture } from "./canvas.mjs";
import { modelOf, readBlock } from "./data.mjs";
import { details } from "./details.mjs";
import { byId, count, drawn, el } from "./dom.mjs";
import { exportMenu, pictureOf, svgOf } from "./exporting.mjs";
import { filterPanel } from "./filters.mjs";
import { startSearch } from "./finding.mjs";
import { fallsWith, linksBetween, neededFor, passes, wayBetween } from "./graph.mjs";
import { overview, wayPanel } from "./overview.mjs";
import { glyph } from "./shapes.mjs";
import { csvOf, tableOf } from "./tables.mjs";

const USUAL = {
  mode: "falls",
  depth: 0,
  marks: { riskiest: true, single: true, unowned: true, lower: true },
  extras: { possible: true, watch: false, people: false, other: false },
};

/** The page as a whole. */
class Page {
  constructor(model, given) {
    this.model = model;
    this.state = readAddress(model, location.hash, USUAL);
    this.said = location.hash; // the address that the state was last read from or written to
    this.wayFrom = -1;
    this.sorting = { column: 5, down: true };
    this.looks = {
      marks: this.state.marks, extras: this.state.extras, chosen: null, hover: -1,
      shownNode: (node) => this.shownNode(node), shownLink: (link) => this.shownLink(link),
    };
    this.told = this.listeners();
    this.picture = new Picture(model, given, this.looks, this.told);
  }

  listeners() {
    return {
      picked: (place, centre = false) => this.pick(place, centre),
      hovered: (place, at) => this.hover(place, at),
      mode: (mode) => this.change({ mode }),
      depth: (depth) => this.change({ depth }),
      switched: (family, name, on) => this.change({ [family]: { ...this.state[family], [name]: on } }),
      filtered: (name, off) => this.change({ off: name ? { ...this.state.off, [name]: new Set(off) } : {} }),
      sorted: (column) => {
        this.sorting = { column, down: this.sorting.column === column ? !this.sorting.down : column > 4 };
        this.drawTable();
      },
      wayFrom: (place) => this.startWay(place),
      centre: () => this.centre(),
    };
  }

  shownNode(node) {
    return (!node.background || this.state.extras.people) && passes(node, this.state.off);
  }

  shownLink(link) {
    const { extras } = this.state;
    const asked = { dependency: link.certainty !== "possible" || extras.possible, watch: extras.watch, people: extras.people, other: extras.other };
    return asked[link.sort] && this.shownNode(this.model.nodes[link.hurt]) && this.shownNode(this.model.nodes[link.needed]);
  }

  /** Take a change of state: into the address, which draws. */
  change(changed) {
    Object.assign(this.state, changed);
    const hash = writtenAddress(this.model, this.state, USUAL);
    if (location.hash.slice(1) !== hash) {
      if (hash) location.hash = hash;
      else history.pushState(null, "", location.pathname + location.search);
      this.said = location.hash;
    }
    this.draw();
  }

  pick(place, centre) {
    if (this.wayFrom >= 0 && place >= 0 && place !== this.wayFrom) {
      const from = this.wayFrom;
      this.wayFrom = -1;
      this.change({ selected: from, wayTo: place });
    } else {
      this.wayFrom = -1;
      this.change({ selected: place, wayTo: -1 });
    }
    if (centre || this.state.wayTo >= 0) {
      this.table(false);
      this.centre();
    }
    byId("panel").scrollTop = 0;
    if (place >= 0 && centre) byId("panel").focus({ preventScroll: true });
  }

  startWay(place) {
    this.wayFrom = place;
    byId("status").textContent = `Choose the other end: click it, or search it. Escape gives up.`;
    byId("search").focus();
  }

  centre() {
    const { chosen } = this.looks;
    if (!chosen) return;
    const places = [...chosen.tints.keys()].filter((place) => this.shownNode(this.model.nodes[place]));
    this.picture.show(places.length ? places : [this.state.selected]);
  }

  hover(place, at) {
    this.looks.hover = place;
    const tip = byId("tip");
    tip.hidden = place < 0;
    if (place >= 0 && at) {
      const node = this.model.nodes[place];
      const owners = node.owners.map((owner) => owner[0]).join(", ") || (node.owned === "unowned" ? "no owner" : "");
      const falls = this.model.fallout[place].hits.length;
      tip.replaceChildren(node.name, el("br"), el("small", { text: [node.kind, owners, falls ? `${falls} fail with it` : ""].filter(Boolean).join(" · ") }));
      tip.style.left = `${Math.max(4, Math.min(at.x + 14, byId("network").clientWidth - tip.offsetWidth - 8))}px`;
      tip.style.top = `${at.y + 18}px`;
    }
    this.picture.network.redraw();
  }

  /** Work out what is highlighted. */
  chosen() {
    const { model, state } = this;
    if (state.selected < 0) return null;
    const tints = new Map();
    if (state.wayTo >= 0) {
      this.way = wayBetween(model, state.selected, state.wayTo);
      for (const link of this.way || []) tints.set(link.hurt, "needsTint").set(link.needed, "needsTint");
      tints.set(state.selected, "needsTint").set(state.wayTo, "needsTint");
      return { links: (this.way || []).map((link) => [link, "way"]), tints, rings: new Set([state.selected, state.wayTo]) };
    }
    const hits = state.mode === "needs" ? null : fallsWith(model, state.selected, state.depth);
    const needed = state.mode === "falls" ? null : neededFor(model, state.selected, state.depth);
    for (const place of needed ? needed.keys() : []) tints.set(place, "needsTint");
    for (const hit of hits || []) tints.set(hit.place, hit.harm === "down" || hit.harm === "idle" ? "fallsTint" : "lessTint");
    tints.set(state.selected, "");
    const links = linksBetween(model, state.selected, hits && new Set(hits.map((hit) => hit.place)), needed);
    return { links, tints, rings: new Set([state.selected]) };
  }

  draw() {
    const { state, model, looks } = this;
    looks.marks = state.marks;
    looks.extras = state.extras;
    looks.chosen = this.chosen();
    this.picture.filter((id) => this.shownNode(model.nodes[id]), (id) => this.shownLink(model.links[id]));
    this.picture.network.redraw();
    byId("panel").replaceChildren(...this.panel().filter(Boolean));
    if (!byId("filters").hidden) this.drawFilters();
    if (!byId("table").hidden) this.drawTable();
    byId("status").textContent = this.status();
    document.title = `${state.selected >= 0 ? `${model.nodes[state.selected].name} · ` : ""}${model.about.title} · opmap`;
  }

  panel() {
    const { state, model } = this;
    if (state.selected < 0) return overview(model, state, this.told);
    if (state.wayTo >= 0) return wayPanel(model, this.way, model.nodes[state.selected], model.nodes[state.wayTo], this.told);
    return details(model, state, this.told);
  }

  /** Say what is shown and what is not. */
  status() {
    const { model } = this;
    const nodes = model.nodes.filter((node) => this.shownNode(node)).length;
    const links = model.links.filter((link) => this.shownLink(link)).length;
    const people = this.state.extras.people ? 0 : model.nodes.filter((node) => node.background).length;
    const filtered = model.nodes.length - nodes - people;
    const hidden = [
      filtered > 0 ? `${count(filtered, "node")} filtered out` : "",
      people ? `${people} people, teams and systems` : "",
      links < model.links.length ? count(model.links.length - links, "relation") : "",
    ].filter(Boolean);
    const said = `${nodes.toLocaleString("en")} of ${count(model.about.nodes, "node")}, ${links.toLocaleString("en")} of ${count(model.about.links, "relation")}`;
    return `${said}.${hidden.length ? ` Not drawn: ${hidden.join(", ")}.` : ""}${model.about.leftOut ? ` ${model.about.leftOut}` : ""}`;
  }

  shown() {
    return this.model.nodes.filter((node) => this.shownNode(node));
  }

  drawTable() { byId("table").replaceChildren(tableOf(this.model, this.shown(), this.sorting, this.told)); }

  drawFilters() {
    const panel = byId("filters");
    const at = [panel.scrollTop, [...panel.querySelectorAll("input, button")].indexOf(document.activeElement)];
    panel.replaceChildren(...filterPanel(this.model, this.state, this.told));
    panel.scrollTop = at[0];
    if (at[1] >= 0) [...panel.querySelectorAll("input, button")][at[1]]?.focus();
  }

  table(open) {
    byId("table").hidden = !open;
    byId("open-table").setAttribute("aria-expanded", String(open));
    if (open) this.drawTable();
  }

  filters(open) {
    byId("filters").hidden = !open;
    byId("open-filters").setAttribute("aria-expanded", String(open));
    if (open) this.drawFilters();
  }

  scene() {
    const { model, state, looks, picture } = this;
    const links = model.links.filter((link) => this.shownLink(link));
    const named = state.selected >= 0 ? `${model.about.title} · ${model.nodes[state.selected].name}` : model.about.title;
    return { model, nodes: this.shown(), links, chosen: looks.chosen, marks: state.marks, people: state.extras.people, colours: picture.colours, title: named, status: this.status() };
  }
}

function drawLegend(model) {
  const used = new Set(model.nodes.filter((node) => !node.background).map((node) => node.layer));
  const line = (dash) => drawn("svg", { class: "line", viewBox: "0 0 26 10", "aria-hidden": "true" }, drawn("path", { d: "M1 5H25", stroke: "currentColor", "stroke-width": 1.6, "stroke-dasharray": dash }));
  const items = Object.keys(model.layers).filter((layer) => used.has(layer)).map((layer) => el("li", {}, glyph(layer, model.layers), layer));
  const dashes = [["soft", "6 4", (link) => link.strength === "soft"], ["possible", "2 4", (link) => link.certainty === "possible"]];
  const lines = dashes.filter(([, , holds]) => model.links.some((link) => link.sort === "dependency" && holds(link)));
  byId("legend").replaceChildren(el("ul", { "aria-label": "Legend" }, ...items, el("li", {}, el("span", { class: "quiet", text: "above depends on below" })), ...lines.map(([name, dash]) => el("li", {}, line(dash), name))));
}

function startKeys(page) {
  const moves = { ArrowLeft: [-70, 0], ArrowRight: [70, 0], ArrowUp: [0, -70], ArrowDown: [0, 70] };
  byId("network").addEventListener("keydown", (event) => {
    if (moves[event.key]) page.picture.move(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") page.picture.zoom(1.3);
    else if (event.key === "-") page.picture.zoom(1 / 1.3);
    else if (event.key === "0") page.picture.fit(true);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape") {
      if (!byId("export").hidden) openMenu(false);
      else if (!byId("table").hidden) page.table(false);
      else if (!byId("filters").hidden && byId("filters").contains(document.activeElement)) page.filters(false);
      else if (!typing || document.activeElement.type === "checkbox") page.pick(-1);
    }
  });
}

function openMenu(open) {
  byId("export").hidden = !open;
  byId("open-export").setAttribute("aria-expanded", String(open));
}

function startButtons(page) {
  byId("open-filters").addEventListener("click", () => page.filters(byId("filters").hidden));
  byId("open-table").addEventListener("click", () => page.table(byId("table").hidden));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    page.table(true);
    byId("table").querySelector("button")?.focus();
  });
  byId("open-export").addEventListener("click", () => openMenu(byId("export").hidden));
  byId("export").append(...exportMenu(() => page.scene()));
  byId("export").addEventListener("click", () => openMenu(false));
  byId("zoom-in").addEventListener("click", () => page.picture.zoom(1.4));
  byId("zoom-out").addEventListener("click", () => page.picture.zoom(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => page.picture.fit(true));
}

function startTheme(page) {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let asked = "";
  const set = () => {
    root.dataset.theme = asked || (dark.matches ? "dark" : "light");
    page?.picture.theme();
  };
  set();
  dark.addEventListener("change", set);
  byId("theme").addEventListener("click", () => {
    asked = root.dataset.theme === "dark" ? "light" : "dark";
    set();
  });
  return (made) => { page = made; };
}

async function start() {
  const themed = startTheme(null);
  const [view, nodes, links, options] = await Promise.all(["opmap-view", "opmap-nodes", "opmap-links", "opmap-options"].map(readBlock));
  const model = modelOf(view);
  const page = new Page(model, { nodes, links, options });
  themed(page);
  startSearch(model, page.told);
  startKeys(page);
  startButtons(page);
  drawLegend(model);
  page.draw();
  page.picture.fit();
  if (page.state.selected >= 0) page.centre();
  addEventListener("hashchange", () => {
    if (page.said === location.hash) return;
    page.said = location.hash;
    Object.assign(page.state, readAddress(model, location.hash, USUAL));
    page.draw();
  });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) page.picture.fit();
    width = innerWidth;
  });
  window.opmap = { model, page, svgOf: () => svgOf(page.scene()), pictureOf: () => pictureOf(page.scene()), csvOf: () => csvOf(model, page.shown()) };
  page.picture.network.once("afterDrawing", () => { document.documentElement.dataset.ready = "yes"; });
  page.picture.network.redraw();
}

start().catch((error) => {
  document.body.append(el("p", { class: "failed", text: `This map could not be drawn: ${error.message}. The browser may be too old.` }));
  throw error;
});
