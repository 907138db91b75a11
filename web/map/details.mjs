/** What the panel says of a selected node: what falls with it, whom to call, why opmap believes it, what to do next. */
import { copyable, count, el } from "./dom.mjs";
import { after, fallsWith, falloutOf, neededFor, takenDownBy } from "./graph.mjs";
import { longList, nodeButton, noteOf, relation, segments } from "./parts.mjs";
import { glyph } from "./shapes.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Node} Node */
/** @typedef {import("./page.mjs").Told} Told */
/** @typedef {import("./page.mjs").State} State */

const GRAVE = ["down", "idle", "stale", "degraded"];
const PEOPLE = ["person", "team"];
const ASKED = 150;
const MEMBERS = 8;
/** @type {Record<string, string>} */
const ALONE = { down: "takes it down", idle: "leaves it idle", stale: "leaves it stale", degraded: "degrades it" };
/** @type {[number, string][]} */
const STEPS = [[1, "1"], [2, "2"], [3, "3"], [0, "all"]];
/** @type {[string, string][]} */
const SHOWN = [["falls", "What fails with it"], ["needs", "What it needs"], ["both", "Both"]];

/**
 * @param {Model} model
 * @param {State} state
 * @param {Told} told
 */
export function details(model, state, told) {
  const node = model.node(state.selected);
  const needs = [...model.needsOf(node.place)].map((link) => model.link(link));
  const needed = [...model.neededBy(node.place)].map((link) => model.link(link)).filter((link) => link.hurt !== link.needed);
  const carries = (/** @type {import("./model.mjs").Link} */ link) => link.sort === "dependency";
  const watches = [...needs, ...needed].filter((link) => !carries(link));
  return [
    crumbs(told),
    el("h2", {}, glyph(node.layer, model.layers, 18), ` ${node.name}`),
    tags(node),
    owner(model, node, told),
    el("div", { class: "choose" }, segments("Show", SHOWN, state.mode, told.mode), segments("Steps", STEPS, state.depth, told.depth, { named: true })),
    ...(state.mode === "needs" ? [] : falling(model, node, state, told)),
    ...(state.mode === "falls" ? [] : needing(model, node, state, told)),
    el("div", { class: "acts" },
      el("button", { type: "button", "aria-pressed": String(state.focus), text: "Focus", title: "Only this and what is shown of it, in columns by distance (f)", onclick: () => told.focused(!state.focus) }),
      el("button", { type: "button", text: "Show the way to …", onclick: () => told.wayFrom(node.place) })),
    ...titled("Findings", node.notes.map(noteOf)),
    ...titled("Overlaps with", overlapping(model, node, told)),
    el("h3", { text: "Next" }),
    copyable(`opmap blast ${node.call}`),
    copyable(`opmap show ${node.call}`),
    ...direct("Needs directly", needs.filter(carries), node, model, told),
    ...direct("Needed directly by", needed.filter(carries), node, model, told),
    ...direct("Other relations", [...watches, ...model.othersOf(node.place)], node, model, told),
    ...evidence(node),
    ...known(node),
  ];
}

/** @param {Told} told */
export function crumbs(told) {
  return el(
    "div",
    { class: "crumbs" },
    el("button", { type: "button", class: "link-like", text: "← Overview", onclick: () => told.picked(-1) }),
    el("button", { type: "button", class: "link-like", text: "Centre on the map", onclick: () => told.centre() }),
  );
}

/** @param {Node} node */
function tags(node) {
  const tag = (/** @type {string} */ text, sort = "") => el("span", { class: `tag ${sort}`, text });
  return el(
    "div",
    { class: "tags" },
    tag(node.kind),
    node.env ? tag(node.env, node.env === "production" ? "" : "warn") : null,
    node.counts ? tag("counts") : null,
    node.state === "known" ? null : tag(node.state === "mentioned" ? "only mentioned" : "leads nowhere", "warn"),
    node.sorts.includes("single") ? tag("single point", "bad") : null,
    node.owned === "unowned" ? tag("no owner", "warn") : null,
    node.sorts.includes("new") ? tag("new", "good") : null,
    node.sorts.includes("changed") ? tag("changed", "good") : null,
    node.sorts.includes("unseen") ? tag("not seen lately", "warn") : null,
    node.sorts.includes("silent") ? tag("needs unknown", "warn") : null,
  );
}

/**
 * Say who answers for it and who is on call, or who is in it; a click says more of them.
 * @param {Model} model
 * @param {Node} node
 * @param {Told} told
 */
function owner(model, node, told) {
  const saying = (/** @type {string} */ verb) => model.othersOf(node.place).filter((link) => link.verb === verb && link.to === node.place).map((link) => model.names[link.from]);
  const [onCall, members] = [new Set(saying("on call for")), saying("member of")];
  const owners = node.owners.filter(({ left }) => !left).map(({ name, note }) => [name, [note, onCall.delete(name) ? "on call" : ""].filter(Boolean).join("; ")]);
  const gone = node.owners.filter(({ left }) => left).map(({ name, note }) => el("span", {}, person(model, name, told), ` ${note}`));
  const called = [...owners, ...[...onCall].map((name) => [name, "on call"])].map(([name, note]) => el("span", {}, person(model, name, told), note ? ` (${note})` : ""));
  const left = gone.length ? [...listed(gone), "."] : [];
  if (called.length) return el("p", {}, "Call ", ...listed(called), ...(left.length ? [". ", ...left] : []));
  if (left.length) return el("p", {}, "Nobody answers for it any more: ", ...left);
  if (members.length) return el("p", {}, "In it: ", ...listed(members.slice(0, MEMBERS).map((name) => person(model, name, told))), members.length > MEMBERS ? ` and ${members.length - MEMBERS} more` : "");
  return el("p", { text: node.owned === "unowned" ? "Nobody answers for it." : "No owner is asked for here." });
}

/**
 * Name somebody; where they are on the map a click leads there.
 * @param {Model} model
 * @param {string} name
 * @param {Told} told
 */
function person(model, name, told) {
  const place = model.placeOfOwner(name);
  return place < 0 ? el("strong", { text: name }) : el("button", { type: "button", class: "link-like called", text: name, onclick: () => told.picked(place, true) });
}

/** @param {Element[]} parts */
function listed(parts) {
  return parts.flatMap((one, at) => (at ? [", ", one] : [one]));
}

/**
 * Say what falls: the sentence first, then what counts, then the rest by how grave it is.
 * @param {Model} model
 * @param {Node} node
 * @param {State} state
 * @param {Told} told
 */
function falling(model, node, state, told) {
  const hits = fallsWith(model, node.place, state.depth);
  const lost = node.layer === "people" ? "Without it" : "If it fails";
  const elsewhere = state.depth ? 0 : falloutOf(model, node.place).elsewhere;
  if (!hits.length) {
    const said = elsewhere ? `${lost}, nothing on this map falls, and ${count(elsewhere, "node")} beyond it.` : "Nothing is known to fail with it. That is not to say that nothing does.";
    return [el("p", { class: "say none", text: said })];
  }
  const by = (/** @type {string} */ harm) => hits.filter((hit) => hit.harm === harm).length;
  const harms = [...new Set([...GRAVE, ...hits.map((hit) => hit.harm)])].filter(by);
  const within = state.depth ? ` within ${count(state.depth, "step")}` : "";
  const counts = (/** @type {number} */ place) => (model.columns.flags[place] & 1 ? 0 : 1);
  const outcomes = hits.filter((hit) => !counts(hit.place)).length;
  const owners = ownersOf(model, [node.place, ...hits.map((hit) => hit.place)], absentWith(model, node, hits));
  const orphans = hits.filter((hit) => model.view.owned[model.columns.owned[hit.place]] === "unowned" && !model.columns.owners[hit.place]).length; // as `blast` counts
  const order = (/** @type {import("./graph.mjs").Hit} */ hit) => [counts(hit.place), GRAVE.indexOf(hit.harm), hit.hours, hit.place];
  const sorted = [...hits].sort((one, other) => compared(order(one), order(other)));
  const why = (/** @type {number} */ place) =>
    el("button", { type: "button", class: "link-like", text: "why", "aria-label": `Why ${model.names[place]} is hit`, onclick: () => told.why(node.place, place) });
  return [
    el("p", { class: "say" },
      `${lost}, at least ${count(hits.length, "node")} ${hits.length === 1 ? "is" : "are"} hit${within}: ${harms.map((harm) => `${by(harm)} ${harm}`).join(", ")}.`,
      outcomes ? el("strong", { text: ` ${count(outcomes, "thing")} that ${outcomes === 1 ? "counts is" : "count are"} among them.` }) : null,
      elsewhere ? ` ${count(elsewhere, "more is", "more are")} beyond this map.` : null),
    owners.length ? el("p", { class: "small", text: `Tell ${owners.slice(0, 6).map(([name, number]) => `${name} (${number})`).join(", ")}${owners.length > 6 ? ` and ${owners.length - 6} more` : ""}.` }) : null,
    orphans ? el("p", { class: "small", text: `Without an owner: ${orphans} of ${count(hits.length, "node")} hit.` }) : null,
    longList(sorted.map((hit) => () => el("div", { class: "hit" }, nodeButton(model.node(hit.place), model, told, `${hit.harm} ${after(hit.hours)}`), why(hit.place)))),
  ];
}

/**
 * Name those who are not there to be told: somebody whose absence this is about, and a team that they alone make up.
 * @param {Model} model
 * @param {Node} node
 * @param {import("./graph.mjs").Hit[]} hits
 */
function absentWith(model, node, hits) {
  if (!PEOPLE.includes(node.kind)) return new Set();
  const down = hits.filter((hit) => hit.harm === "down" && PEOPLE.includes(model.node(hit.place).kind));
  return new Set([node.name, ...down.map((hit) => model.names[hit.place])]);
}

/**
 * Give whom to tell, those of most nodes first.
 * @param {Model} model
 * @param {number[]} places
 * @param {Set<string>} absent
 * @returns {[string, number][]}
 */
function ownersOf(model, places, absent) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const place of places) for (const owner of new Set(model.presentOwnersOf(place))) counts.set(owner, (counts.get(owner) || 0) + 1);
  /** @type {[string, number][]} */
  const named = [...counts].map(([owner, number]) => [model.ownerNames[owner], number]);
  return named.filter(([name]) => !absent.has(name)).sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function compared(one, other) {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  return 0;
}

/**
 * Say what a node needs, and which of it alone takes it down.
 * @param {Model} model
 * @param {Node} node
 * @param {State} state
 * @param {Told} told
 */
function needing(model, node, state, told) {
  const needed = neededFor(model, node.place, state.depth);
  if (!needed.size) return [el("p", { class: "say none", text: "Nothing is known of what it needs. That is not to say that it needs nothing." })];
  const sorted = [...needed].sort((one, other) => one[1] - other[1] || one[0] - other[0]);
  const asked = sorted.slice(0, ASKED).map((row) => row[0]);
  const alone = takenDownBy(model, node.place, asked);
  const grave = [...alone.values()].filter((hit) => hit.harm === "down" || hit.harm === "idle").length;
  const within = state.depth ? ` within ${count(state.depth, "step")}` : ", directly or through others";
  const of = asked.length < needed.size ? `Of the nearest ${asked.length}, ${grave}` : count(grave, "node");
  return [
    el("p", { class: "say none", text: `It needs ${count(needed.size, "node")}${within}. ${of} on this map can each take it down alone.` }),
    longList(sorted.map(([place, steps]) => () => {
      const hit = alone.get(place);
      return nodeButton(model.node(place), model, told, hit && ALONE[hit.harm] ? ALONE[hit.harm] : steps === 1 ? "directly" : `${steps} steps`);
    })),
  ];
}

/**
 * @param {string} title
 * @param {import("./model.mjs").Link[]} links
 * @param {Node} node
 * @param {Model} model
 * @param {Told} told
 */
function direct(title, links, node, model, told) {
  return links.length ? [el("h3", { text: `${title} (${links.length})` }), longList(links.map((link) => () => relation(link, node, model, told)), 8)] : [];
}

/**
 * @param {Model} model
 * @param {Node} node
 * @param {Told} told
 */
function overlapping(model, node, told) {
  const others = model.overlappingWith(node.place);
  return others.length ? [longList(others.map((place) => () => nodeButton(model.node(place), model, told)), 8)] : [];
}

/** @param {Node} node */
function evidence(node) {
  if (!node.evidence.length) return [];
  const more = node.more ? [el("p", { class: "small quiet", text: `and ${node.more} more: opmap show ${node.call}` })] : [];
  return [el("h3", { text: "Why opmap believes it" }), ...node.evidence.map((place) => copyable(place, "place")), ...more];
}

/** @param {Node} node */
function known(node) {
  const rows = [["id", node.id], ["team", [node.department, node.team].filter(Boolean).join(" · ")], ...node.facts].filter((row) => row[1]);
  return [el("h3", { text: "Known" }), el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: value })]))];
}

/**
 * @param {string} title
 * @param {Element[]} parts
 */
function titled(title, parts) {
  return parts.length ? [el("h3", { text: title }), ...parts] : [];
}
