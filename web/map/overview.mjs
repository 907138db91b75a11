/** What the panel says while nothing is selected: what this map is of, its risks, its layers, its gaps. */
import { copyable, count, el } from "./dom.mjs";
import { falloutOf } from "./graph.mjs";
import { legendOf } from "./legend.mjs";
import { nodeButton, tick } from "./parts.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Link} Link */
/** @typedef {import("./model.mjs").Node} Node */
/** @typedef {import("./page.mjs").Told} Told */
/** @typedef {import("./page.mjs").State} State */

/**
 * @param {Model} model
 * @param {State} state
 * @param {Told} told
 */
export function overview(model, state, told) {
  const { about } = model;
  return [
    el("h2", { text: about.title }),
    el("p", { class: "quiet", text: introduced(about) }),
    ...compared(model),
    ...riskiest(model, told),
    el("h3", { text: "Layers" }),
    layers(model, state, told),
    el("div", { class: "narrow" }, el("h3", { text: "Legend" }), legendOf(model)),
    el("h3", { text: "What was not seen" }),
    ...gaps(about),
    el("h3", { text: "Read from" }),
    el("ul", { class: "list small" }, ...about.sources.map((/** @type {string[]} */ [name, text]) => el("li", {}, el("strong", { text: name }), ` ${text}`))),
    el("p", { class: "small quiet", text: `Snapshot ${about.snapshot}, content ${about.content}. Lines run from what depends, above, to what it needs, below.` }),
  ];
}

/** @param {any} about */
function introduced(about) {
  const whole = `${count(about.nodes, "node")} and ${count(about.links, "relation")} in snapshot ${about.snapshot}`;
  const part = about.selection ? `The part “${about.selection}” of ${whole}` : whole;
  const assumed = about.assumed ? `, ${about.assumed} of them assumed` : "";
  return `${part}. ${count(about.outcomes, "outcome")} that must go on working${assumed}.`;
}

/**
 * Say what is new, changed, not seen and gone since an earlier snapshot.
 * @param {Model} model
 */
function compared({ about, view, columns }) {
  if (!about.compared) return [];
  const marked = (/** @type {string} */ note) => columns.sorts.filter((sorts) => sorts & (1 << view.notes.indexOf(note))).length;
  const gone = view.gone.map((/** @type {string[]} */ [id, name, kind]) => el("li", { title: id }, name, el("small", { text: ` ${kind}` })));
  return [
    el("h3", { text: `Since snapshot ${about.compared}` }),
    el("p", { text: `${marked("new")} new, ${marked("changed")} changed, ${marked("unseen")} not seen, ${count(gone.length, "node")} gone.` }),
    gone.length ? el("details", {}, el("summary", { text: "What is gone" }), el("ul", { class: "list small" }, ...gone)) : null,
  ];
}

/**
 * @param {Model} model
 * @param {Told} told
 */
function riskiest(model, told) {
  if (!model.riskiest.length) return [];
  const rows = model.riskiest.map((place, rank) => {
    const node = model.node(place);
    const note = node.notes.find((one) => one.sort === "single") || node.notes.find((one) => one.sort === "risk");
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "node", onclick: () => told.picked(place, true) },
        el("b", { text: rank + 1 }),
        el("span", {}, el("strong", { text: node.name }), el("small", { text: note ? note.text.split(/(?<=\.) (?:This|How)/)[0] : "" })),
      ),
    );
  });
  return [
    el("h3", { text: `The riskiest ${rows.length}${model.about.selection ? " of this part" : ""}` }),
    el("ol", { class: "list risks" }, ...rows),
    copyable("opmap risks --explain"),
  ];
}

/**
 * The switches; what a layer would mark or show is counted whether it is on or not.
 * @param {Model} model
 * @param {State} state
 * @param {Told} told
 */
function layers(model, state, told) {
  const { sorts, flags, owned, how } = model.columns;
  const noted = (/** @type {string} */ note) => sorts.filter((bits) => bits & (1 << model.view.notes.indexOf(note))).length;
  const sorted = (/** @type {number} */ sort) => how.filter((bits) => bits >> 5 === sort).length;
  /** @type {["marks" | "extras", string, string, number][]} */
  const rows = [
    ["marks", "riskiest", "The riskiest, numbered", model.riskiest.length],
    ["marks", "single", "Single points that matter: double frame", flags.filter((bits) => bits & 4).length],
    ["marks", "unowned", "No owner: dashed, with ?", owned.filter((code) => model.view.owned[code] === "unowned").length],
    ["marks", "overlaps", overlapping(model), noted("overlap")],
    ["marks", "lower", "Production leaning on less: ↓", noted("lower")],
    ["marks", "changes", "New: +, changed: ~", noted("new") + noted("changed")],
    ["extras", "possible", "Possible relations: dotted", how.filter((bits) => bits >> 5 === 0 && ((bits >> 3) & 3) === 2).length],
    ["extras", "watch", "Monitoring and release", sorted(1)],
    ["extras", "people", "People and organisation", flags.filter((bits) => bits & 2).length],
    ["extras", "other", "Source code and other relations", sorted(3)],
  ];
  return el(
    "div",
    { class: "switches" },
    ...rows.filter((row) => row[3]).map(([family, name, label, number]) =>
      tick(label, number, state[family][name], (on) => told.switched(family, name, on))),
  );
}

/** Say how overlaps look, and how many are not among them. @param {Model} model */
function overlapping({ overlaps, view }) {
  const withheld = view.overlapsWithheld ? ` (the first ${overlaps.length.toLocaleString("en")} overlaps)` : "";
  return `Automations that overlap: ≈ and a wave${withheld}`;
}

/** @param {any} about */
function gaps(about) {
  if (!about.gaps.length) return [el("p", { class: "quiet", text: "Every document was read and every reference led somewhere. What no file says is not here." })];
  return about.gaps.map((/** @type {[string, string, string[]]} */ [text, command, examples]) =>
    el(
      "details",
      {},
      el("summary", { text }),
      examples.length ? el("ul", { class: "list small" }, ...examples.map((example) => el("li", { text: example }))) : null,
      copyable(command),
    ));
}

/**
 * What the panel says of the way between two nodes.
 * @param {Model} model
 * @param {import("./graph.mjs").Way | null} way
 * @param {Node} from
 * @param {Node} to
 * @param {Told} told
 */
export function wayPanel(model, way, from, to, told) {
  const back = el("div", { class: "crumbs" },
    el("button", { type: "button", class: "link-like", text: "← Overview", onclick: () => told.picked(-1) }),
    el("button", { type: "button", class: "link-like", text: `← ${from.name}`, onclick: () => told.picked(from.place) }));
  if (!way) {
    const [failed] = [[from, to], [to, from]].find(([one, other]) => falloutOf(model, one.place).hits.some(({ place }) => place === other.place)) ?? [];
    if (failed) {
      const hit = failed === from ? to : from;
      return [
        back,
        el("h2", { text: `${hit.name} is hit when ${failed.name} fails` }),
        el("p", { text: "Part of the way between them is not on this map. The command says all of it:" }),
        copyable(`opmap blast ${failed.call}`),
        nodeButton(hit, model, told),
        nodeButton(failed, model, told),
      ];
    }
    return [
      back,
      el("h2", { text: "No way between them" }),
      el("p", { text: `On this map neither ${from.name} nor ${to.name} depends on the other, as far as is known.` }),
      nodeButton(from, model, told),
      nodeButton(to, model, told),
    ];
  }
  const [first, ...others] = way.places.map((place) => model.node(place));
  const last = others[others.length - 1];
  return [
    back,
    el("h2", { text: `${first.name} needs ${last.name}` }),
    el("p", { class: "quiet", text: `${count(others.length, "step")}; ${way.falls ? "the way along which it is hit" : "the shortest way"}.` }),
    nodeButton(first, model, told),
    ...way.links.map((link, at) =>
      el(
        "div",
        { class: "relation" },
        el("div", { class: "small quiet", text: sentence(link, model) }),
        nodeButton(others[at], model, told),
        ...link.evidence.map((place) => copyable(place, "place")),
      )),
    el("h3", { text: "Next" }),
    way.falls ? copyable(`opmap blast ${last.call}`) : null,
    copyable(`opmap why ${first.call} ${last.call}`),
  ];
}

/**
 * Say a relation as it stands in the file.
 * @param {Link} link
 * @param {Model} model
 */
function sentence(link, model) {
  const known = [`${model.names[link.from]} ${link.verb} ${model.names[link.to]}`, link.strength + (link.presumed ? " (presumed)" : ""), link.certainty, link.group];
  return known.filter(Boolean).join(" · ");
}
