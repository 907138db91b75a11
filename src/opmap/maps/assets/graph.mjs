/** Questions to the model: what falls, what is needed, which way leads there, what matches. No DOM. */

/** Give what falls when a node fails, as the engine computed it, within so many steps (0: all). */
export function fallsWith(model, place, depth) {
  const hits = model.fallout[place].hits;
  return depth ? hits.filter((hit) => hit.depth <= depth) : hits;
}

/** Give what a node needs, directly or through others, with the number of steps; alternatives included. */
export function neededFor(model, place, depth) {
  const steps = new Map([[place, 0]]);
  const queue = [place];
  for (let at = 0; at < queue.length; at += 1) {
    const here = queue[at];
    if (depth && steps.get(here) >= depth) continue;
    for (const link of model.nodes[here].needs) {
      if (believed(link) && link.sort === "dependency" && !steps.has(link.needed)) {
        steps.set(link.needed, steps.get(here) + 1);
        queue.push(link.needed);
      }
    }
  }
  steps.delete(place);
  return steps;
}

/** Say whether answers rest on a link: certain and probable ones count, possible ones do not. */
export function believed(link) {
  return link.certainty !== "possible";
}

/** Give the links of the shortest way from one node down to another, or null. */
export function wayDown(model, from, to) {
  const came = new Map([[from, null]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !came.has(to); at += 1) {
    for (const link of model.nodes[queue[at]].needs) {
      if (believed(link) && !came.has(link.needed)) {
        came.set(link.needed, link);
        queue.push(link.needed);
      }
    }
  }
  if (!came.has(to) || from === to) return null;
  const way = [];
  for (let link = came.get(to); link; link = came.get(link.hurt)) way.unshift(link);
  return way;
}

/** Give the way between two nodes, whichever of them depends on the other. */
export function wayBetween(model, one, other) {
  return wayDown(model, one, other) || wayDown(model, other, one);
}

/** Give the links that carry an outage from a node to what falls with it, or from what it needs to it. */
export function linksBetween(model, place, falling, needed) {
  const found = [];
  for (const link of model.links) {
    if (link.sort !== "dependency" || !believed(link)) continue;
    const falls = falling && (falling.has(link.hurt) || link.hurt === place) && (falling.has(link.needed) || link.needed === place);
    const needs = needed && (needed.has(link.needed) || link.needed === place) && (needed.has(link.hurt) || link.hurt === place);
    if (falls && link.hurt !== place) found.push([link, "falls"]);
    else if (needs && link.needed !== place) found.push([link, "needs"]);
  }
  return found;
}

/** Give the nodes that all words of a question are found in; the best matches first. */
export function matching(model, question, most) {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = model.nodes.filter((node) => words.every((word) => node.words.includes(word)));
  const rank = (node) => {
    const name = node.name.toLowerCase();
    const whole = words.join(" ");
    return (name === whole ? 0 : name.startsWith(whole) ? 1 : name.includes(whole) ? 2 : 3) + (node.background ? 4 : 0);
  };
  const order = found.map((node) => [rank(node), -model.fallout[node.place].hits.length, node.place]);
  order.sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
  return order.slice(0, most).map((row) => model.nodes[row[2]]);
}

/** What nodes can be filtered by: a title, and the value that a node has. */
export const FACETS = [
  ["kind", "Kind", (node) => node.kind],
  ["team", "Team", (node) => [node.department, node.team].filter(Boolean).join(" · ") || "none"],
  ["env", "Environment", (node) => node.env || "not known"],
  ["owner", "Owner", (node) => node.owned],
  ["state", "Known", (node) => node.state],
];

/** Say whether a node passes the filters; `but` leaves one facet out of the question. */
export function passes(node, off, but = "") {
  return FACETS.every(([name, , valueOf]) => name === but || !off[name] || !off[name].has(valueOf(node)));
}

/** Count, for one facet, the nodes of each value that the other filters leave. */
export function remaining(nodes, off, facet) {
  const [name, , valueOf] = FACETS.find((one) => one[0] === facet);
  const counts = new Map();
  for (const node of nodes) {
    const value = valueOf(node);
    counts.set(value, (counts.get(value) || 0) + (passes(node, off, name) ? 1 : 0));
  }
  return [...counts].sort((one, other) => (one[0] < other[0] ? -1 : 1));
}

/** Say a time as people do. */
export function after(hours) {
  if (!hours) return "at once";
  if (hours < 1) return `after ${Math.round(hours * 60)} min`;
  return hours < 48 ? `after ${Number(hours.toFixed(1))} h` : `after ${Number((hours / 24).toFixed(1))} days`;
}
