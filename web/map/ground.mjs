/** Circles that redundancy closes, and what in them has a ground; see `opmap/graph/engine/ground.py`. No DOM. */

/** @typedef {import("./data.mjs").Columns} Columns */

/** The strongly connected parts that hold a group, in places of their own. */
export class Loops {
  /** @param {Columns} columns */
  constructor(columns) {
    const column = (/** @type {string} */ name) => columns.numbers(`loops.${name}`);
    this.aspect = column("aspect");
    this.unit = column("unit");
    this.arc = column("arc");
    this.need = column("need");
    this.hurt = column("hurt");
    this.inherent = column("inherent");
    this.serving = column("serving");
    this.group = column("group");
    this.keep = column("keep");
    this.excused = column("excused");
  }

  /**
   * Say which places belong to a unit that has lost a member: they need no proof, for they fall anyway.
   * @param {Uint8Array} up
   */
  dying(up) {
    const lost = new Uint8Array(up.length);
    up.forEach((stands, place) => { if (!stands && this.serving[place] === place) lost[this.unit[place]] = 1; });
    return lost.map((_, place) => lost[this.unit[place]]);
  }
}

/**
 * Prove units from the ground, round by round; `free` arcs hold without a proof.
 * @param {Loops} loops
 * @param {Uint8Array} standing
 * @param {Uint8Array} free
 * @returns {Uint8Array} of each unit, by its name
 */
export function proven(loops, standing, free) {
  const { unit, hurt, need, group } = loops;
  const size = unit.length;
  const wanting = new Int32Array(size);
  const held = new Int32Array(size);
  const asked = [];
  for (let row = 0; row < hurt.length; row += 1) {
    if (free[row]) held[hurt[row]] += 1;
    else if (need[row] >= 0 && standing[hurt[row]] && standing[need[row]]) {
      asked.push(row);
      if (!group[hurt[row]]) wanting[unit[hurt[row]]] += 1;
    }
  }
  for (let place = 0; place < size; place += 1) {
    if (group[place]) wanting[unit[place]] = loops.excused[place] ? 0 : loops.keep[place] - held[place];
  }
  const found = new Uint8Array(size);
  let fresh = wanting.map((wants) => Number(wants <= 0));
  while (fresh.includes(1)) {
    fresh.forEach((one, place) => { if (one) found[place] = 1; });
    for (const row of asked) if (fresh[unit[need[row]]]) wanting[unit[hurt[row]]] -= 1;
    fresh = wanting.map((wants, place) => Number(wants <= 0 && !found[place]));
  }
  return found;
}
