/** What the page knows: nodes and links as columns, and one of them as an object when it is asked for. No DOM. */
import { Lines } from "./data.mjs";

/** @typedef {import("./data.mjs").Columns} Columns */
/** @typedef {{ sort: string, text: string, command: string }} Note */
/** @typedef {[title: string, x: number, y: number, width: number, height: number, nodes: number, background: number, within: number]} Area */

const [COUNTS, BACKGROUND, ROOT] = [1, 2, 4];
const OWNERS = new Set(["person", "team", "department"]);

/** A node, its details read from the file when they are first asked for. */
export class Node {
  /**
   * @param {Model} model
   * @param {number} place
   */
  constructor(model, place) {
    const { view, columns } = model;
    this.model = model;
    this.place = place;
    this.name = model.names[place];
    this.kind = model.kindNames[columns.kind[place]];
    this.layer = view.kinds[this.kind][0];
    this.x = columns.x[place];
    this.y = columns.y[place];
    this.env = view.environments[columns.env[place]];
    this.state = view.states[columns.state[place]];
    this.source = view.sources[columns.source[place]];
    /** @type {[string, string]} */
    const [department, team] = view.fields[columns.field[place]];
    this.department = department;
    this.team = team;
    this.owned = view.owned[columns.owned[place]];
    this.counts = Boolean(columns.flags[place] & COUNTS);
    this.background = Boolean(columns.flags[place] & BACKGROUND);
    this.root = Boolean(columns.flags[place] & ROOT);
    /** @type {string[]} */
    this.sorts = view.notes.filter((/** @type {string} */ _, /** @type {number} */ bit) => columns.sorts[place] & (1 << bit));
    this.falls = columns.falls[place];
  }

  get id() { return this.model.ids.at(this.place); }

  get said() { return JSON.parse(this.model.details.at(this.place) || "[0,[],[],[],0,0]"); }

  /** Give who answers for it, by name alone, which costs less than with the notes. @returns {string[]} */
  get owning() { return this.model.presentOwnersOf(this.place).map((owner) => this.model.ownerNames[owner]); }

  /** Give its owners, those who have left among them. @returns {{ name: string, note: string, left: boolean }[]} */
  get owners() {
    const { model, said } = this;
    return model.ownersOf(this.place).map((owner, at) => ({ name: model.ownerNames[owner], note: said[0]?.[at] ?? "", left: model.left.has(owner) }));
  }

  /** @returns {Note[]} */
  get notes() {
    const { call, said } = this;
    return said[1].map((/** @type {string[]} */ [sort, text, command]) => ({ sort, text, command: command.replace(" %", () => ` ${call}`) }));
  }

  /** @returns {[string, string][]} */
  get facts() { return this.said[2]; }

  /** @returns {string[]} */
  get evidence() { return this.said[3].map((/** @type {string} */ place) => this.model.placeOf(place)); }

  /** @returns {number} */
  get more() { return this.said[4]; }

  /** @returns {string} */
  get call() { return [this.name, this.id][this.said[5]] ?? this.said[5]; }
}

/** A link, from who depends to what is needed. */
export class Link {
  /**
   * @param {Model} model
   * @param {number} place
   */
  constructor(model, place) {
    const { view, columns } = model;
    const how = columns.how[place];
    this.model = model;
    this.place = place;
    this.hurt = columns.hurt[place];
    this.needed = columns.needed[place];
    this.verb = view.verbs[columns.verb[place]];
    this.turned = Boolean(how & 1);
    this.presumed = Boolean(how & 2);
    this.strength = how & 4 ? "soft" : "hard";
    this.certainty = view.certainties[(how >> 3) & 3];
    this.sort = view.sorts[how >> 5];
    this.group = view.groups[columns.group[place]];
  }

  /** The end that the sentence begins with. */
  get from() { return this.turned ? this.needed : this.hurt; }

  get to() { return this.turned ? this.hurt : this.needed; }

  /** @returns {string[]} */
  get evidence() {
    const said = this.model.linkDetails.at(this.place);
    return said ? said.split(" ").map((place) => this.model.placeOf(place)) : [];
  }
}

const NODE_COLUMNS = ["x", "y", "home", "kind", "field", "env", "source", "state", "owned", "flags", "sorts", "falls", "owners", "owner"];
const LINK_COLUMNS = ["hurt", "needed", "verb", "how", "group"];

/** Everything that is on the map. */
export class Model {
  /**
   * @param {any} view
   * @param {Columns} picture
   */
  constructor(view, picture) {
    this.view = view;
    this.about = view.about;
    /** @type {Record<string, [colour: string, shape: string]>} */
    this.layers = view.layers;
    /** @type {Record<string, [layer: string, plural: string]>} */
    this.kinds = view.kinds;
    this.kindNames = Object.keys(view.kinds);
    this.layerCodes = Uint8Array.from(this.kindNames, (kind) => Object.keys(view.layers).indexOf(view.kinds[kind][0]));
    /** @type {[number, number]} */
    this.box = view.box;
    /** @type {Area[]} */
    this.teams = view.teams;
    /** @type {Area[]} */
    this.departments = view.departments;
    /** @type {number[]} */
    this.riskiest = view.riskiest;
    /** @type {{ possible: boolean, places: number[] }[]} */
    this.overlaps = view.overlaps.map((/** @type {[number, number[]]} */ [possible, places]) => ({ possible: Boolean(possible), places }));
    /** @type {Record<string, import("./data.mjs").Numbers>} */
    this.columns = Object.fromEntries([...NODE_COLUMNS, ...LINK_COLUMNS].map((name) => [name, picture.numbers(name)]));
    /** @type {string[]} */
    this.names = picture.texts("name");
    /** @type {string[]} */
    this.ownerNames = picture.texts("ownerName");
    /** Which of them have left. @type {Set<number>} */
    this.left = new Set(view.left);
    this.numbers = picture.numbers("number");
    this.count = this.columns.x.length;
    if (!this.count) this.names = [];
    this.linkCount = this.columns.hurt.length;
    this.ids = this.details = this.linkDetails = this.paths = new Lines(new Uint8Array(0));
    /** @type {import("./blasting.mjs").Faults | null} */
    this.faults = null;
    this.travels = Uint8Array.from(this.columns.how, (how) => Number(how >> 5 < 2));
    this.needsIndex = indexed(this.columns.hurt, this.travels, this.count);
    this.neededByIndex = indexed(this.columns.needed, this.travels, this.count);
    /** @type {Int32Array | null} */
    this.ownerStart = null;
    /** @type {Map<number, Node>} */
    this.nodeCache = new Map();
    /** @type {Map<string, number> | null} */
    this.placesById = null;
    /** @type {Map<number, number> | null} */
    this.placesByNumber = null;
    /** @type {string[] | undefined} */
    this.low = undefined;
  }

  /**
   * Take in the details, once they are read.
   * @param {Columns} details
   */
  learn(details) {
    this.ids = details.lines("id");
    this.details = details.lines("node");
    this.linkDetails = details.lines("link");
    this.paths = details.lines("path");
  }

  /**
   * @param {number} place
   * @returns {Node}
   */
  node(place) {
    let node = this.nodeCache.get(place);
    if (!node) {
      if (this.nodeCache.size > 4000) this.nodeCache.clear();
      node = new Node(this, place);
      this.nodeCache.set(place, node);
    }
    return node;
  }

  /** @param {number} place */
  link(place) { return new Link(this, place); }

  /** @param {number} place */
  layerOf(place) { return this.kinds[this.kindNames[this.columns.kind[place]]][0]; }

  /** Give the place of its layer among the layers. @param {number} place */
  layerCode(place) { return this.layerCodes[this.columns.kind[place]]; }

  /**
   * Give the place of a node id; -1 where none has it.
   * @param {string | null} id
   */
  placeOfId(id) {
    if (id === null) return -1;
    if (!this.placesById) {
      this.placesById = new Map();
      for (let place = 0; place < this.count; place += 1) this.placesById.set(this.ids.at(place), place);
    }
    return this.placesById.get(id) ?? -1;
  }

  /**
   * Give the place of a node of the whole graph; -1 where it is not on the map.
   * @param {number} number
   */
  placeOfNumber(number) {
    if (!this.placesByNumber) {
      this.placesByNumber = new Map();
      if (this.numbers.at(-1) !== this.count - 1) this.numbers.forEach((one, place) => this.placesByNumber?.set(one, place));
    }
    return this.placesByNumber.size ? this.placesByNumber.get(number) ?? -1 : number < this.count ? number : -1;
  }

  /** Give all names in lower case, once somebody searches. */
  lowNames() {
    this.low ??= this.names.map((name) => name.toLowerCase());
    return this.low;
  }

  /** @param {number} place */
  ownersOf(place) {
    const { owners, owner } = this.columns;
    if (!this.ownerStart) {
      this.ownerStart = new Int32Array(this.count + 1);
      for (let at = 0; at < this.count; at += 1) this.ownerStart[at + 1] = this.ownerStart[at] + owners[at];
    }
    return [...owner.subarray(this.ownerStart[place], this.ownerStart[place + 1])];
  }

  /** Give the owners who are still there. @param {number} place */
  presentOwnersOf(place) { return this.ownersOf(place).filter((owner) => !this.left.has(owner)); }

  /** @param {string} said */
  placeOf(said) {
    const [path, line] = said.split(":");
    return this.paths.at(Number(path)) + (line ? `:${line}` : "");
  }

  /**
   * Give the places of the links by which a node needs others, or by which others need it.
   * @param {number} place
   */
  needsOf(place) { return ranged(this.needsIndex, place); }

  /** @param {number} place */
  neededBy(place) { return ranged(this.neededByIndex, place); }

  /**
   * Give the links of a node that carry no failure.
   * @param {number} place
   */
  othersOf(place) {
    const { hurt, needed } = this.columns;
    const found = [];
    for (let link = 0; link < this.linkCount; link += 1) {
      if (!this.travels[link] && (hurt[link] === place || needed[link] === place)) found.push(this.link(link));
    }
    return found;
  }

  /** Give the place of the person, team or department of a name; -1 where there is none. @param {string} name */
  placeOfOwner(name) {
    return this.names.findIndex((one, place) => one === name && OWNERS.has(this.kindNames[this.columns.kind[place]]));
  }

  /** Give the places of what overlaps with a node. @param {number} place */
  overlappingWith(place) {
    const found = this.overlaps.filter(({ places }) => places.includes(place)).flatMap(({ places }) => places);
    return [...new Set(found)].filter((other) => other !== place);
  }

  /** @param {number} place */
  isBackground(place) { return (this.columns.flags[place] & BACKGROUND) > 0; }

  /** @param {number} link */
  isBelieved(link) { return ((this.columns.how[link] >> 3) & 3) < 2; }

  /** @param {number} link */
  isSoft(link) { return (this.columns.how[link] & 4) > 0; }

  /**
   * Say of which sort a link is: 0 dependency, 1 watch, 2 people, 3 other.
   * @param {number} link
   */
  sortOf(link) { return this.columns.how[link] >> 5; }
}

/** @typedef {{ start: Int32Array, links: Int32Array }} Index */

/**
 * Index links by one of their ends.
 * @param {ArrayLike<number>} ends
 * @param {Uint8Array} chosen
 * @param {number} count
 * @returns {Index}
 */
function indexed(ends, chosen, count) {
  const start = new Int32Array(count + 1);
  for (let link = 0; link < ends.length; link += 1) if (chosen[link]) start[ends[link] + 1] += 1;
  for (let place = 0; place < count; place += 1) start[place + 1] += start[place];
  const next = start.slice(0, count);
  const links = new Int32Array(start[count]);
  for (let link = 0; link < ends.length; link += 1) if (chosen[link]) links[next[ends[link]]++] = link;
  return { start, links };
}

/**
 * @param {Index} index
 * @param {number} place
 */
function ranged(index, place) {
  return index.links.subarray(index.start[place], index.start[place + 1]);
}
