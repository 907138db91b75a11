// Who is down, or idle, when a node fails: along hard dependencies, each in the direction of failure.
// What is one of several, what is fed by data, and what an agent's tools need is not told apart: see radius.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"
//   :param node => "claims-db"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (failed:OpmapNode {estate: $estate})
WHERE (failed.id = $node OR failed.name = $node) AND failed.from <= now AND failed.until > now
CALL (failed, now) {
  MATCH SHORTEST 1 (
      (failed) ((needed)-[r:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|APPROVED_BY|EXPOSES|SUPPORTS|MEMBER_OF|STARTS]-(hurt)
        WHERE r.strength = 'hard' AND r.certainty <> 'possible' AND r.from <= now AND r.until > now
        AND hurt.state <> 'dangling' AND needed.state <> 'dangling'
        AND (startNode(r) = hurt AND type(r) IN ['DEPENDS_ON', 'CALLS', 'READS', 'WRITES', 'PUBLISHES', 'CONSUMES', 'STORED_IN', 'RUNS_ON', 'LOCATED_IN', 'PROVIDED_BY', 'USES_CREDENTIAL', 'AUTHENTICATES_WITH', 'USES_MODEL', 'USES_TOOL', 'APPROVED_BY']
          OR startNode(r) = needed AND type(r) IN ['EXPOSES', 'SUPPORTS', 'MEMBER_OF', 'STARTS']))+ (hit)
      WHERE all(step IN range(0, size(r) - 2)
          WHERE NOT type(r[step]) IN ['STARTS'] OR type(r[step + 1]) IN ['STARTS', 'SUPPORTS'])
        AND NOT type(r[size(r) - 1]) IN ['STARTS'])
  RETURN hit, 'down' AS harm, [step IN r | step.place] AS places, size(r) AS steps,
    reduce(sum = 0.0, step IN r | sum + coalesce(step.buffer_hours, 0.0)) AS hours
UNION ALL
  MATCH SHORTEST 1 (
      (failed) ((needed)-[r:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|APPROVED_BY|EXPOSES|SUPPORTS|MEMBER_OF|STARTS]-(hurt)
        WHERE r.strength = 'hard' AND r.certainty <> 'possible' AND r.from <= now AND r.until > now
        AND hurt.state <> 'dangling' AND needed.state <> 'dangling'
        AND (startNode(r) = hurt AND type(r) IN ['DEPENDS_ON', 'CALLS', 'READS', 'WRITES', 'PUBLISHES', 'CONSUMES', 'STORED_IN', 'RUNS_ON', 'LOCATED_IN', 'PROVIDED_BY', 'USES_CREDENTIAL', 'AUTHENTICATES_WITH', 'USES_MODEL', 'USES_TOOL', 'APPROVED_BY']
          OR startNode(r) = needed AND type(r) IN ['EXPOSES', 'SUPPORTS', 'MEMBER_OF', 'STARTS']))+ (hit)
      WHERE all(step IN range(0, size(r) - 2)
          WHERE NOT type(r[step]) IN ['STARTS'] OR type(r[step + 1]) IN ['STARTS', 'SUPPORTS'])
        AND  type(r[size(r) - 1]) IN ['STARTS'])
  RETURN hit, 'idle' AS harm, [step IN r | step.place] AS places, size(r) AS steps,
    reduce(sum = 0.0, step IN r | sum + coalesce(step.buffer_hours, 0.0)) AS hours
}
WITH failed, hit, harm, hours, steps, places ORDER BY harm
WHERE hit <> failed
WITH hit, collect({harm: harm, hours: hours, steps: steps, places: places})[0] AS worst
RETURN hit.name AS hit, hit.kind AS kind, worst.harm AS harm, worst.hours AS after_hours, worst.steps AS steps,
  worst.places AS because, hit.id AS id
ORDER BY harm, steps, hit, id;
