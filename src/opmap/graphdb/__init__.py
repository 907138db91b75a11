"""The map that a team shares, in Neo4j: pushed, pulled, and asked in Cypher."""
