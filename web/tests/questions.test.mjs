/** What the page answers by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { facetsOf, remaining, shownLinks, shownNodes } from "../map/facets.mjs";
import { after, linksBetween, matching, neededFor, wayBetween } from "../map/graph.mjs";
import { Land } from "../map/lands.mjs";
import { readAddress, viewOf, withView, writtenAddress } from "../map/address.mjs";
import { small } from "./small.mjs";

const USUAL = { selected: -1, wayTo: -1, area: "", mode: "falls", depth: 0, focus: false, off: {}, marks: { single: true }, extras: { people: false, possible: true } };
const at = (model, name) => model.names.indexOf(name);

test("the way between two nodes is the shortest, whichever of them depends on the other", () => {
  const model = small("web calls api", "api calls db", "web calls db");
  assert.deepEqual(wayBetween(model, at(model, "db"), at(model, "web")).links.map((link) => model.names[link.needed]), ["db"]);
  assert.equal(wayBetween(small("a calls b", "c calls d"), 0, 3), null);
});

test("what is only possible leads nowhere", () => {
  const model = small("web calls db?");
  assert.equal(wayBetween(model, 0, 1), null);
  assert.equal(neededFor(model, at(model, "web"), 0).size, 0);
});

test("needs are counted in steps, and a circle ends", () => {
  const model = small("a calls b", "b calls c", "c calls a");
  assert.deepEqual([...neededFor(model, 0, 0)], [[1, 1], [2, 2]]);
  assert.deepEqual([...neededFor(model, 0, 1)], [[1, 1]]);
});

test("a highlight has the links between what falls, and none beside", () => {
  const model = small("web calls api", "api calls db", "api calls log");
  const found = linksBetween(model, at(model, "db"), new Set([at(model, "api"), at(model, "web")]), null);
  assert.deepEqual(found.map(([link]) => model.names[model.link(link).needed]).sort(), ["api", "db"]);
});

test("search finds by name first, then by kind, owner and team; every word has to be there", () => {
  const model = small("web calls db-web", "api calls web");
  assert.deepEqual(matching(model, "web", 9).map((place) => model.names[place]), ["web", "db-web"]);
  assert.deepEqual(matching(model, "datastore", 9).map((place) => model.names[place]), ["db-web"]);
  assert.equal(matching(model, "ruth team", 9).length, 3);
  assert.equal(matching(model, "web nothing", 9).length, 0);
  assert.equal(matching(model, "  ", 9).length, 0);
});

test("filters say what the others leave, and take the links of what they hide", () => {
  const model = small("web calls db", "api calls db");
  const facets = facetsOf(model);
  const off = { kind: new Set(["datastore"]) };
  assert.deepEqual([...shownNodes(model, facets, off, false)], [1, 0, 1]);
  assert.deepEqual([...remaining(model, facets, off, false).get("kind")], [1, 2]);
  assert.deepEqual([...remaining(model, facets, off, false).get("env")], [2]);
  assert.deepEqual([...shownLinks(model, shownNodes(model, facets, off, false), { extras: {}, off })], [0, 0]);
});

test("an address restores what it was written from, and nothing else", () => {
  const model = small("web calls db");
  model.placesById = new Map(model.names.map((name, place) => [name, place]));
  model.ids = { at: (place) => model.names[place] };
  const state = { ...USUAL, selected: 1, depth: 2, focus: true, off: { kind: new Set(["a b&c"]) }, marks: { single: false } };
  assert.deepEqual(readAddress(model, `#${writtenAddress(model, state, USUAL)}`, USUAL), state);
  assert.deepEqual(readAddress(model, "#n=nobody&depth=9&m=__proto__&no-__proto__=x&show=all", USUAL), USUAL);
  assert.deepEqual(viewOf(withView("#n=web", { x: 10.4, y: -3, scale: 0.12345 })), { x: 10, y: -3, scale: 0.123 });
  assert.equal(viewOf("#at=1,2,nonsense"), null);
});

test("links between territories are put together, the most first", () => {
  const model = small("web calls db", "api calls db", "db calls web");
  const teams = [["A", 0, 0, 300, 100, 2, 0, 0], ["B", 300, 0, 300, 100, 1, 0, 0]];
  const { x, y } = model.columns;
  const land = new Land(model, { x, y, home: [0, 1, 0], teams, departments: [["D", 0, 0, 600, 100, 3, 0, 0]], strips: { department: 0, team: 0 } });
  const { teams: threads, departments } = land.threads([0, 1, 2]);
  assert.deepEqual(threads, [{ from: 0, to: 1, count: 2 }, { from: 1, to: 0, count: 1 }]);
  assert.deepEqual(departments, []);
  assert.equal(land.nodeAt({ x: 200, y: 10 }, new Uint8Array([1, 1, 1])), -1);
  assert.equal(land.nodeAt({ x: 10, y: 10 }, new Uint8Array([1, 1, 1])), 0);
});

test("times are said as people say them", () => {
  assert.deepEqual([0, 0.5, 4, 72].map(after), ["at once", "after 30 min", "after 4 h", "after 3 days"]);
});
