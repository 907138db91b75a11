// The ranking that opmap computed, where findings were pushed: opmap push --with-findings.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"

MATCH (e:OpmapEstate {name: $estate})
MATCH (f:OpmapFinding {estate: $estate, push: e.findings, rule: 'risk'})-[:OPMAP_ABOUT]->(n)
RETURN f.rank AS rank, round(f.points, 1) AS points, n.name AS node, n.kind AS kind, f.takes_down AS takes_down,
  f.because AS because, f.owners AS owners, n.id AS id
ORDER BY rank, node, id;
