/** The state in the address, so that a link restores what was seen, and back and forward work. */

const FAMILIES = { marks: "m", extras: "x" };

export function writtenAddress(model, state, usual) {
  const said = new URLSearchParams();
  if (state.selected >= 0) said.set("n", model.nodes[state.selected].id);
  if (state.wayTo >= 0) said.set("to", model.nodes[state.wayTo].id);
  if (state.mode !== usual.mode) said.set("show", state.mode);
  if (state.depth !== usual.depth) said.set("depth", String(state.depth));
  for (const [name, off] of Object.entries(state.off)) for (const value of off) said.append(`no-${name}`, value);
  for (const [family, short] of Object.entries(FAMILIES)) {
    for (const [name, on] of Object.entries(state[family])) if (on !== usual[family][name]) said.append(short, `${on ? "" : "-"}${name}`);
  }
  return said.toString();
}

export function readAddress(model, hash, usual) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const place = (id) => (model.byId.has(id) ? model.byId.get(id).place : -1);
  const state = { ...usual, selected: place(said.get("n")), wayTo: place(said.get("to")), off: {}, marks: { ...usual.marks }, extras: { ...usual.extras } };
  if (["falls", "needs", "both"].includes(said.get("show"))) state.mode = said.get("show");
  if (["0", "1", "2", "3"].includes(said.get("depth"))) state.depth = Number(said.get("depth"));
  for (const [key, value] of said) if (key.startsWith("no-")) (state.off[key.slice(3)] ??= new Set()).add(value);
  for (const [family, short] of Object.entries(FAMILIES)) {
    for (const word of said.getAll(short)) {
      const name = word.replace(/^-/, "");
      if (name in usual[family]) state[family][name] = !word.startsWith("-");
    }
  }
  return state;
}
