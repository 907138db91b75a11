/** Read packs of fault columns from standard input, one a line, and say what falls with each node of each, and how. */
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { Faults } from "../map/blasting.mjs";
import { Columns } from "../map/data.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  const faults = new Faults(new Columns(Uint8Array.from(gunzipSync(Buffer.from(line, "base64")))));
  const said = [];
  for (let node = 0; node < faults.size; node += 1) {
    said.push(faults.hitBy(node).map((hit) => [hit.number, hit.harm, hit.depth, hit.hours, faults.wayOf(node, hit.number)]));
  }
  console.log(JSON.stringify(said));
}
