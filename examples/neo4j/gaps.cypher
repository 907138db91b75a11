// What nobody owns: neither an owner of its own who is still there, nor one that is handed down to it.
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
MATCH (n:OpmapNode {estate: $estate})
WHERE n.from <= now AND n.until > now AND n.state = 'known' AND NOT n:Department|EventSource|Operation|Person|Prompt|Region|Schedule|Site|Team|Vendor
  AND NOT EXISTS {
    (n) ((heir:!Department&!EventSource&!Operation&!Person&!Prompt&!Region&!Schedule&!Site&!Team&!Vendor)-[r:STORED_IN|EXPOSED_BY|BUILT_FROM|PART_OF]->(giver) WHERE r.certainty <> 'possible' AND r.from <= now AND r.until > now AND NOT EXISTS { MATCH (heir)-[own:OWNED_BY]->(holder) WHERE own.certainty <> 'possible' AND own.from <= now AND own.until > now AND holder.state <> 'dangling' }){0,}
    (owned)-[o:OWNED_BY]->(owner)
    WHERE o.certainty <> 'possible' AND o.from <= now AND o.until > now AND owner.state <> 'dangling' AND NOT (owner:(Person|Team) AND owner IN gone)
  }
RETURN n.name AS name, n.kind AS kind, n.environment AS environment, n.places AS places, n.id AS id
ORDER BY kind, name, id;
