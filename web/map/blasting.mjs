/** What falls when a node fails: how, after how long, over how many steps; as `opmap blast` says it. No DOM. */
import { Aspects, fall, NOWHERE, set } from "./falling.mjs";
import { Loops } from "./ground.mjs";

/** @typedef {import("./data.mjs").Columns} Columns */
/** @typedef {{ number: number, harm: string, hours: number, depth: number }} Struck */
/** @typedef {[hurt: number, needed: number][]} Passed the relations of a way, by the nodes that they join */

export const HARMS = ["down", "idle", "stale", "degraded", "unowned", "unattended"];
const [DOWN, IDLE, STALE, DEGRADED, UNOWNED, UNATTENDED] = HARMS.map((_, bit) => 1 << bit);
const HOUR = 3600;

/** What follows from a fall and brings nothing else down. */
class Sign {
  /**
   * @param {Columns} columns
   * @param {string} name
   */
  constructor(columns, name) {
    this.aspects = new Aspects(columns, name);
    this.inputs = columns.numbers(`${name}.inputs`);
    this.nodes = columns.numbers(`${name}.nodes`);
    /** Of each node its aspect here; 0, which is an input, where it has none. */
    this.outputs = new Int32Array(this.nodes.length ? this.nodes[this.nodes.length - 1] + 1 : 0);
    this.nodes.forEach((node, at) => { this.outputs[node] = this.inputs.length + at; });
  }

  /** @param {import("./falling.mjs").Fallen} core */
  after(core) {
    const lost = [...this.inputs.keys()].filter((at) => core.hours[this.inputs[at]] < Infinity);
    return lost.length ? fall(this.aspects, { aspects: lost, at: lost.map((at) => core.hours[this.inputs[at]]) }) : null;
  }

  /**
   * Give the node of an aspect.
   * @param {number} aspect
   * @param {Faults} faults
   */
  nodeOf(aspect, faults) {
    const served = this.aspects.serves[aspect];
    return served < this.inputs.length ? faults.nodeOf(this.inputs[served]) : this.nodes[served - this.inputs.length];
  }
}

/** What can fail in the whole estate. Its first aspects are the nodes. */
export class Faults {
  /** @param {Columns} columns */
  constructor(columns) {
    [this.size = 0] = columns.numbers("nodes");
    this.core = new Aspects(columns, "core");
    this.able = columns.columns.has("able.hurt") ? new Aspects(columns, "able") : this.core;
    this.running = Int32Array.from({ length: this.size }, (_, node) => node);
    this.started = pairs(columns.numbers("running"));
    set(this.running, columns.numbers("running"));
    this.renewed = new Int32Array(this.size).fill(NOWHERE);
    this.reached = pairs(columns.numbers("renewed"));
    set(this.renewed, columns.numbers("renewed"));
    this.ages = columns.numbers("ages");
    this.loops = columns.columns.has("loops.aspect") ? new Loops(columns) : null;
    this.impaired = new Sign(columns, "impaired");
    this.unowned = new Sign(columns, "unowned");
    this.unattended = new Sign(columns, "unattended");
    /** @type {Int32Array | null} */
    this.node = null;
  }

  /**
   * Give what is hit when a node of the estate fails alone.
   * @param {number} failing
   * @returns {Struck[]}
   */
  hitBy(failing) { return new Blast(this, failing).struck(); }

  /**
   * Give the way by which a node is hit when another fails alone, from the node that is hit.
   * @param {number} failing
   * @param {number} hit
   * @returns {Passed}
   */
  wayOf(failing, hit) { return new Blast(this, failing).way(hit); }

  /**
   * Give the node of an aspect of the core.
   * @param {number} aspect
   */
  nodeOf(aspect) {
    if (!this.node) {
      this.node = Int32Array.from({ length: this.core.size }, (_, at) => at);
      for (const aspects of [this.running, this.renewed]) aspects.forEach((one, node) => { if (this.node && one !== NOWHERE) this.node[one] = node; });
    }
    return this.node[this.core.serves[aspect]];
  }
}

/** @param {import("./data.mjs").Numbers} flat */
function pairs(flat) {
  return flat.filter((_, at) => at % 2 === 0);
}

/** One scenario. */
class Blast {
  /**
   * @param {Faults} faults
   * @param {number} failing
   */
  constructor(faults, failing) {
    const { core, size } = faults;
    this.faults = faults;
    this.failing = failing;
    this.harm = new Uint8Array(size);
    this.hours = new Float64Array(size).fill(Infinity);
    this.core = fall(core, { aspects: [failing], at: [0] }, { loops: faults.loops });
    for (let node = 0; node < size; node += 1) if (this.core.hours[node] < Infinity) this.note(DOWN, node, this.core.hours[node]);
    for (const [harm, nodes, aspects] of /** @type {const} */ ([[IDLE, faults.started, faults.running], [STALE, faults.reached, faults.renewed]])) {
      for (const node of nodes) {
        const hour = this.core.hours[aspects[node]];
        if (hour < Infinity && !(this.harm[node] & (DOWN | IDLE))) this.note(harm, node, hour);
      }
    }
    this.worse = this.degraded();
    this.nobody = this.shown(UNOWNED, faults.unowned);
    this.silent = this.shown(UNATTENDED, faults.unattended);
  }

  /**
   * Note what is the matter with a node; what is noted first is the gravest, and gives the hour.
   * @param {number} harm
   * @param {number} node
   * @param {number} hour
   */
  note(harm, node, hour) {
    if (!this.harm[node]) this.hours[node] = hour;
    this.harm[node] |= harm;
  }

  /** Pass on degradation along hard needs and groups, from soft needs that are gone and old data that is read. */
  degraded() {
    const { faults, core, harm } = this;
    const { able, size, impaired } = faults;
    this.suffering = impaired.after(core);
    const [aspects, at] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
    const begin = (/** @type {number} */ node, /** @type {number} */ hour) => { aspects.push(node); at.push(hour); };
    if (this.suffering) {
      const { hours } = this.suffering;
      impaired.nodes.forEach((node, row) => {
        const hour = hours[impaired.inputs.length + row];
        if (hour < Infinity && !(harm[node] & DOWN)) begin(node, hour);
      });
    }
    for (const node of faults.reached) if (harm[node] & STALE && !faults.ages[node]) begin(node, core.hours[faults.renewed[node]]);
    if (!aspects.length) return null;
    const [arcs, felt] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
    for (let arc = 0; arc < able.hurt.length; arc += 1) {
      const [hurt, need] = [able.hurt[arc], able.need[arc]];
      if (hurt >= size && need < size && harm[need] & DOWN && !(harm[able.serves[hurt]] & DOWN)) {
        arcs.push(arc);
        felt.push(core.hours[need] + able.wait[arc]);
      }
    }
    const before = new Uint8Array(able.size);
    for (let node = 0; node < size; node += 1) before[node] = harm[node] & DOWN;
    const worse = fall(able, { aspects, at, arcs, felt }, { before });
    for (let node = 0; node < size; node += 1) if (worse.hours[node] < Infinity) this.note(DEGRADED, node, worse.hours[node]);
    return worse;
  }

  /**
   * @param {number} harm
   * @param {Sign} sign
   */
  shown(harm, sign) {
    const showing = sign.after(this.core);
    if (showing) {
      sign.nodes.forEach((node, row) => {
        const hour = showing.hours[sign.inputs.length + row];
        if (hour < Infinity) this.note(harm, node, hour);
      });
    }
    return showing;
  }

  struck() {
    /** @type {Struck[]} */
    const found = [];
    for (let number = 0; number < this.faults.size; number += 1) {
      const harm = this.harm[number];
      if (!harm || number === this.failing) continue;
      const gravest = 31 - Math.clz32(harm & -harm);
      found.push({ number, harm: HARMS[gravest], hours: this.hours[number] / HOUR, depth: this.steps(number, 1 << gravest) });
    }
    return found;
  }

  /** @param {number} node */
  way(node) {
    const harm = this.harm[node];
    /** @type {Passed} */
    const passed = [];
    if (harm) this.steps(node, harm & -harm, passed);
    return passed;
  }

  /**
   * Count the relations from a node back to what failed, and note them where that is asked for.
   * @param {number} node
   * @param {number} harm
   * @param {Passed} [passed]
   */
  steps(node, harm, passed) {
    const { faults } = this;
    if (harm === DEGRADED) return this.stepsOfDegraded(node, passed);
    if (harm === UNOWNED || harm === UNATTENDED) {
      const [sign, showing] = harm === UNOWNED ? [faults.unowned, this.nobody] : [faults.unattended, this.silent];
      return showing ? this.stepsOfSign(sign, showing, node, passed) : 0;
    }
    return this.stepsInCore(harm === DOWN ? node : (harm === IDLE ? faults.running : faults.renewed)[node], passed);
  }

  /**
   * @param {number} aspect
   * @param {Passed} [passed]
   */
  stepsInCore(aspect, passed) {
    const { faults } = this;
    return faults.core.backFrom(this.core, aspect, noting(faults.core, passed, (one) => faults.nodeOf(one))).steps;
  }

  /**
   * @param {Sign} sign
   * @param {import("./falling.mjs").Fallen} showing
   * @param {number} node
   * @param {Passed} [passed]
   */
  stepsOfSign(sign, showing, node, passed) {
    const passing = noting(sign.aspects, passed, (one) => sign.nodeOf(one, this.faults));
    const { steps, met } = sign.aspects.backFrom(showing, sign.outputs[node] ?? 0, passing);
    return steps + this.stepsInCore(sign.inputs[met], passed);
  }

  /**
   * @param {number} node
   * @param {Passed} [passed]
   */
  stepsOfDegraded(node, passed) {
    const { faults, worse, suffering } = this;
    const { able, impaired } = faults;
    if (!worse) return 0;
    const { steps, met } = able.backFrom(worse, node, noting(able, passed, (one) => able.serves[one]));
    if (this.harm[met] & DOWN) return steps + this.stepsInCore(met, passed);
    const output = impaired.outputs[met];
    if (suffering && output && suffering.hours[output] === worse.hours[met]) return steps + this.stepsOfSign(impaired, suffering, met, passed);
    return steps + this.stepsInCore(faults.renewed[met], passed);
  }
}

/**
 * Give what notes the nodes at both ends of an arc, where somebody asks for them.
 * @param {Aspects} aspects
 * @param {Passed | undefined} passed
 * @param {(aspect: number) => number} nodeOf
 */
function noting(aspects, passed, nodeOf) {
  return passed && ((/** @type {number} */ arc) => { passed.push([nodeOf(aspects.hurt[arc]), nodeOf(aspects.need[arc])]); });
}
