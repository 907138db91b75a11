// Who is hit when a node fails, exactly as opmap computed it (any k of n, stale data, soft needs), where findings
// were pushed: opmap push --with-findings.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"
//   :param node => "claims-db"

MATCH (e:OpmapEstate {name: $estate})
MATCH (failed:OpmapNode {estate: $estate})
WHERE (failed.id = $node OR failed.name = $node) AND failed.from <= e.current AND failed.until > e.current
MATCH (failed)-[r:OPMAP_HITS {push: e.findings}]->(hit)
RETURN hit.name AS hit, hit.kind AS kind, r.harm AS harm, r.after_hours AS after_hours, hit.id AS id
ORDER BY harm, after_hours, hit, id;
