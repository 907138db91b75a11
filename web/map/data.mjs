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

/** Columns of numbers and texts by name, as `maps/packing.py` writes them. */
export class Columns {
  /** @param {Uint8Array<ArrayBuffer>} bytes */
  constructor(bytes) {
    const length = new DataView(bytes.buffer).getUint32(0, true);
    /** @type {Record<string, [number | "text", number, number]>} */
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    /** @type {Map<string, { how: number | "text", width: number, count: number, body: Uint8Array }>} */
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
    /** @type {Record<string, [number | "text", number, number]>} */
    const header = {};
    const bodies = [];
    for (const [name, { how, width, count, body }] of this.columns) {
      const bytes = how === "text" ? new TextEncoder().encode(changed(this.texts(name)).join("\n")) : body;
      header[name] = how === "text" ? [how, 1, bytes.length] : [how, width, count];
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
   * @returns {Int32Array}
   */
  numbers(name) {
    const column = this.columns.get(name);
    if (!column) return new Int32Array(0);
    const { how, width, count, body } = column;
    const values = new Int32Array(count);
    for (let plane = 0; plane < width; plane += 1) {
      for (let at = 0, from = plane * count; at < count; at += 1) values[at] |= body[from + at] << (8 * plane);
    }
    if (how === SIGNED || how === DIFFERENCES) {
      for (let at = 0; at < count; at += 1) values[at] = values[at] & 1 ? -((values[at] + 1) >>> 1) : values[at] >>> 1;
    }
    if (how === DIFFERENCES) for (let at = 1; at < count; at += 1) values[at] += values[at - 1];
    return values;
  }

  /**
   * Give a column of texts, all of them.
   * @param {string} name
   * @returns {string[]}
   */
  texts(name) {
    const body = this.columns.get(name)?.body;
    return body ? new TextDecoder().decode(body).split("\n") : [];
  }

  /**
   * Give a column of texts of which each is read when it is asked for.
   * @param {string} name
   */
  lines(name) {
    return new Lines(this.columns.get(name)?.body ?? new Uint8Array(0));
  }
}

/** Texts that stay bytes until somebody asks for one. */
export class Lines {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    let count = 1;
    for (let at = 0; at < bytes.length; at += 1) if (bytes[at] === 10) count += 1;
    this.starts = new Int32Array(count + 1);
    for (let at = 0, line = 1; at < bytes.length; at += 1) if (bytes[at] === 10) this.starts[line++] = at + 1;
    this.starts[count] = bytes.length + 1;
    this.decoder = new TextDecoder();
  }

  /** @param {number} line */
  at(line) {
    return line + 1 < this.starts.length ? this.decoder.decode(this.bytes.subarray(this.starts[line], this.starts[line + 1] - 1)) : "";
  }
}
