/** Small maps for tests, written as sentences: ``small("web calls db", "db runs on host")``. */
import { Model } from "../map/model.mjs";

/** Columns that are lists. */
class Listed {
  constructor(numbers, texts) {
    this.given = { numbers, texts };
    this.columns = new Map();
  }

  numbers(name) { return Int32Array.from(this.given.numbers[name] ?? []); }

  texts(name) { return this.given.texts[name] ?? []; }
}

/** Make a model of sentences of which each is *who verb what*; a trailing `?` makes a link only possible. */
export function small(...sentences) {
  const said = sentences.map((sentence) => sentence.replace("?", "").split(" "));
  const names = [...new Set(said.flatMap(([from, , to]) => [from, to]))].sort();
  const zeros = names.map(() => 0);
  const view = {
    about: { compared: 0 }, kinds: { service: ["software", "services"], datastore: ["data", "datastores"] },
    layers: { software: ["#000", "box"], data: ["#000", "cylinder"] }, box: [152, 58],
    teams: [["Team", 0, 0, 1000, 1000, names.length, 0, 0]], departments: [["Department", 0, 0, 1000, 1000, names.length, 0, 0]],
    riskiest: [], overlaps: [], sorts: ["dependency", "watch", "people", "other"], certainties: ["certain", "probable", "possible"],
    notes: ["risk", "single"], owned: ["owned"], left: [], states: ["known"], fields: [["Department", "Team"]], environments: ["production"],
    sources: ["source"], verbs: ["calls"], groups: [""],
  };
  const numbers = {
    number: names.keys(), x: names.map((_, at) => at * 200), y: zeros, home: zeros, kind: names.map((name) => Number(name.startsWith("db"))),
    field: zeros, env: zeros, source: zeros, state: zeros, owned: zeros, flags: zeros, sorts: zeros, falls: zeros, owners: names.map(() => 1), owner: zeros,
    hurt: said.map(([from]) => names.indexOf(from)), needed: said.map(([, , to]) => names.indexOf(to)), verb: said.map(() => 0),
    how: sentences.map((sentence) => (sentence.endsWith("?") ? 16 : 0)), group: said.map(() => 0),
  };
  return new Model(view, new Listed(numbers, { name: names, ownerName: ["Ruth"] }));
}
