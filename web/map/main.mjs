/** The beginning: read the file, draw the picture, listen. */
import { Model } from "./model.mjs";
import { Faults } from "./blasting.mjs";
import { readBlock, readColumns } from "./data.mjs";
import { byId, el } from "./dom.mjs";
import { EstatePicture } from "./estate.mjs";
import { exportMenu, pictureOf, svgOf } from "./exporting.mjs";
import { startSearch } from "./finding.mjs";
import { falloutOf } from "./graph.mjs";
import { Land } from "./lands.mjs";
import { covered, drawLegend } from "./legend.mjs";
import { Page } from "./page.mjs";
import { StandardPicture } from "./standard.mjs";
import { csvOf } from "./tables.mjs";
import { bareBody, veiledPage } from "./veiling.mjs";

/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-70, 0], ArrowRight: [70, 0], ArrowUp: [0, -70], ArrowDown: [0, 70] };

/** @param {Page} page */
function startKeys(page) {
  byId("stage").addEventListener("keydown", (event) => {
    if (event.target !== byId("network") && event.target !== byId("focus")) return;
    if (MOVES[event.key]) page.picture.move(...MOVES[event.key]);
    else if (event.key === "+" || event.key === "=") page.picture.zoom(1.3);
    else if (event.key === "-") page.picture.zoom(1 / 1.3);
    else if (event.key === "0") page.picture.fit(true);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName);
    const box = active instanceof HTMLInputElement && active.type === "checkbox";
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "f" && (!typing || box) && page.state.selected >= 0) page.change({ focus: !page.state.focus });
    else if (event.key === "Escape") escape(page, active, typing && !box);
  });
}

/**
 * Close what is open, the uppermost first; then let go of what is selected.
 * @param {Page} page
 * @param {HTMLElement} active
 * @param {boolean} typing
 */
function escape(page, active, typing) {
  if (!byId("export").hidden) openMenu(false);
  else if (!byId("table").hidden) page.table(false);
  else if (!byId("filters").hidden && byId("filters").contains(active)) page.filters(false);
  else if (page.state.focus) page.change({ focus: false });
  else if (!typing) page.pick(-1);
}

/** @param {boolean} open */
function openMenu(open) {
  byId("export").hidden = !open;
  byId("open-export").setAttribute("aria-expanded", String(open));
}

/**
 * @param {Page} page
 * @param {() => Promise<string>} veiled
 */
function startButtons(page, veiled) {
  byId("open-filters").addEventListener("click", () => page.filters(Boolean(byId("filters").hidden)));
  byId("open-table").addEventListener("click", () => page.table(Boolean(byId("table").hidden)));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    page.table(true);
    byId("table").querySelector("button")?.focus();
  });
  byId("open-export").addEventListener("click", () => openMenu(Boolean(byId("export").hidden)));
  byId("export").append(...exportMenu(() => page.scene(), veiled));
  byId("export").addEventListener("click", () => openMenu(false));
  byId("zoom-in").addEventListener("click", () => page.picture.zoom(1.4));
  byId("zoom-out").addEventListener("click", () => page.picture.zoom(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => page.picture.fit(true));
  byId("back").addEventListener("click", () => history.back());
  byId("forward").addEventListener("click", () => history.forward());
}

/** Follow the system's light or dark, until the button is pressed. */
function startTheme() {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let asked = "";
  /** @type {Page | null} */
  let page = null;
  const set = () => {
    root.dataset.theme = asked || (dark.matches ? "dark" : "light");
    page?.theme();
  };
  set();
  dark.addEventListener("change", set);
  byId("theme").addEventListener("click", () => {
    asked = root.dataset.theme === "dark" ? "light" : "dark";
    set();
  });
  return (/** @type {Page} */ made) => { page = made; };
}

/** @param {Model} model */
function pictureFor(model) {
  return (/** @type {import("./page.mjs").Looks} */ looks, /** @type {import("./page.mjs").Told} */ told) => {
    if (model.view.renderer === "estate") {
      const { columns, teams, departments } = model;
      return new EstatePicture(byId("network"), new Land(model, { x: columns.x, y: columns.y, home: columns.home, teams, departments, strips: { department: model.view.titles[0], team: model.view.titles[1] } }), looks, told, { covered });
    }
    const [nodes, links, options] = ["opmap-nodes", "opmap-links", "opmap-options"].map(readBlock);
    return new StandardPicture(model, { nodes, links, options }, looks, told);
  };
}

async function start() {
  const bare = bareBody();
  const themed = startTheme();
  const model = new Model(readBlock("opmap-view"), await readColumns("opmap-picture"));
  document.body.classList.add(model.view.renderer);
  drawLegend(model);
  const page = new Page(model, pictureFor(model));
  themed(page);
  page.main.fit();
  if (page.main instanceof EstatePicture) page.main.finish();
  performance.mark("opmap-painted");
  startButtons(page, () => veiledPage(model, bare));
  startSearch(model, page.told);
  startKeys(page);
  await new Promise((painted) => { requestAnimationFrame(() => setTimeout(painted)); });
  const [details, faults] = await Promise.all([readColumns("opmap-details"), readColumns("opmap-faults")]);
  model.learn(details);
  model.faults = new Faults(faults);
  page.begin(location.hash);
  addEventListener("hashchange", () => {
    if (page.said !== location.hash) page.begin(location.hash);
  });
  /** @type {any} */ (window).opmap = {
    model, page, svgOf: () => svgOf(page.scene()), pictureOf: () => pictureOf(page.scene()), csvOf: () => csvOf(model, page.places()),
    veiledPage: () => veiledPage(model, bare),
    falls: (/** @type {number} */ place) => falloutOf(model, place),
  };
  performance.mark("opmap-ready");
  document.documentElement.dataset.ready = "yes";
}

start().catch((error) => {
  document.body.append(el("p", { class: "failed", text: `This map could not be drawn: ${error.message}. The browser may be too old.` }));
  throw error;
});
