/** What is shown and what is not, counted. */
import { count } from "./dom.mjs";

/**
 * Say what is shown and what is not.
 * @param {import("./model.mjs").Model} model
 * @param {import("./page.mjs").Looks} looks
 */
export function statusOf(model, { shown, links: seen, extras }) {
  const sum = (/** @type {Uint8Array} */ mask) => mask.reduce((total, one) => total + one, 0);
  const [nodes, links] = [sum(shown), sum(seen)];
  const people = extras.people ? 0 : model.columns.flags.filter((bits) => bits & 2).length;
  const filtered = model.count - nodes - people;
  const hidden = [
    filtered > 0 ? `${count(filtered, "node")} filtered out` : "",
    people ? `${people.toLocaleString("en")} people, teams and systems` : "",
    links < model.linkCount ? count(model.linkCount - links, "relation") : "",
  ].filter(Boolean);
  const said = `${nodes.toLocaleString("en")} of ${count(model.about.nodes, "node")}, ${links.toLocaleString("en")} of ${count(model.about.links, "relation")}`;
  return `${said}.${hidden.length ? ` Not drawn: ${hidden.join(", ")}.` : ""}`;
}

/** Give the places of what is shown. @param {Uint8Array} shown */
export function placesOf(shown) {
  const found = [];
  for (let place = 0; place < shown.length; place += 1) if (shown[place]) found.push(place);
  return found;
}
