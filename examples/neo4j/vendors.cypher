// How much leans on each vendor: what needs something that it provides, over hard dependencies.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (vendor:Vendor&OpmapNode {estate: $estate}) WHERE vendor.from <= now AND vendor.until > now
MATCH SHORTEST 1 (vendor) ((needed)-[r:DEPENDS_ON|CALLS|READS|WRITES|PUBLISHES|CONSUMES|STORED_IN|RUNS_ON|LOCATED_IN|PROVIDED_BY|USES_CREDENTIAL|AUTHENTICATES_WITH|USES_MODEL|USES_TOOL|APPROVED_BY|EXPOSES|SUPPORTS|MEMBER_OF]-(hurt)
      WHERE r.strength = 'hard' AND r.certainty <> 'possible' AND r.from <= now AND r.until > now
      AND hurt.state <> 'dangling' AND needed.state <> 'dangling'
      AND (startNode(r) = hurt AND type(r) IN ['DEPENDS_ON', 'CALLS', 'READS', 'WRITES', 'PUBLISHES', 'CONSUMES', 'STORED_IN', 'RUNS_ON', 'LOCATED_IN', 'PROVIDED_BY', 'USES_CREDENTIAL', 'AUTHENTICATES_WITH', 'USES_MODEL', 'USES_TOOL', 'APPROVED_BY']
        OR startNode(r) = needed AND type(r) IN ['EXPOSES', 'SUPPORTS', 'MEMBER_OF']))+ (leaning)
WHERE leaning <> vendor
RETURN vendor.name AS vendor, count(leaning) AS leaning,
  count(CASE WHEN leaning:Capability OR leaning:Process THEN 1 END) AS capabilities,
  count(CASE WHEN leaning:Workflow OR leaning:Agent OR leaning:Pipeline THEN 1 END) AS automations,
  [product IN collect(DISTINCT CASE WHEN size(r) = 1 THEN leaning.name END) | product][..5] AS products, vendor.id AS id
ORDER BY leaning DESC, vendor, id;
