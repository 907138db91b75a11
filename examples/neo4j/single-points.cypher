// What takes down a capability or a process by hard dependencies that nothing stands in for. Who has left, what is
// switched off and what is only a name stands in for nothing.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
CALL (now) {
  MATCH (one:OpmapNode {estate: $estate})
  WHERE one.from <= now AND one.until > now AND (NOT (one.attribute_left IS NULL OR (one.attribute_left =~ '[0-9].*' AND one.attribute_left > toString(date())))
    OR (one.inactive AND NOT (one.kind IN ['workflow', 'agent', 'pipeline', 'event source', 'schedule', 'prompt']
      AND EXISTS { MATCH (one)<-[call:CALLS|USES_TOOL]-(caller) WHERE call.group IS NULL AND NOT caller.inactive AND call.certainty <> 'possible' AND call.from <= now AND call.until > now AND caller.state <> 'dangling' })))
  RETURN collect(one) AS first
}
CALL (now, first) {
  UNWIND first AS carrier
  MATCH (carrier)<-[by:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]-(one)
  WHERE by.strength = 'hard' AND by.certainty <> 'possible' AND by.from <= now AND by.until > now
      AND NOT (by.presumed AND startNode(by).kind = 'agent' AND NOT by:EXPOSED_BY|HAS_MEMBER|SUPPORTED_BY AND EXISTS {
        MATCH (agent)-[tool:USES_TOOL]->(used)
        WHERE agent = startNode(by) AND used = endNode(by) AND tool.certainty <> 'possible' AND tool.from <= now AND tool.until > now }) AND (by.group IS NULL OR COUNT {
    MATCH (user)-[beside:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]->(other)
    WHERE user = one AND beside.group = by.group AND beside.certainty <> 'possible' AND beside.from <= now AND beside.until > now AND other.state <> 'dangling' AND NOT other IN first
    } < by.group_need)
  RETURN collect(DISTINCT one) AS carried
}
WITH now, first + carried AS gone
MATCH (outcome:(Capability|Process)&OpmapNode {estate: $estate})
WHERE outcome.from <= now AND outcome.until > now AND outcome.state <> 'dangling'
MATCH SHORTEST 1 (outcome)
    ((hurt1)-[r1:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]->(needed1)
      WHERE (r1.group IS NULL OR (NOT needed1 IN gone AND needed1.state <> 'dangling' AND COUNT {
        MATCH (user)-[beside:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]->(instead)
        WHERE user = startNode(r1) AND instead <> endNode(r1) AND beside.group = r1.group
          AND beside.certainty <> 'possible' AND beside.from <= now AND beside.until > now AND NOT instead IN gone AND instead.state <> 'dangling' } < r1.group_need))
      AND r1.strength = 'hard' AND r1.certainty <> 'possible' AND r1.from <= now AND r1.until > now
      AND NOT (r1.presumed AND startNode(r1).kind = 'agent' AND NOT r1:EXPOSED_BY|HAS_MEMBER|SUPPORTED_BY AND EXISTS {
        MATCH (agent)-[tool:USES_TOOL]->(used)
        WHERE agent = startNode(r1) AND used = endNode(r1) AND tool.certainty <> 'possible' AND tool.from <= now AND tool.until > now }))+ (point:!API&!Capability&!Dataset&!Department&!Domain&!Library&!Operation&!Process&!Prompt&!Repository&!System)
WHERE point <> outcome
WITH point, outcome, all(step IN r1 WHERE NOT step.presumed) AS stated ORDER BY outcome.name, outcome.id
RETURN point.name AS point, point.kind AS kind, count(outcome) AS takes_down,
  collect(outcome.name)[..5] AS such_as, count(CASE WHEN stated THEN 1 END) AS of_these_stated, point.id AS id
ORDER BY takes_down DESC, point, id;
