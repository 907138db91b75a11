/** Bundle the modules into the one script that ships with opmap, or check that it is what they give. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const BUNDLE = fileURLToPath(new URL("../src/opmap/maps/assets/map.js", import.meta.url));

/** Give the bundle; its last line is the hash of its source map, which holds every module as it was written. */
async function bundled() {
  const made = await build({
    absWorkingDir: HERE,
    entryPoints: ["map/main.mjs"],
    outfile: "map.js",
    bundle: true,
    write: false,
    format: "iife",
    target: ["es2022"],
    charset: "ascii",
    minify: true,
    sourcemap: "external",
    sourcesContent: true,
    legalComments: "none",
  });
  const [map, script] = ["map.js.map", "map.js"].map((name) => made.outputFiles.find((file) => file.path.endsWith(name))?.text ?? "");
  const hash = createHash("sha256").update(map).digest("hex");
  return `${script.trimEnd()}\n// source map sha256-${hash}\n`;
}

const found = await bundled();
if (process.argv.includes("--check")) {
  const committed = await readFile(BUNDLE, "utf-8").catch(() => "");
  if (committed !== found) {
    console.error("src/opmap/maps/assets/map.js is not what web/map gives. Make it anew: make map");
    process.exit(1);
  }
  console.log("The bundle is what its sources give.");
} else {
  await writeFile(BUNDLE, found);
}
