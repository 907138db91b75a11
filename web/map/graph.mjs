/** Questions to the model: what falls, what is needed, which way leads there, what matches. No DOM. */

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Link} Link */
/** @typedef {{ place: number, harm: string, hours: number, depth: number }} Hit */
/** @typedef {{ hits: Hit[], elsewhere: number }} Fallout */
/** @typedef {{ places: number[], links: Link[], falls: boolean }} Way from who depends to what is needed; whether it is how the one falls with the other */

/** @type {WeakMap<Model, { fallouts: Map<number, Fallout>, hits: number }>} */
const known = new WeakMap();
const REMEMBERED = 30_000; // hits, after which all is forgotten

/**
 * Give what falls when a node fails: what is on the map, and how much beyond it.
 * @param {Model} model
 * @param {number} place
 * @returns {Fallout}
 */
export function falloutOf(model, place) {
  const { faults } = model;
  if (!faults) return { hits: [], elsewhere: 0 };
  const memory = known.get(model) ?? { fallouts: new Map(), hits: 0 };
  known.set(model, memory);
  let found = memory.fallouts.get(place);
  if (!found) {
    const struck = faults.hitBy(model.numbers[place]);
    const hits = [];
    for (const { number, harm, hours, depth } of struck) {
      const at = model.placeOfNumber(number);
      if (at >= 0) hits.push({ place: at, harm, hours, depth });
    }
    found = { hits, elsewhere: struck.length - hits.length };
    memory.hits += hits.length;
    if (memory.hits > REMEMBERED) {
      memory.fallouts.clear();
      memory.hits = hits.length;
    }
    memory.fallouts.set(place, found);
  }
  return found;
}

/**
 * Give what falls on the map within so many steps (0: all).
 * @param {Model} model
 * @param {number} place
 * @param {number} depth
 */
export function fallsWith(model, place, depth) {
  const { hits } = falloutOf(model, place);
  return depth ? hits.filter((hit) => hit.depth <= depth) : hits;
}

/**
 * Give what a node needs, directly or through others, with the number of steps; alternatives included.
 * @param {Model} model
 * @param {number} place
 * @param {number} depth
 * @returns {Map<number, number>}
 */
export function neededFor(model, place, depth) {
  const steps = new Map([[place, 0]]);
  const queue = [place];
  for (let at = 0; at < queue.length; at += 1) {
    const here = queue[at];
    const far = /** @type {number} */ (steps.get(here));
    if (depth && far >= depth) continue;
    for (const link of model.needsOf(here)) {
      const needed = model.columns.needed[link];
      if (model.isBelieved(link) && model.sortOf(link) === 0 && !steps.has(needed)) {
        steps.set(needed, far + 1);
        queue.push(needed);
      }
    }
  }
  steps.delete(place);
  return steps;
}

/**
 * Give, of some nodes that one needs, those that alone take it down or harm it.
 * @param {Model} model
 * @param {number} place
 * @param {number[]} needed
 * @returns {Map<number, Hit>}
 */
export function takenDownBy(model, place, needed) {
  const found = new Map();
  for (const other of needed) {
    const hit = falloutOf(model, other).hits.find((one) => one.place === place);
    if (hit) found.set(other, hit);
  }
  return found;
}

/**
 * Give the shortest way from one node down to another, or null.
 * @param {Model} model
 * @param {number} from
 * @param {number} to
 * @param {(link: number) => boolean} leads says which links may be gone along
 * @returns {Way | null}
 */
function wayDown(model, from, to, leads) {
  const came = new Map([[from, -1]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !came.has(to); at += 1) {
    for (const link of model.needsOf(queue[at])) {
      const needed = model.columns.needed[link];
      if (leads(link) && !came.has(needed)) {
        came.set(needed, link);
        queue.push(needed);
      }
    }
  }
  if (!came.has(to) || from === to) return null;
  const links = [];
  for (let link = came.get(to) ?? -1; link >= 0; link = came.get(model.columns.hurt[link]) ?? -1) links.unshift(model.link(link));
  return { places: [from, ...links.map((link) => link.needed)], links, falls: false };
}

/**
 * Give the way along which one node is hit when another fails; null where part of it is not on the map.
 * @param {Model} model
 * @param {number} failed
 * @param {number} hit
 * @returns {Way | null}
 */
function wayOfFall(model, failed, hit) {
  const passed = model.faults?.wayOf(model.numbers[failed], model.numbers[hit]) ?? [];
  const places = [hit, ...passed.map((ends) => model.placeOfNumber(ends[1]))];
  const links = passed.map((_, at) => linkBetween(model, places[at], places[at + 1]));
  return links.every((link) => link >= 0) ? { places, links: links.map((link) => model.link(link)), falls: true } : null;
}

/**
 * Give the link between two nodes by which the one is hit, a hard one first; -1 where there is none.
 * Data and absence travel against the needs of an outage, so that its ends may stand the other way round.
 * @param {Model} model
 * @param {number} hurt
 * @param {number} needed
 */
function linkBetween(model, hurt, needed) {
  const { columns } = model;
  let [found, least] = [-1, Infinity];
  for (let link = 0; link < model.linkCount; link += 1) {
    const turned = columns.hurt[link] === needed && columns.needed[link] === hurt;
    if (!model.isBelieved(link) || !(turned || (columns.hurt[link] === hurt && columns.needed[link] === needed))) continue;
    const rank = Number(turned) * 8 + model.sortOf(link) * 2 + Number(model.isSoft(link));
    if (rank < least) [found, least] = [link, rank];
  }
  return found;
}

/**
 * Give the way between two nodes: how the one falls with the other, else the shortest, whichever depends on the other.
 * @param {Model} model
 * @param {number} one
 * @param {number} other
 */
export function wayBetween(model, one, other) {
  for (const [failed, hit] of [[one, other], [other, one]]) {
    if (!falloutOf(model, failed).hits.some(({ place }) => place === hit)) continue;
    return wayOfFall(model, failed, hit) ?? wayDown(model, hit, failed, (link) => model.isBelieved(link) && !model.isSoft(link) && !model.sortOf(link));
  }
  const believed = (/** @type {number} */ link) => model.isBelieved(link);
  return wayDown(model, one, other, believed) ?? wayDown(model, other, one, believed);
}

/**
 * Give the links that carry an outage from a node to what falls with it, or from what it needs to it.
 * @param {Model} model
 * @param {number} place
 * @param {Set<number> | null} falling
 * @param {Map<number, number> | null} needed
 * @returns {[link: number, how: "falls" | "needs"][]}
 */
export function linksBetween(model, place, falling, needed) {
  /** @type {[number, "falls" | "needs"][]} */
  const found = [];
  const { columns } = model;
  const among = (/** @type {{ has(place: number): boolean }} */ some, /** @type {number} */ one) => one === place || some.has(one);
  const walk = (/** @type {Iterable<number>} */ places, /** @type {"falls" | "needs"} */ how) => {
    for (const one of places) {
      for (const link of model.needsOf(one)) {
        if (model.sortOf(link) !== 0 || !model.isBelieved(link)) continue;
        const other = columns.needed[link];
        if (how === "falls" ? falling && among(falling, other) : needed && needed.has(other)) found.push([link, how]);
      }
    }
  };
  if (falling) walk(falling, "falls");
  if (needed) walk([place, ...needed.keys()], "needs");
  return found;
}

/**
 * Give the nodes that all words of a question are found in; the best matches first.
 * @param {Model} model
 * @param {string} question
 * @param {number} most
 * @returns {number[]}
 */
export function matching(model, question, most) {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const lists = words.map((word) => meaning(model, word));
  const whole = words.join(" ");
  const names = model.lowNames();
  const found = [];
  for (let place = 0; place < model.count; place += 1) {
    if (!lists.every((holds) => holds(place))) continue;
    const name = names[place];
    const rank = (name === whole ? 0 : name.startsWith(whole) ? 1 : name.includes(whole) ? 2 : 3) + (model.isBackground(place) ? 4 : 0);
    found.push([rank, -model.columns.falls[place], place]);
  }
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
  return found.slice(0, most).map((row) => row[2]);
}

/**
 * Give a test whether a node has a word in its name, kind, place, owners or id.
 * @param {Model} model
 * @param {string} word
 * @returns {(place: number) => boolean}
 */
function meaning(model, word) {
  const { view, columns } = model;
  const holding = (/** @type {string[]} */ values) => Uint8Array.from(values, (value) => Number(value.toLowerCase().includes(word)));
  const kinds = holding(model.kindNames);
  const fields = holding(view.fields.map((/** @type {string[]} */ field) => field.join(" ")));
  const owners = holding(model.ownerNames);
  const names = model.lowNames();
  return (place) => names[place].includes(word) || kinds[columns.kind[place]] > 0 || fields[columns.field[place]] > 0
    || model.ownersOf(place).some((owner) => owners[owner]) || (model.count < 5000 && model.ids.at(place).toLowerCase().includes(word));
}

/**
 * Say a time as people do.
 * @param {number} hours
 */
export function after(hours) {
  if (!hours) return "at once";
  if (hours < 1) return `after ${Math.round(hours * 60)} min`;
  return hours < 48 ? `after ${Number(hours.toFixed(1))} h` : `after ${Number((hours / 24).toFixed(1))} days`;
}
