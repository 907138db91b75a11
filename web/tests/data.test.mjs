/** Columns as the page reads and writes them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns, narrowed } from "../map/data.mjs";

/** Put a header and bodies together as `maps/packing.py` does. */
function columns(header, ...bodies) {
  const head = new TextEncoder().encode(JSON.stringify(header));
  const whole = Buffer.concat([Buffer.from(Uint32Array.of(head.length).buffer), head, ...bodies.map((body) => Buffer.from(body))]);
  return new Columns(Uint8Array.from(whole));
}

const WORDS = Array.from({ length: 200 }, (_, at) => `w${at}é`);
const words = Buffer.from(WORDS.join("\n"));
const said = Buffer.from([1, 2, 0, 0, 0, 0x80 | (200 & 127), 200 >> 7, 1]);
const table = () => columns({ "node.words": ["text", 1, words.length], node: ["words", 1, said.length], sizes: [0, 1, 3] }, words, said, [3, 1, 2]);

test("texts of words are read one by one, also empty ones and rare words", () => {
  const lines = table().lines("node");
  assert.deepEqual([0, 1, 2, 3].map((line) => lines.at(line)), ["w0é w1é", "", "", "w199é w0é"]);
  assert.equal(lines.at(4), "");
});

test("what is written again holds the changed texts, and the numbers as they were", async () => {
  const again = await Columns.of(await table().written((lines) => lines.map((line) => line.replaceAll("w0é", "somebody"))));
  assert.equal(again.lines("node").at(0), "somebody w1é");
  assert.equal(again.lines("node").at(3), "w199é somebody");
  assert.deepEqual([...again.numbers("sizes")], [3, 1, 2]);
});

test("numbers are kept as narrow as they are, negative ones included", () => {
  for (const [values, bytes] of [[[0, 255], 1], [[256], 2], [[65_536], 4], [[-1, 3], 4], [[], 1]]) {
    const kept = narrowed(values);
    assert.deepEqual([...kept], values);
    assert.equal(kept.BYTES_PER_ELEMENT, bytes);
  }
});
