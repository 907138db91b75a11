/** A territory of the map: its name in addresses, and what the panel says of it. */
import { el, count } from "./dom.mjs";
import { longList, nodeButton } from "./parts.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Area} Area */
/** @typedef {import("./page.mjs").Told} Told */

/**
 * Give the name by which an address means a territory.
 * @param {Model} model
 * @param {Area} area
 */
export function areaKey(model, area) {
  const department = model.teams.includes(area) ? model.departments[area[7]][0] : "";
  return [department, area[0]].filter(Boolean).join(" · ");
}

/**
 * @param {Model} model
 * @param {string} key
 * @returns {Area | null}
 */
export function areaNamed(model, key) {
  if (!key) return null;
  return [...model.departments, ...model.teams].find((area) => area[0] && areaKey(model, area) === key) ?? null;
}

/**
 * Give the places of what stands in a territory.
 * @param {Model} model
 * @param {Area} area
 */
function placesIn(model, area) {
  const team = model.teams.indexOf(area);
  const department = model.departments.indexOf(area);
  const found = [];
  for (let place = 0; place < model.count; place += 1) {
    const home = model.columns.home[place];
    if (team >= 0 ? home === team : model.teams[home][7] === department) found.push(place);
  }
  return found;
}

/**
 * @param {Model} model
 * @param {import("./page.mjs").Looks} looks
 * @param {Area} area
 * @param {Told} told
 */
export function areaPanel(model, looks, area, told) {
  const places = placesIn(model, area);
  const { flags, falls, owned, sorts, home } = model.columns;
  const own = new Set(places);
  const many = (/** @type {(place: number) => boolean} */ holds) => places.filter(holds).length;
  const single = many((place) => (flags[place] & 4) > 0);
  const unowned = many((place) => model.view.owned[owned[place]] === "unowned");
  const silent = many((place) => (sorts[place] & (1 << model.view.notes.indexOf("silent"))) > 0);
  const [leans, carries] = [neighbours(model, looks, places, own, "needs"), neighbours(model, looks, places, own, "neededBy")];
  const teams = model.departments.includes(area) ? [...new Set(places.map((place) => home[place]))].map((at) => model.teams[at]).filter((team) => team[0]) : [];
  const important = [...places].sort((one, other) => falls[other] - falls[one] || one - other).filter((place) => falls[place]);
  return [
    el("div", { class: "crumbs" },
      el("button", { type: "button", class: "link-like", text: "← Overview", onclick: () => told.entered(null) }),
      el("button", { type: "button", class: "link-like", text: "Show on the map", onclick: () => told.entered(area, true) })),
    el("h2", { text: area[0] }),
    el("p", { class: "say none", text: `${count(places.length, "node")}${teams.length > 1 ? ` in ${count(teams.length, "team")}` : ""}. ${count(single, "single point")} that ${single === 1 ? "matters" : "matter"}, ${unowned} without an owner, ${silent} of which nobody has said what they need.` }),
    ...titled("Most goes down with", important.slice(0, 100).map((place) => () => nodeButton(model.node(place), model, told, `${falls[place].toLocaleString("en")} down`)), 8),
    ...titled("Leans on", leans.map((row) => () => areaButton(model, row, told)), 8),
    ...titled("Is leaned on by", carries.map((row) => () => areaButton(model, row, told)), 8),
    ...titled("Teams", teams.sort((one, other) => other[5] - one[5]).map((team) => () => areaButton(model, [team, team[5]], told)), 12),
  ];
}

/**
 * Count links to other departments.
 * @param {Model} model
 * @param {import("./page.mjs").Looks} looks
 * @param {number[]} places
 * @param {Set<number>} own
 * @param {"needs" | "neededBy"} way
 * @returns {[Area, number][]}
 */
function neighbours(model, looks, places, own, way) {
  const { hurt, needed, home } = model.columns;
  /** @type {Map<Area, number>} */
  const counts = new Map();
  for (const place of places) {
    for (const link of way === "needs" ? model.needsOf(place) : model.neededBy(place)) {
      const other = way === "needs" ? needed[link] : hurt[link];
      if (own.has(other) || !looks.links[link]) continue;
      const team = model.teams[home[other]];
      const area = team[0] ? team : model.departments[team[7]];
      counts.set(area, (counts.get(area) ?? 0) + 1);
    }
  }
  return [...counts].sort((one, other) => other[1] - one[1]);
}

/**
 * @param {Model} model
 * @param {[Area, number]} row
 * @param {Told} told
 */
function areaButton(model, [area, number], told) {
  return el("button", { type: "button", class: "node", onclick: () => told.entered(area, true) },
    el("span", { class: "land", "aria-hidden": "true" }), el("span", {}, area[0], el("small", { text: areaKey(model, area) === area[0] ? "" : ` ${model.departments[area[7]][0]}` })), el("small", { text: number.toLocaleString("en") }));
}

/**
 * @param {string} title
 * @param {(() => Element)[]} rows
 * @param {number} most
 */
function titled(title, rows, most) {
  return rows.length ? [el("h3", { text: title }), longList(rows, most)] : [];
}
