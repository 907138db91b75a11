/** The state in the address, so that a link restores what was seen, and back and forward work. */

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./page.mjs").State} State */

const FAMILIES = /** @type {const} */ ({ marks: "m", extras: "x" });

/**
 * @param {Model} model
 * @param {State} state
 * @param {State} usual
 */
export function writtenAddress(model, state, usual) {
  const said = new URLSearchParams();
  if (state.selected >= 0) said.set("n", model.node(state.selected).id);
  if (state.wayTo >= 0) said.set("to", model.node(state.wayTo).id);
  if (state.area) said.set("in", state.area);
  if (state.mode !== usual.mode) said.set("show", state.mode);
  if (state.depth !== usual.depth) said.set("depth", String(state.depth));
  if (state.focus) said.set("focus", "yes");
  for (const [name, off] of Object.entries(state.off)) for (const value of off) said.append(`no-${name}`, value);
  for (const [family, short] of /** @type {["marks" | "extras", string][]} */ (Object.entries(FAMILIES))) {
    for (const [name, on] of Object.entries(state[family])) if (on !== usual[family][name]) said.append(short, `${on ? "" : "-"}${name}`);
  }
  return said.toString();
}

/**
 * Add to an address what part of the picture is seen.
 * @param {string} hash
 * @param {{ x: number, y: number, scale: number }} view
 */
export function withView(hash, view) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  said.set("at", `${Math.round(view.x)},${Math.round(view.y)},${Number(view.scale.toPrecision(3))}`);
  return said.toString();
}

/**
 * Give what part of the picture an address asks for.
 * @param {string} hash
 */
export function viewOf(hash) {
  const [x, y, scale] = (new URLSearchParams(hash.replace(/^#/, "")).get("at") ?? "").split(",").map(Number);
  return Number.isFinite(x) && Number.isFinite(y) && scale > 0 && scale < 10 ? { x, y, scale } : null;
}

/**
 * @param {Model} model
 * @param {string} hash
 * @param {State} usual
 * @returns {State}
 */
export function readAddress(model, hash, usual) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {State} */
  const state = {
    ...usual,
    selected: model.placeOfId(said.get("n")),
    wayTo: model.placeOfId(said.get("to")),
    area: said.get("in") ?? "",
    focus: said.has("focus"),
    off: {},
    marks: { ...usual.marks },
    extras: { ...usual.extras },
  };
  if (["falls", "needs", "both"].includes(said.get("show") ?? "")) state.mode = said.get("show") ?? "";
  if (["0", "1", "2", "3"].includes(said.get("depth") ?? "")) state.depth = Number(said.get("depth"));
  for (const [key, value] of said) if (/^no-[a-z]+$/.test(key)) (state.off[key.slice(3)] ??= new Set()).add(value);
  for (const [family, short] of /** @type {["marks" | "extras", string][]} */ (Object.entries(FAMILIES))) {
    for (const word of said.getAll(short)) {
      const name = word.replace(/^-/, "");
      if (Object.hasOwn(usual[family], name)) state[family][name] = !word.startsWith("-");
    }
  }
  return state;
}
