"""The whole graph as one JSON document for other programs: versioned, in an order that never varies.

The schema stands in ``docs/schemas/graph.schema.json``. There is no clock and no counter in the
document. ``content`` is the SHA-256 of the document written canonically (keys sorted, no
blanks, UTF-8) without ``content`` itself and with every ``commit`` null, so that anyone
can compute it again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from opmap.estate import Edge, EdgeGroup, Estate, Node, Outcome
from opmap.graph.ownership import owners
from opmap.kinds import Known
from opmap.reports.safety import json_text, plain

if TYPE_CHECKING:
    from opmap.facts import Attributes, Evidence
    from opmap.graph import Graph

VERSION = "1.0"


def document(graph: Graph) -> dict[str, Any]:
    """Give the graph as plain data, in the shape that the schema describes."""
    estate = graph.details.estate()
    commits = {source.name: source.commit or None for source in estate.sources}
    owned = owners(graph)
    nodes = [
        _node(graph.details.node(number), sorted({graph.ids[one.owner] for one in owned.get(number, ())}), commits)
        for number in range(len(graph))
    ]
    edges = [_edge(graph.details.edge(number), commits) for number in range(len(graph.source))]
    edges.sort(key=lambda edge: (edge["source"], edge["verb"], edge["target"], edge["id"]))
    whole: dict[str, Any] = {
        "opmap": {"version": VERSION, "coverage": _coverage(estate), "sources": _sources(estate)},
        "nodes": nodes,
        "edges": edges,
    }
    whole["opmap"] = {"version": VERSION, "content": content_of(whole), **whole["opmap"]}
    return whole


def as_json(graph: Graph) -> str:
    """Give the graph as JSON text, one node or edge a line so that two exports can be compared."""
    whole = document(graph)
    head = json.dumps(whole["opmap"], ensure_ascii=False, indent=1)
    rows = {name: ",\n".join(json.dumps(row, ensure_ascii=False) for row in whole[name]) for name in ("nodes", "edges")}
    return json_text(f'{{"opmap": {head},\n"nodes": [\n{rows["nodes"]}\n],\n"edges": [\n{rows["edges"]}\n]}}\n')


def content_of(whole: dict[str, Any]) -> str:
    """Compute the hash of an exported document, less its commits."""
    bare = {**whole, "opmap": {name: value for name, value in whole["opmap"].items() if name != "content"}}
    canonical = json.dumps(_without_commits(bare), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _without_commits(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: None if name == "commit" else _without_commits(item) for name, item in value.items()}
    return [_without_commits(item) for item in value] if isinstance(value, list) else value


def _node(node: Node, owner_ids: list[str], commits: dict[str, str | None]) -> dict[str, Any]:
    return {
        "id": node.id,
        "kind": node.kind,
        "name": plain(node.name),
        "keys": list(node.keys),
        "owners": owner_ids,
        "environment": node.environment or None,
        "state": node.state.value,
        "inactive": node.inactive,
        "unseen_since": node.unseen_since or None,
        "attributes": _attributes(node.attributes),
        "evidence": [_evidence(item, commits) for item in node.evidence],
    }


def _edge(edge: Edge, commits: dict[str, str | None]) -> dict[str, Any]:
    return {
        "id": edge.id,
        "source": edge.source,
        "verb": edge.verb,
        "target": edge.target,
        "strength": edge.strength.value,
        "presumed": edge.presumed,
        "buffer_hours": edge.buffer,
        "certainty": edge.certainty.value,
        "group": _group(edge.group) if edge.group else None,
        "unseen_since": edge.unseen_since or None,
        "attributes": _attributes(edge.attributes),
        "evidence": [_evidence(item, commits) for item in edge.evidence],
    }


def _group(group: EdgeGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "k": group.need,
        "n": group.size,
        "presumed": group.presumed,
        "places": list(group.places),
    }


def _attributes(attributes: Attributes) -> dict[str, Any]:
    return {name: _plain_data(value) for name, value in attributes}


def _plain_data(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_data(item) for item in value]
    return plain(value) if isinstance(value, str) else value


def _evidence(item: Evidence, commits: dict[str, str | None]) -> dict[str, Any]:
    if item.known is Known.DECIDED:
        return {"known": item.known.value, "person": item.person, "time": item.time, "reason": plain(item.reason)}
    return {
        "source": item.source,
        "path": item.path,
        "line": item.line,
        "pointer": item.pointer,
        "digest": item.digest,
        "commit": commits.get(item.source),
        "connector": item.connector,
        "known": item.known.value,
    }


def _sources(estate: Estate) -> list[dict[str, Any]]:
    return [
        {
            "name": source.name,
            "commit": source.commit or None,
            "documents": source.documents,
            "read": source.read,
            "unreadable": len(source.unreadable),
            "not_recognised": source.not_recognised,
            "unseen_since": source.unseen_since or None,
        }
        for source in sorted(estate.sources, key=lambda source: source.name)
    ]


def _coverage(estate: Estate) -> dict[str, Any]:
    outcomes = [reference.outcome for reference in estate.references]
    return {
        "read": sum(source.read for source in estate.sources),
        "not_recognised": sum(source.not_recognised for source in estate.sources),
        "unreadable": [
            {
                "source": item.evidence.source,
                "path": item.evidence.path,
                "line": item.evidence.line,
                "reason": item.reason,
            }
            for source in sorted(estate.sources, key=lambda source: source.name)
            for item in source.unreadable
        ],
        "references": {outcome.value: outcomes.count(outcome) for outcome in Outcome},
        "notices": len(estate.notices),
        "questions": len(estate.questions),
    }
