// Who is down, or idle, when a node fails: along hard dependencies, each in the direction of failure.
// Where others may stand in on the way, that is said and not counted: radius has the exact answer, with any k of n
// and with old data. The hours are those of the shortest way.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"
//   :param node => "claims-db"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (failed:OpmapNode {estate: $estate})
WHERE (failed.id = $node OR failed.name = $node) AND failed.from <= now AND failed.until > now
CALL (failed, now) {
  MATCH SHORTEST 1 (failed)
    ((needed1)<-[r1:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]-(hurt1)
      WHERE r1.strength = 'hard' AND r1.certainty <> 'possible' AND r1.from <= now AND r1.until > now
      AND NOT (r1.presumed AND startNode(r1).kind = 'agent' AND NOT r1:EXPOSED_BY|HAS_MEMBER|SUPPORTED_BY AND EXISTS {
        MATCH (agent)-[tool:USES_TOOL]->(used)
        WHERE agent = startNode(r1) AND used = endNode(r1) AND tool.certainty <> 'possible' AND tool.from <= now AND tool.until > now }))*
    ((idle10)<-[s10:STARTED_BY]-(idle11)<-[u1:SUPPORTED_BY]-(without1)
      WHERE s10.certainty <> 'possible' AND s10.from <= now AND s10.until > now
      AND NOT idle11.inactive AND (NOT idle10.inactive OR EXISTS { (idle10)<-[call:CALLS|USES_TOOL]-(caller) WHERE call.certainty <> 'possible' AND call.from <= now AND call.until > now AND caller.state <> 'dangling' })
      AND u1.strength = 'hard' AND u1.certainty <> 'possible' AND u1.from <= now AND u1.until > now)*
    ((idle20)<-[s20:STARTED_BY]-(idle21)<-[s21:STARTED_BY]-(idle22)<-[u2:SUPPORTED_BY]-(without2)
      WHERE s20.certainty <> 'possible' AND s20.from <= now AND s20.until > now
      AND NOT idle21.inactive AND (NOT idle20.inactive OR EXISTS { (idle20)<-[call:CALLS|USES_TOOL]-(caller) WHERE call.certainty <> 'possible' AND call.from <= now AND call.until > now AND caller.state <> 'dangling' })
      AND s21.certainty <> 'possible' AND s21.from <= now AND s21.until > now
      AND NOT idle22.inactive AND (NOT idle21.inactive OR EXISTS { (idle21)<-[call:CALLS|USES_TOOL]-(caller) WHERE call.certainty <> 'possible' AND call.from <= now AND call.until > now AND caller.state <> 'dangling' })
      AND u2.strength = 'hard' AND u2.certainty <> 'possible' AND u2.from <= now AND u2.until > now)*
    ((needed2)<-[r2:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]-(hurt2)
      WHERE r2.strength = 'hard' AND r2.certainty <> 'possible' AND r2.from <= now AND r2.until > now
      AND NOT (r2.presumed AND startNode(r2).kind = 'agent' AND NOT r2:EXPOSED_BY|HAS_MEMBER|SUPPORTED_BY AND EXISTS {
        MATCH (agent)-[tool:USES_TOOL]->(used)
        WHERE agent = startNode(r2) AND used = endNode(r2) AND tool.certainty <> 'possible' AND tool.from <= now AND tool.until > now }))* (lost)
  RETURN lost, r1 + s10 + u1 + s20 + s21 + u2 + r2 AS lost_by
}
CALL (lost, lost_by, now) {
  RETURN lost AS hit, 'down' AS harm, lost_by AS steps
UNION ALL
  MATCH SHORTEST 1 (lost)
    ((starter)<-[s:STARTED_BY]-(started)
      WHERE s.certainty <> 'possible' AND s.from <= now AND s.until > now
      AND NOT started.inactive AND (NOT starter.inactive OR EXISTS { (starter)<-[call:CALLS|USES_TOOL]-(caller) WHERE call.certainty <> 'possible' AND call.from <= now AND call.until > now AND caller.state <> 'dangling' }))+ (hit)
  RETURN hit, 'idle' AS harm, lost_by + s AS steps
}
WITH failed, hit, harm, steps ORDER BY harm, size(steps)
WHERE hit <> failed
WITH hit, collect({harm: harm, steps: steps})[0] AS worst
RETURN hit.name AS hit, hit.kind AS kind, worst.harm AS harm,
  any(step IN worst.steps WHERE step.group IS NOT NULL) AS others_may_stand_in,
  reduce(sum = 0.0, step IN worst.steps | sum + coalesce(step.buffer_hours, 0.0)) AS after_hours,
  size(worst.steps) AS steps, [step IN worst.steps | step.place] AS because, hit.id AS id
ORDER BY harm, steps, hit, id;
