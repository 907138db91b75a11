/** What the page knows: the blocks of the file, decoded, and the indexes over them. No DOM but the blocks. */

const ROW = ["hurt", "needed", "verb", "turned", "sort", "strength", "presumed", "certainty", "group", "evidence"];

/** Read a data block of the page. */
export async function readBlock(identity) {
  const block = document.getElementById(identity);
  const text = block.textContent;
  return JSON.parse(block.dataset.enc === "gzip" ? await unpacked(text) : text);
}

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (mark) => mark.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/** Make of the view what the rest of the page asks: nodes and links with their neighbours. */
export function modelOf(view) {
  const nodes = view.nodes.map((node, place) => ({
    env: "", state: "known", department: "", team: "", evidence: [], facts: [], more: 0, ...node, place,
    layer: view.kinds[node.kind][0],
    needs: [], neededBy: [], others: [], notes: node.notes.map(([sort, text, command]) => ({ sort, text, command })),
  }));
  for (const node of nodes) {
    node.sorts = new Set(node.notes.map((note) => note.sort));
    node.words = [node.name, node.kind, node.id, node.team, node.department, ...node.owners.map((owner) => owner[0])].join(" ").toLowerCase();
  }
  const links = view.links.map((row, place) => {
    const link = { place };
    ROW.forEach((name, at) => { link[name] = row[at]; });
    const travels = link.sort === "dependency" || link.sort === "watch";
    nodes[link.hurt][travels ? "needs" : "others"].push(link);
    if (link.hurt !== link.needed) nodes[link.needed][travels ? "neededBy" : "others"].push(link);
    return link;
  });
  const model = { ...view, nodes, links, byId: new Map(nodes.map((node) => [node.id, node])) };
  model.fallout = nodes.map((node) => hitsOf(view.fallout[node.place]));
  model.takenDownBy = nodes.map(() => []);
  model.fallout.forEach((found, place) => found.hits.forEach((hit) => model.takenDownBy[hit.place].push({ ...hit, place })));
  return model;
}

function hitsOf(row) {
  const hits = [];
  const flat = row ? row[0] : [];
  for (let at = 0; at < flat.length; at += 4) {
    hits.push({ place: flat[at], harm: flat[at + 1], depth: flat[at + 2], hours: flat[at + 3] });
  }
  return { hits, elsewhere: row ? row[1] : 0 };
}
