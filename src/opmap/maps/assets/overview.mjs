/** What the panel says while nothing is selected: what this map is of, its risks, its layers, its gaps. */
import { copyable, count, el } from "./dom.mjs";
import { nodeButton, tick } from "./parts.mjs";

export function overview(model, state, told) {
  const { about } = model;
  return [
    el("h2", { text: about.title }),
    el("p", { class: "quiet", text: introduced(about) }),
    ...(about.leftOut ? [el("p", { class: "note unowned", text: about.leftOut })] : []),
    ...riskiest(model, told),
    el("h3", { text: "Layers" }),
    layers(model, state, told),
    el("h3", { text: "What was not seen" }),
    ...gaps(about),
    el("h3", { text: "Read from" }),
    el("ul", { class: "list small" }, ...about.sources.map(([name, text]) => el("li", {}, el("strong", { text: name }), ` ${text}`))),
    el("p", { class: "small quiet", text: `Snapshot ${about.snapshot}, content ${about.content}. Lines run from what depends, above, to what it needs, below.` }),
  ];
}

function introduced(about) {
  const whole = `${count(about.nodes, "node")} and ${count(about.links, "relation")} in snapshot ${about.snapshot}`;
  const part = about.selection ? `The part “${about.selection}” of ${whole}` : whole;
  const assumed = about.assumed ? `, ${about.assumed} of them assumed` : "";
  return `${part}. ${count(about.outcomes, "outcome")} that must go on working${assumed}.`;
}

function riskiest(model, told) {
  if (!model.riskiest.length) return [];
  const rows = model.riskiest.map((place, rank) => {
    const node = model.nodes[place];
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

/** The switches; what a layer would mark or show is counted whether it is on or not. */
function layers(model, state, told) {
  const nodes = (holds) => model.nodes.filter(holds).length;
  const links = (holds) => model.links.filter(holds).length;
  const rows = [
    ["marks", "riskiest", "The riskiest, numbered", model.riskiest.length],
    ["marks", "single", "Single points: double frame", nodes((node) => node.sorts.has("single"))],
    ["marks", "unowned", "No owner: dashed, with ?", nodes((node) => node.owned === "unowned")],
    ["marks", "lower", "Production leaning on less: ↓", nodes((node) => node.sorts.has("lower"))],
    ["extras", "possible", "Possible relations: dotted", links((link) => link.certainty === "possible" && link.sort === "dependency")],
    ["extras", "watch", "Monitoring and release", links((link) => link.sort === "watch")],
    ["extras", "people", "People and organisation", nodes((node) => node.background)],
    ["extras", "other", "Source code and other relations", links((link) => link.sort === "other")],
  ];
  return el(
    "div",
    { class: "switches" },
    ...rows.filter((row) => row[3]).map(([family, name, label, number]) =>
      tick(label, number, state[family][name], (on) => told.switched(family, name, on))),
  );
}

function gaps(about) {
  if (!about.gaps.length) return [el("p", { class: "quiet", text: "Every document was read and every reference led somewhere. What no file says is not here." })];
  return about.gaps.map(([text, command, examples]) =>
    el(
      "details",
      {},
      el("summary", { text }),
      examples.length ? el("ul", { class: "list small" }, ...examples.map((example) => el("li", { text: example }))) : null,
      copyable(command),
    ));
}

/** What the panel says of the way between two nodes. */
export function wayPanel(model, way, from, to, told) {
  const back = el("div", { class: "crumbs" }, el("button", { type: "button", class: "link-like", text: "← Overview", onclick: () => told.picked(-1) }));
  if (!way) {
    return [
      back,
      el("h2", { text: "No way between them" }),
      el("p", { text: `On this map neither ${from.name} nor ${to.name} depends on the other, as far as is known.` }),
      nodeButton(from, model, told),
      nodeButton(to, model, told),
    ];
  }
  const first = model.nodes[way[0].hurt];
  const last = model.nodes[way[way.length - 1].needed];
  return [
    back,
    el("h2", { text: `${first.name} needs ${last.name}` }),
    el("p", { class: "quiet", text: `${count(way.length, "step")}; the shortest way.` }),
    nodeButton(first, model, told),
    ...way.map((link) =>
      el(
        "div",
        { class: "relation" },
        el("div", { class: "small quiet", text: sentence(link, model) }),
        nodeButton(model.nodes[link.needed], model, told),
        ...link.evidence.map((place) => copyable(place, "place")),
      )),
    el("h3", { text: "Next" }),
    copyable(`opmap why ${first.call} ${last.call}`),
  ];
}

/** Say a relation as it stands in the file. */
function sentence(link, model) {
  const ends = [model.nodes[link.hurt].name, model.nodes[link.needed].name];
  const [from, to] = link.turned ? ends.reverse() : ends;
  const known = [`${from} ${link.verb} ${to}`, link.strength + (link.presumed ? " (presumed)" : ""), link.certainty, link.group];
  return known.filter(Boolean).join(" · ");
}
