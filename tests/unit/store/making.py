"""Small estates, sources and records, for the tests of the store."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from opmap.decisions import Decision
from opmap.encoding import encode_readings
from opmap.estate import Edge, Estate, Node
from opmap.facts import Entity, Evidence, Key, Reading
from opmap.graph import from_estate, pack
from opmap.kinds import Certainty, State, Strength
from opmap.store import Record, Source, Store

NOON = "2026-05-01T12:00:00Z"


def entity(name: str, path: str, source: str = "acme", connector: str = "compose") -> Entity:
    return Entity("service", name, (Key("compose", name),), Evidence(source, path, 1, "", f"of {path}", connector))


def record(path: str, *readings: Reading, **more: object) -> Record:
    said: dict[str, object] = {"digest": f"of {path}", "outcome": "read", "encoded": encode_readings(readings)} | more
    return Record(path, **said)


def unreadable(path: str, reason: str = "not YAML") -> Record:
    return Record(path, f"of {path}, broken", "unreadable", reason, 7)


def source(root: Path, name: str = "acme", identity: str = "") -> Source:
    root.mkdir(parents=True, exist_ok=True)
    return Source(name, str(root), identity, seen_at=NOON)


def estate(*names: str, size: int = 0, mark: str = "") -> Estate:
    """Make services that each call the next one; `mark` makes estates of equal size differ."""
    names = names or tuple(f"service-{number:05}" for number in range(size))
    place = Evidence("acme", "compose.yaml", 1, "", mark, "compose")
    nodes = tuple(Node(name, "service", name, (name,), State.KNOWN, (place,)) for name in sorted(names))
    edges = tuple(
        Edge(
            f"{one.id}>{two.id}",
            one.id,
            "calls",
            two.id,
            Strength.HARD,
            presumed=True,
            certainty=Certainty.CERTAIN,
            evidence=(place,),
        )
        for one, two in pairwise(nodes)
    )
    return Estate(nodes, edges)


def save(store: Store, compiled: Estate) -> int | None:
    graph = from_estate(compiled)
    return store.save_snapshot(graph.details.estate(), pack(graph), created=NOON)


def decision(act: str = "own", subject: str = "compose:web", *objects: str, value: str = "") -> Decision:
    return Decision(0, act, subject, objects, value, "Ana", "she runs it", NOON)
