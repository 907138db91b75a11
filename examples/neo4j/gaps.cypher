// What nobody owns: neither an owner of its own, nor one that is handed down to it.
//
// Set the parameters first, in Neo4j Browser or cypher-shell:
//   :param estate => "default"

MATCH (e:OpmapEstate {name: $estate})
WITH e.current AS now
MATCH (n:OpmapNode {estate: $estate})
WHERE n.from <= now AND n.until > now AND n.state = 'known' AND NOT n:Department|EventSource|Operation|Person|Prompt|Region|Schedule|Site|Team|Vendor
  AND NOT EXISTS {
    (n) ((heir:!Department&!EventSource&!Operation&!Person&!Prompt&!Region&!Schedule&!Site&!Team&!Vendor)-[r:STORED_IN|EXPOSED_BY|BUILT_FROM|PART_OF]->(giver) WHERE r.certainty <> 'possible' AND r.from <= now AND r.until > now){0,}
    (owned)-[o:OWNED_BY]->(owner)
    WHERE o.certainty <> 'possible' AND o.from <= now AND o.until > now AND owner.state <> 'dangling'
  }
RETURN n.name AS name, n.kind AS kind, n.environment AS environment, n.places AS places, n.id AS id
ORDER BY kind, name, id;
