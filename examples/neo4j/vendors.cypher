// How much leans on each vendor: what needs something that it provides, over hard dependencies.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (vendor:Vendor&OpmapNode {estate: $estate}) WHERE vendor.from <= now AND vendor.until > now
MATCH SHORTEST 1 (vendor)
    ((needed1)<-[r1:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|EXPOSED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|SUPPORTED_BY|APPROVED_BY|HAS_MEMBER]-(hurt1)
      WHERE r1.strength = 'hard' AND r1.certainty <> 'possible' AND r1.from <= now AND r1.until > now
      AND NOT (r1.presumed AND startNode(r1).kind = 'agent' AND NOT r1:EXPOSED_BY|HAS_MEMBER|SUPPORTED_BY AND EXISTS {
        MATCH (agent)-[tool:USES_TOOL]->(used)
        WHERE agent = startNode(r1) AND used = endNode(r1) AND tool.certainty <> 'possible' AND tool.from <= now AND tool.until > now }))+ (leaning)
WHERE leaning <> vendor
WITH vendor, leaning, r1 ORDER BY leaning.name, leaning.id
RETURN vendor.name AS vendor, count(leaning) AS leaning,
  count(CASE WHEN leaning:Capability OR leaning:Process THEN 1 END) AS capabilities,
  count(CASE WHEN leaning:Workflow OR leaning:Agent OR leaning:Pipeline THEN 1 END) AS automations,
  collect(DISTINCT CASE WHEN size(r1) = 1 THEN leaning.name END)[..5] AS products, vendor.id AS id
ORDER BY leaning DESC, vendor, id;
