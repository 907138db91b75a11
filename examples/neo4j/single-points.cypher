// What takes down a capability or a process by hard dependencies that nothing stands in for.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (outcome:(Capability|Process)&OpmapNode {estate: $estate})
WHERE outcome.from <= now AND outcome.until > now AND outcome.state <> 'dangling'
MATCH SHORTEST 1 (outcome) ((hurt)-[r:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|APPROVED_BY|EXPOSES|SUPPORTS|MEMBER_OF]-(needed)
      WHERE r.group IS NULL AND r.strength = 'hard' AND r.certainty <> 'possible' AND r.from <= now AND r.until > now
      AND hurt.state <> 'dangling' AND needed.state <> 'dangling'
      AND (startNode(r) = hurt AND type(r) IN ['DEPENDS_ON', 'CALLS', 'READS', 'WRITES', 'PUBLISHES', 'CONSUMES', 'STORED_IN', 'RUNS_ON', 'LOCATED_IN', 'PROVIDED_BY', 'USES_CREDENTIAL', 'AUTHENTICATES_WITH', 'USES_MODEL', 'USES_TOOL', 'APPROVED_BY']
        OR startNode(r) = needed AND type(r) IN ['EXPOSES', 'SUPPORTS', 'MEMBER_OF']))+ (point:!API&!Capability&!Dataset&!Department&!Domain&!Library&!Operation&!Process&!Prompt&!Repository&!System)
WHERE point <> outcome
WITH point, outcome, all(step IN r WHERE NOT step.presumed) AS stated, size(r) AS steps
RETURN point.name AS point, point.kind AS kind, count(outcome) AS takes_down,
  collect(outcome.name)[..5] AS such_as, count(CASE WHEN stated THEN 1 END) AS of_these_stated, point.id AS id
ORDER BY takes_down DESC, point, id;
