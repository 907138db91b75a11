// What takes down a capability or a process by hard dependencies that nothing stands in for.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (outcome:(Capability|Process)&OpmapNode {estate: $estate})
WHERE outcome.from <= now AND outcome.until > now AND outcome.state <> 'dangling'
MATCH SHORTEST 1 (outcome)
    ((hurt1)-[r1:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]->(needed1)
      WHERE r1.group IS NULL AND r1.strength = 'hard' AND r1.certainty <> 'possible' AND r1.from <= now AND r1.until > now
      AND NOT (r1.presumed AND startNode(r1).kind = 'agent' AND NOT r1:EXPOSED_BY|HAS_MEMBER|SUPPORTED_BY AND EXISTS {
        MATCH (agent)-[tool:USES_TOOL]->(used)
        WHERE agent = startNode(r1) AND used = endNode(r1) AND tool.certainty <> 'possible' AND tool.from <= now AND tool.until > now }))+ (point:!API&!Capability&!Dataset&!Department&!Domain&!Library&!Operation&!Process&!Prompt&!Repository&!System)
WHERE point <> outcome
WITH point, outcome, all(step IN r1 WHERE NOT step.presumed) AS stated ORDER BY outcome.name, outcome.id
RETURN point.name AS point, point.kind AS kind, count(outcome) AS takes_down,
  collect(outcome.name)[..5] AS such_as, count(CASE WHEN stated THEN 1 END) AS of_these_stated, point.id AS id
ORDER BY takes_down DESC, point, id;
