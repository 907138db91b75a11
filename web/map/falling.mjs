/**
 * One scenario, hour by hour: what falls, when, and because of what. The same search as in
 * `opmap/graph/engine/falling.py`, which says why it is right; this file follows it step by
 * step, so that a page and a command never disagree. Times are whole seconds. No DOM.
 */
import { proven } from "./ground.mjs";

export const NOWHERE = -1;
const NOTHING = new Int32Array(0);

/** @typedef {import("./data.mjs").Columns} Columns */
/** @typedef {{ aspects: ArrayLike<number>, at: ArrayLike<number>, arcs?: number[], felt?: number[] }} Events */
/** @typedef {{ hours: Float64Array, by: Int32Array }} Fallen */

/** What can fall, and what each of it rests on. */
export class Aspects {
  /**
   * @param {Columns} columns
   * @param {string} name
   */
  constructor(columns, name) {
    const degree = columns.numbers(`${name}.degree`);
    this.size = degree.length;
    this.start = new Int32Array(this.size + 1);
    for (let at = 0; at < this.size; at += 1) this.start[at + 1] = this.start[at] + degree[at];
    this.hurt = columns.numbers(`${name}.hurt`);
    this.need = new Int32Array(this.hurt.length);
    for (let at = 0; at < this.size; at += 1) this.need.fill(at, this.start[at], this.start[at + 1]);
    this.bearing = new Int32Array(this.size).fill(1);
    this.grouped = set(this.bearing, columns.numbers(`${name}.bearing`));
    this.serves = Int32Array.from({ length: this.size }, (_, at) => at);
    set(this.serves, columns.numbers(`${name}.serves`));
    this.wait = new Int32Array(this.hurt.length);
    this.delayed = set(this.wait, columns.numbers(`${name}.seconds`));
    /** Of each arc, how many relations it stands for. */
    this.steps = new Uint8Array(this.hurt.length).fill(1);
    set(this.steps, columns.numbers(`${name}.steps`));
    for (const arc of columns.numbers(`${name}.bare`)) this.steps[arc] = 0;
  }

  /**
   * Count the relations from an aspect back to where its fall began, and say where that is.
   * @param {Fallen} fallen
   * @param {number} aspect
   * @param {(arc: number) => void} [passing] is told of each arc that stands for a relation
   */
  backFrom(fallen, aspect, passing) {
    let steps = 0;
    let met = aspect;
    for (let arc = fallen.by[met]; arc !== NOWHERE; arc = fallen.by[met]) {
      steps += this.steps[arc];
      if (passing && this.steps[arc]) passing(arc);
      met = this.need[arc];
    }
    return { steps, met };
  }
}

/**
 * Take pairs (place, value) into a column; say whether there were any.
 * @param {{ [at: number]: number }} column
 * @param {ArrayLike<number>} pairs
 */
export function set(column, pairs) {
  for (let at = 0; at < pairs.length; at += 2) column[pairs[at]] = pairs[at + 1];
  return pairs.length > 0;
}

/**
 * Let events happen and follow them until nothing more falls.
 * @param {Aspects} aspects
 * @param {Events} events
 * @param {{ before?: Uint8Array, loops?: import("./ground.mjs").Loops | null }} [given] what fell before stays out of it
 * @returns {Fallen}
 */
export function fall(aspects, events, { before, loops = null } = {}) {
  const falling = new Falling(aspects, before, loops);
  for (const [hour, some] of byHour(events.aspects, events.at)) falling.later(hour, NOTHING, some);
  if (events.arcs && events.felt) for (const [hour, some] of byHour(events.arcs, events.felt)) falling.later(hour, some, NOTHING);
  return falling.run();
}

/**
 * Put things of one hour together, the earliest first.
 * @param {ArrayLike<number>} things
 * @param {ArrayLike<number>} hours
 * @returns {[number, number[]][]}
 */
function byHour(things, hours) {
  /** @type {Map<number, number[]>} */
  const found = new Map();
  for (let at = 0; at < things.length; at += 1) {
    const known = found.get(hours[at]);
    if (known) known.push(things[at]);
    else found.set(hours[at], [things[at]]);
  }
  return [...found].sort((one, other) => one[0] - other[0]);
}

/** The state of one search. */
class Falling {
  /**
   * @param {Aspects} aspects
   * @param {Uint8Array | undefined} before
   * @param {import("./ground.mjs").Loops | null} loops
   */
  constructor(aspects, before, loops) {
    this.aspects = aspects;
    this.loops = aspects.grouped ? loops : null;
    this.gone = before ? before.slice() : new Uint8Array(aspects.size);
    this.hours = new Float64Array(aspects.size).fill(Infinity);
    this.by = new Int32Array(aspects.size).fill(NOWHERE);
    this.mark = new Uint8Array(aspects.size);
    /** @type {{ hour: number, arcs: ArrayLike<number>, falling: ArrayLike<number> }[]} */
    this.queue = [];
    this.left = aspects.grouped ? aspects.bearing.slice() : aspects.bearing;
    this.felt = new Uint8Array(this.loops ? aspects.hurt.length : 0);
    this.sent = new Uint8Array(this.felt.length);
    this.doomed = new Uint8Array(this.loops ? aspects.size : 0);
    this.explained = new Uint8Array(this.doomed.length);
    this.thinned = this.circular = false;
  }

  /**
   * Remember what is felt and what falls at an hour.
   * @param {number} hour
   * @param {ArrayLike<number>} arcs
   * @param {ArrayLike<number>} falling
   */
  later(hour, arcs, falling) { this.queue.push({ hour, arcs, falling }); }

  run() {
    while (this.queue.length) {
      const now = this.queue.reduce((least, one) => Math.min(least, one.hour), Infinity);
      for (let at = this.queue.findIndex((one) => one.hour === now); at >= 0; at = this.queue.findIndex((one) => one.hour === now)) {
        const [{ arcs, falling }] = this.queue.splice(at, 1);
        this.follow(now, this.feel(chosen(arcs, (arc) => !this.gone[this.aspects.hurt[arc]])));
        this.follow(now, sorted([...new Set(chosen(falling, (aspect) => !this.gone[aspect]))]));
      }
      if (this.loops && this.thinned) this.askForGround(now, this.loops);
    }
    return { hours: this.hours, by: this.by };
  }

  /**
   * @param {number} now
   * @param {number[]} begun
   */
  follow(now, begun) {
    const { aspects } = this;
    for (let falling = begun; falling.length;) {
      for (const aspect of falling) {
        this.gone[aspect] = 1;
        this.hours[aspect] = now;
      }
      const arcs = [];
      for (const aspect of falling) {
        for (let arc = aspects.start[aspect]; arc < aspects.start[aspect + 1]; arc += 1) {
          if (!this.gone[aspects.hurt[arc]] && !(this.circular && this.sent[arc])) arcs.push(arc);
        }
      }
      falling = this.feel(aspects.delayed ? this.atOnce(now, arcs) : arcs);
    }
  }

  /**
   * Keep the arcs that are felt now; put off the others.
   * @param {number} now
   * @param {number[]} arcs
   */
  atOnce(now, arcs) {
    const { wait } = this.aspects;
    const late = arcs.filter((arc) => wait[arc] > 0);
    if (!late.length) return arcs;
    for (const [seconds, some] of byHour(late, late.map((arc) => wait[arc]))) this.later(now + seconds, some, NOTHING);
    return arcs.filter((arc) => wait[arc] <= 0);
  }

  /**
   * Feel the loss of needs, and give the aspects that fall by it.
   * @param {number[]} arcs
   * @returns {number[]}
   */
  feel(arcs) {
    const { aspects, mark, left } = this;
    /** @type {number[]} */
    const hurt = [];
    for (const arc of arcs) {
      const aspect = aspects.hurt[arc];
      if (!mark[aspect]) {
        mark[aspect] = 1;
        hurt.push(aspect);
      }
      if (aspects.bearing[aspect] > 1) {
        left[aspect] -= 1;
        if (this.loops) this.felt[arc] = 1;
      }
      if (!(this.circular && this.explained[aspect])) this.by[aspect] = arc;
    }
    const falling = [];
    for (const aspect of hurt) {
      mark[aspect] = 0;
      if (aspects.bearing[aspect] > 1 && left[aspect] > 0) {
        this.thinned = true;
        if (!(this.circular && this.explained[aspect])) this.by[aspect] = NOWHERE;
      } else falling.push(aspect);
    }
    return sorted(falling);
  }

  /**
   * Doom what stands in a circle without a ground.
   * @param {number} now
   * @param {import("./ground.mjs").Loops} loops
   */
  askForGround(now, loops) {
    this.thinned = false;
    const up = Uint8Array.from(loops.aspect, (aspect) => Number(!this.gone[aspect]));
    const felt = Uint8Array.from(loops.arc, (arc) => this.felt[arc]);
    const standing = up.map((stands, place) => stands & up[loops.serving[place]]);
    const dying = loops.dying(up);
    const doomed = dying.map((dies, place) => dies | this.doomed[loops.aspect[place]]);
    const free = felt.map((known, row) => Number(!known && (loops.inherent[row] || loops.need[row] < 0 || !standing[loops.need[row]] || doomed[loops.need[row]])));
    const holds = proven(loops, standing, free);
    const unproven = standing.map((stands, place) => Number(stands && !doomed[place] && !holds[loops.unit[place]]));
    const lost = unproven.map((one, place) => one & Number(loops.serving[place] === place));
    if (!lost.includes(1)) return;
    this.circular = true;
    this.explain(loops, unproven.map((one, place) => one & lost[loops.serving[place]]), felt);
    lost.forEach((one, place) => { if (one) this.doomed[loops.aspect[place]] = 1; });
    const circle = [...loops.arc].filter((arc, row) => {
      const need = loops.need[row];
      return need >= 0 && lost[loops.serving[loops.hurt[row]]] && lost[need] && !felt[row] && this.aspects.steps[arc];
    });
    for (const arc of circle) this.sent[arc] = 1;
    for (const [seconds, some] of byHour(circle, circle.map((arc) => this.aspects.wait[arc]))) this.later(now + seconds, some, NOTHING);
  }

  /**
   * Let what is doomed be explained by losses from outside its circle first, then by what these explain.
   * @param {import("./ground.mjs").Loops} loops
   * @param {Uint8Array} lost
   * @param {Uint8Array} felt
   */
  explain(loops, lost, felt) {
    const known = new Uint8Array(loops.aspect.length);
    const rows = [...loops.arc.keys()];
    let reasons = rows.filter((row) => felt[row] && lost[loops.hurt[row]]);
    const within = rows.filter((row) => lost[loops.hurt[row]] && loops.need[row] >= 0 && lost[loops.need[row]]);
    while (reasons.length) {
      for (const row of reasons) this.by[loops.aspect[loops.hurt[row]]] = loops.arc[row];
      for (const row of reasons) known[loops.hurt[row]] = 1;
      reasons = within.filter((row) => known[loops.need[row]] && !known[loops.hurt[row]]);
    }
    lost.forEach((one, place) => { if (one) this.explained[loops.aspect[place]] = 1; });
  }
}

/**
 * @param {ArrayLike<number>} things
 * @param {(thing: number) => boolean} holds
 * @returns {number[]}
 */
function chosen(things, holds) {
  const found = [];
  for (let at = 0; at < things.length; at += 1) if (holds(things[at])) found.push(things[at]);
  return found;
}

/** @param {number[]} numbers */
function sorted(numbers) {
  return numbers.length > 1 ? numbers.sort((one, other) => one - other) : numbers;
}
