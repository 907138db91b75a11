/** The same nodes as a table, for whoever reads rather than looks, and as CSV. */
import { el } from "./dom.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Node} Node */
/** @typedef {{ column: number, down: boolean, page: number }} Sorting */

const A_PAGE = 200;

/** @type {[title: string, value: (node: Node, model: Model) => string | number][]} */
export const COLUMNS = [
  ["Name", (node) => node.name],
  ["Kind", (node) => node.kind],
  ["Team", (node) => [node.department, node.team].filter(Boolean).join(" · ")],
  ["Owner", (node) => node.owning.join(", ") || (node.owned === "unowned" ? "no owner" : "")],
  ["Environment", (node) => node.env],
  ["Down with it", (node) => node.falls],
  ["Needs", (node, model) => model.needsOf(node.place).filter((link) => model.sortOf(link) === 0).length],
  ["Findings", (node) => node.sorts.join(", ")],
];

/**
 * Give the places of nodes in the order of a column.
 * @param {Model} model
 * @param {number[]} places
 * @param {Sorting} sorting
 */
export function inOrder(model, places, { column, down }) {
  const valueOf = COLUMNS[column][1];
  const compare = new Intl.Collator("en").compare;
  const rows = places.map((place) => /** @type {const} */ ([valueOf(model.node(place), model), place]));
  rows.sort(([one, first], [other, second]) => {
    const order = typeof one === "number" ? one - Number(other) : compare(one, String(other));
    return (down ? -order : order) || first - second;
  });
  return rows.map((row) => row[1]);
}

/**
 * Give a page of the table.
 * @param {Model} model
 * @param {number[]} places
 * @param {Sorting} sorting
 * @param {import("./page.mjs").Told} told
 */
export function tableOf(model, places, sorting, told) {
  const order = inOrder(model, places, sorting);
  const first = Math.min(sorting.page * A_PAGE, Math.max(0, order.length - 1));
  const rows = order.slice(first, first + A_PAGE).map((place) => model.node(place));
  const head = COLUMNS.map(([title], at) =>
    el(
      "th",
      { scope: "col", "aria-sort": at === sorting.column ? (sorting.down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", text: title + (at === sorting.column ? (sorting.down ? " ↓" : " ↑") : ""), onclick: () => told.sorted(at) }),
    ));
  const which = order.length > A_PAGE ? `, ${(first + 1).toLocaleString("en")} to ${(first + rows.length).toLocaleString("en")}` : "";
  const said = `${order.length.toLocaleString("en")} of ${model.count.toLocaleString("en")} nodes: those that the map shows${which}. A name selects the node.`;
  const turn = (/** @type {string} */ text, /** @type {number} */ page, /** @type {boolean} */ there) =>
    el("button", { type: "button", text, disabled: !there, onclick: () => told.turned(page) });
  const pager = order.length > A_PAGE
    ? el("p", { class: "pager" }, turn("← Before", sorting.page - 1, sorting.page > 0), turn("After →", sorting.page + 1, first + A_PAGE < order.length))
    : null;
  return el(
    "div",
    {},
    el(
      "table",
      {},
      el("caption", { text: said }),
      el("thead", {}, el("tr", {}, ...head)),
      el("tbody", {}, ...rows.map((node) =>
        el("tr", {}, ...COLUMNS.map(([, value], at) =>
          (at ? el("td", { text: String(value(node, model)) })
            : el("td", {}, el("button", { type: "button", text: node.name, onclick: () => told.picked(node.place, true) }))))))),
    ),
    pager,
  );
}

/**
 * Give the table as CSV; what a spreadsheet would take for a formula is made text.
 * @param {Model} model
 * @param {number[]} places
 */
export function csvOf(model, places) {
  const cell = (/** @type {string | number} */ value) => {
    const text = String(value);
    const safe = /^[=+\-@\t\r]/.test(text.trimStart()) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  const row = (/** @type {(string | number)[]} */ values) => values.map(cell).join(",");
  const rows = places.map((place) => {
    const node = model.node(place);
    return row([node.id, ...COLUMNS.map(([, value]) => value(node, model))]);
  });
  return [row(["Id", ...COLUMNS.map((column) => column[0])]), ...rows].join("\r\n");
}
