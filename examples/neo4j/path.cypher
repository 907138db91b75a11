// The shortest way by which one node needs another, and the file and line of every step.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"
//   :param from => "Claims intake"
//   :param to => "claims-db"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (first:OpmapNode {estate: $estate})
WHERE (first.id = $from OR first.name = $from) AND first.from <= now AND first.until > now
MATCH (last:OpmapNode {estate: $estate})
WHERE (last.id = $to OR last.name = $to) AND last.from <= now AND last.until > now
MATCH SHORTEST 1 (first)
    ((hurt)-[r:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER|STARTED_BY]->(needed) WHERE r.certainty <> 'possible' AND r.from <= now AND r.until > now)+ (last)
UNWIND r AS step
RETURN startNode(step).name AS this, lower(replace(type(step), '_', ' ')) AS does, endNode(step).name AS that,
  step.strength AS strength, step.certainty AS certainty, step.place AS place;
