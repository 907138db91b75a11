/** What the panel says of a selected node: what falls with it, whom to call, why opmap believes it, what to do next. */
import { copyable, count, el } from "./dom.mjs";
import { after, fallsWith, neededFor } from "./graph.mjs";
import { longList, nodeButton, noteOf, relation, segments } from "./parts.mjs";
import { glyph } from "./shapes.mjs";

const GRAVE = ["down", "idle", "stale", "degraded"];
const ALONE = { down: "takes it down", idle: "leaves it idle", stale: "leaves it stale", degraded: "degrades it" };
const STEPS = [[1, "1"], [2, "2"], [3, "3"], [0, "all"]];
const SHOWN = [["falls", "What fails with it"], ["needs", "What it needs"], ["both", "Both"]];

export function details(model, state, told) {
  const node = model.nodes[state.selected];
  const hits = fallsWith(model, node.place, state.depth);
  const needed = neededFor(model, node.place, state.depth);
  return [
    crumbs(told),
    el("h2", {}, glyph(node.layer, model.layers, 18), ` ${node.name}`),
    tags(node),
    owner(node),
    el("div", { class: "choose" }, segments("Show", SHOWN, state.mode, told.mode), segments("Steps", STEPS, state.depth, told.depth)),
    ...(state.mode === "needs" ? [] : falling(model, node, hits, state, told)),
    ...(state.mode === "falls" ? [] : needing(model, node, needed, state, told)),
    ...titled("Findings", node.notes.map(noteOf)),
    el("h3", { text: "Next" }),
    el("button", { type: "button", text: "Show the way to …", onclick: () => told.wayFrom(node.place) }),
    copyable(`opmap blast ${node.call}`),
    copyable(`opmap show ${node.call}`),
    ...direct("Needs directly", node.needs, node, model, told),
    ...direct("Needed directly by", node.neededBy, node, model, told),
    ...direct("Other relations", node.others, node, model, told),
    ...evidence(node),
    ...known(node),
  ];
}

function crumbs(told) {
  return el(
    "div",
    { class: "crumbs" },
    el("button", { type: "button", class: "link-like", text: "← Overview", onclick: () => told.picked(-1) }),
    el("button", { type: "button", class: "link-like", text: "Centre on the map", onclick: () => told.centre() }),
  );
}

function tags(node) {
  const tag = (text, sort = "") => el("span", { class: `tag ${sort}`, text });
  return el(
    "div",
    { class: "tags" },
    tag(node.kind),
    node.env ? tag(node.env, node.env === "production" ? "" : "warn") : null,
    node.counts ? tag("counts") : null,
    node.state === "known" ? null : tag(node.state === "mentioned" ? "only mentioned" : "leads nowhere", "warn"),
    node.sorts.has("single") ? tag("single point", "bad") : null,
    node.owned === "unowned" ? tag("no owner", "warn") : null,
    node.sorts.has("silent") ? tag("needs unknown", "warn") : null,
  );
}

function owner(node) {
  if (!node.owners.length) {
    return el("p", { text: node.owned === "unowned" ? "Nobody answers for it." : "No owner is asked for here." });
  }
  const called = node.owners.map(([name, note]) => el("span", {}, el("strong", { text: name }), note ? ` (${note})` : ""));
  return el("p", {}, "Call ", ...called.flatMap((one, at) => (at ? [", ", one] : [one])));
}

/** Say what falls: the sentence first, then what counts, then the rest by how grave it is. */
function falling(model, node, hits, state, told) {
  const elsewhere = state.depth ? 0 : model.fallout[node.place].elsewhere;
  if (!hits.length) {
    const said = elsewhere ? `If it fails, nothing on this map falls, and ${count(elsewhere, "node")} beyond it.` : "Nothing is known to fail with it. That is not to say that nothing does.";
    return [el("p", { class: "say none", text: said })];
  }
  const by = (harm) => hits.filter((hit) => hit.harm === harm).length;
  const harms = [...new Set([...GRAVE, ...hits.map((hit) => hit.harm)])].filter(by);
  const within = state.depth ? ` within ${count(state.depth, "step")}` : "";
  const outcomes = hits.filter((hit) => model.nodes[hit.place].counts).length;
  const owners = ownersOf(hits.map((hit) => model.nodes[hit.place]));
  const order = (hit) => [model.nodes[hit.place].counts ? 0 : 1, GRAVE.indexOf(hit.harm), hit.hours, hit.place];
  const sorted = [...hits].sort((one, other) => compared(order(one), order(other)));
  return [
    el("p", { class: "say" },
      `If it fails, at least ${count(hits.length, "node")} ${hits.length === 1 ? "is" : "are"} hit${within}: ${harms.map((harm) => `${by(harm)} ${harm}`).join(", ")}.`,
      outcomes ? el("strong", { text: ` ${count(outcomes, "thing")} that ${outcomes === 1 ? "counts is" : "count are"} among them.` }) : null,
      elsewhere ? ` ${count(elsewhere, "more is", "more are")} beyond this map.` : null),
    owners.length ? el("p", { class: "small", text: `Tell ${owners.slice(0, 6).map(([name, number]) => `${name} (${number})`).join(", ")}${owners.length > 6 ? ` and ${owners.length - 6} more` : ""}.` }) : null,
    longList(sorted.map((hit) => () => nodeButton(model.nodes[hit.place], model, told, `${hit.harm} ${after(hit.hours)}`))),
  ];
}

function ownersOf(nodes) {
  const counts = new Map();
  for (const node of nodes) for (const [name] of node.owners) counts.set(name, (counts.get(name) || 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}

function compared(one, other) {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  return 0;
}

/** Say what a node needs, and which of it alone takes it down. */
function needing(model, node, needed, state, told) {
  const alone = new Map(model.takenDownBy[node.place].filter((hit) => GRAVE.includes(hit.harm)).map((hit) => [hit.place, hit]));
  const grave = [...alone.values()].filter((hit) => hit.harm === "down" || hit.harm === "idle").length;
  if (!needed.size && !alone.size) return [el("p", { class: "say none", text: "Nothing is known of what it needs. That is not to say that it needs nothing." })];
  const within = state.depth ? ` within ${count(state.depth, "step")}` : ", directly or through others";
  const sorted = [...needed].sort((one, other) => one[1] - other[1] || one[0] - other[0]);
  return [
    el("p", { class: "say none", text: `It needs ${count(needed.size, "node")}${within}. ${count(grave, "node")} on this map can each take it down alone.` }),
    longList(sorted.map(([place, steps]) => () => {
      const hit = alone.get(place);
      return nodeButton(model.nodes[place], model, told, hit ? ALONE[hit.harm] : steps === 1 ? "directly" : `${steps} steps`);
    })),
  ];
}

function direct(title, links, node, model, told) {
  return links.length ? [el("h3", { text: `${title} (${links.length})` }), longList(links.map((link) => () => relation(link, node, model, told)), 8)] : [];
}

function evidence(node) {
  if (!node.evidence.length) return [];
  const more = node.more ? [el("p", { class: "small quiet", text: `and ${node.more} more: opmap show ${node.call}` })] : [];
  return [el("h3", { text: "Why opmap believes it" }), ...node.evidence.map((place) => copyable(place, "place")), ...more];
}

function known(node) {
  const rows = [["id", node.id], ["team", [node.department, node.team].filter(Boolean).join(" · ")], ...node.facts].filter((row) => row[1]);
  return [el("h3", { text: "Known" }), el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", { text: name }), el("dd", { text: value })]))];
}

function titled(title, parts) {
  return parts.length ? [el("h3", { text: title }), ...parts] : [];
}
