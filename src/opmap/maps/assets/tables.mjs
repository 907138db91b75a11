/** The same nodes as a table, for whoever reads rather than looks, and as CSV. */
import { el } from "./dom.mjs";

const COLUMNS = [
  ["Name", (node) => node.name],
  ["Kind", (node) => node.kind],
  ["Team", (node) => [node.department, node.team].filter(Boolean).join(" · ")],
  ["Owner", (node) => node.owners.map((owner) => owner[0]).join(", ") || (node.owned === "unowned" ? "no owner" : "")],
  ["Environment", (node) => node.env],
  ["Fail with it", (node, model) => model.fallout[node.place].hits.length + model.fallout[node.place].elsewhere],
  ["Needs", (node) => node.needs.length],
  ["Findings", (node) => [...node.sorts].join(", ")],
];

export function tableOf(model, nodes, sorting, told) {
  const valueOf = COLUMNS[sorting.column][1];
  const rows = [...nodes].sort((one, other) => {
    const [a, b] = [valueOf(one, model), valueOf(other, model)];
    const order = typeof a === "number" ? a - b : a.localeCompare(b, "en");
    return (sorting.down ? -order : order) || one.place - other.place;
  });
  const head = COLUMNS.map(([title], at) =>
    el(
      "th",
      { scope: "col", "aria-sort": at === sorting.column ? (sorting.down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", text: title + (at === sorting.column ? (sorting.down ? " ↓" : " ↑") : ""), onclick: () => told.sorted(at) }),
    ));
  return el(
    "table",
    {},
    el("caption", { text: `${rows.length.toLocaleString("en")} of ${model.nodes.length.toLocaleString("en")} nodes: those that the map shows. A name selects the node.` }),
    el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows.map((node) =>
      el("tr", {}, ...COLUMNS.map(([, value], at) =>
        (at ? el("td", { text: String(value(node, model)) })
          : el("td", {}, el("button", { type: "button", text: node.name, onclick: () => told.picked(node.place, true) }))))))),
  );
}

/** Give the table as CSV; what a spreadsheet would take for a formula is made text. */
export function csvOf(model, nodes) {
  const cell = (value) => {
    const text = String(value);
    const safe = /^[=+\-@\t\r]/.test(text.trimStart()) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  const rows = nodes.map((node) => [node.id, ...COLUMNS.map(([, value]) => value(node, model))]);
  return [["Id", ...COLUMNS.map((column) => column[0])], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}
