/** The blocks of the file, decoded: JSON where there is little, columns where there is much. */

/**
 * Read a block of JSON.
 * @param {string} identity
 * @returns {any}
 */
export function readBlock(identity) {
  return JSON.parse(/** @type {HTMLElement} */ (document.getElementById(identity)).textContent ?? "null");
}

/**
 * Read a block of columns.
 * @param {string} identity
 */
export function readColumns(identity) {
  return Columns.of(/** @type {HTMLElement} */ (document.getElementById(identity)).textContent ?? "");
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
function fromBase64(text) {
  const quick = /** @type {any} */ (Uint8Array).fromBase64;
  return quick ? quick.call(Uint8Array, text) : Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0));
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function deflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 24_573) parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 24_573))));
  return parts.join("");
}

const [, SIGNED, DIFFERENCES] = [0, 1, 2];

/** @typedef {Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>} Numbers as narrow as they can be */

/**
 * Give whole numbers in an array that is no wider than they need.
 * @param {ArrayLike<number>} values
 * @returns {Numbers}
 */
export function narrowed(values) {
  let bits = 0;
  for (let at = 0; at < values.length; at += 1) bits |= values[at];
  const Narrow = bits >>> 8 === 0 ? Uint8Array : bits >>> 16 === 0 ? Uint16Array : Int32Array;
  return Narrow.from(values);
}

/** @typedef {number | "text" | "words"} How */

/** Columns of numbers and texts by name, as `maps/packing.py` writes them. */
export class Columns {
  /** @param {Uint8Array<ArrayBuffer>} bytes */
  constructor(bytes) {
    const length = new DataView(bytes.buffer).getUint32(0, true);
    /** @type {Record<string, [How, number, number]>} */
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    /** @type {Map<string, { how: How, width: number, count: number, body: Uint8Array }>} */
    this.columns = new Map();
    let at = 4 + length;
    for (const [name, [how, width, count]] of Object.entries(header)) {
      this.columns.set(name, { how, width, count, body: bytes.subarray(at, at + width * count) });
      at += width * count;
    }
  }

  /**
   * Read columns as they stand in the file.
   * @param {string} text
   */
  static async of(text) { return new Columns(await inflated(fromBase64(text))); }

  /**
   * Write the columns as they stand in the file, their texts changed.
   * @param {(lines: string[]) => string[]} changed
   */
  async written(changed) {
    /** @type {Record<string, [How, number, number]>} */
    const header = {};
    const bodies = [];
    for (const [name, { how, width, count, body }] of this.columns) {
      if (name.endsWith(".words")) continue; // what is written as text needs none
      const text = typeof how === "string";
      const bytes = text ? new TextEncoder().encode(changed(this.texts(name)).join("\n")) : body;
      header[name] = text ? ["text", 1, bytes.length] : [how, width, count];
      bodies.push(bytes);
    }
    const head = new TextEncoder().encode(JSON.stringify(header));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, head.length, true);
    const whole = new Uint8Array(await new Blob([length, head, ...bodies.map((body) => new Uint8Array(body))]).arrayBuffer());
    return toBase64(await deflated(whole));
  }

  /**
   * Give a column of numbers; an empty one where there is none of that name.
   * @param {string} name
   * @returns {Numbers}
   */
  numbers(name) {
    const column = this.columns.get(name);
    if (!column) return new Uint8Array(0);
    const { how, width, count, body } = column;
    const values = new Int32Array(count);
    for (let plane = 0; plane < width; plane += 1) {
      for (let at = 0, from = plane * count; at < count; at += 1) values[at] |= body[from + at] << (8 * plane);
    }
    if (how === SIGNED || how === DIFFERENCES) {
      for (let at = 0; at < count; at += 1) values[at] = values[at] & 1 ? -((values[at] + 1) >>> 1) : values[at] >>> 1;
    }
    if (how === DIFFERENCES) for (let at = 1; at < count; at += 1) values[at] += values[at - 1];
    return narrowed(values);
  }

  /**
   * Give a column of texts, all of them.
   * @param {string} name
   * @returns {string[]}
   */
  texts(name) {
    const column = this.columns.get(name);
    if (!column) return [];
    if (column.how === "text") return new TextDecoder().decode(column.body).split("\n");
    const lines = this.lines(name);
    return Array.from({ length: lines.count }, (_, line) => lines.at(line));
  }

  /**
   * Give a column of texts of which each is read when it is asked for.
   * @param {string} name
   * @returns {Lines}
   */
  lines(name) {
    const { how, body } = this.columns.get(name) ?? { how: "text", body: new Uint8Array(0) };
    return how === "words" ? new Worded(body, this.lines(`${name}.words`)) : new Lines(body);
  }
}

/** Texts that stay bytes until somebody asks for one. */
export class Lines {
  /**
   * @param {Uint8Array} bytes
   * @param {number} between the byte that stands between two of them
   */
  constructor(bytes, between = 10) {
    this.bytes = bytes;
    this.count = 1;
    for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === between) this.count += 1;
    this.starts = new Int32Array(this.count + 1);
    for (let at = 0, line = 1; at < bytes.length; at += 1) if (bytes[at] === between) this.starts[line++] = at + 1;
    this.starts[this.count] = bytes.length + 1;
    this.decoder = new TextDecoder();
  }

  /** @param {number} line */
  bytesOf(line) { return this.bytes.subarray(this.starts[line], (this.starts[line + 1] ?? 1) - 1); }

  /** @param {number} line */
  at(line) { return this.decoder.decode(this.bytesOf(line)); }
}

/** Texts that stay numbers of words until somebody asks for one. */
class Worded extends Lines {
  /**
   * @param {Uint8Array} bytes
   * @param {Lines} words
   */
  constructor(bytes, words) {
    super(bytes, 0);
    this.words = words;
  }

  /** @param {number} line */
  at(line) {
    const said = [];
    let [code, shift] = [0, 0];
    for (const byte of this.bytesOf(line)) {
      code |= (byte & 127) << shift;
      shift += 7;
      if (byte > 127) continue;
      said.push(this.words.at(code - 1));
      code = shift = 0;
    }
    return said.join(" ");
  }
}
