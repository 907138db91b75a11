"""A node or an edge as the database keeps it: what is read by people, and all of it in one piece of bytes.

The bytes hold *statements*: what some voices say of the element, as one push put it. Each
is two lines of compact JSON, a head (whether it is still seen, and whose word it is) and a
body. Where several people push the same thing, each speaks for their own sources, and the
element is what the statements say together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from opmap.encoding.tables import plain_attributes, to_bytes
from opmap.estate import Edge, EdgeGroup, Node
from opmap.facts import Evidence
from opmap.kinds import Certainty, Known, State, Strength

_FORM = b"1\n"  # hashed with every element, so that a new form is pushed anew
_READ = 7  # fields of a piece of evidence that was read; who decided, when and why follow only where somebody did


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """What some voices say of one element."""

    voices: tuple[str, ...]
    seen: bool  # no longer, where the sources that said so have it no more
    body: bytes


def said_in(statements: Iterable[Statement]) -> bytes:
    """Write statements; equal ones give equal bytes."""
    return b"\n".join([part for one in statements for part in (_head(one.seen, one.voices), one.body)])


def statements_in(said: bytes) -> tuple[Statement, ...]:
    """Read what `said_in` wrote."""
    lines = bytes(said).split(b"\n")
    heads = [json.loads(head.decode("utf-8", "surrogatepass")) for head in lines[::2]]
    return tuple(
        [Statement(tuple(voices), seen, body) for (seen, *voices), body in zip(heads, lines[1::2], strict=True)]
    )


def hash_of(said: bytes) -> str:
    """Give the hash by which two pushes know that an element is the same."""
    return blake2b(_FORM + said, digest_size=10).hexdigest()


_heads: dict[tuple[bool, tuple[str, ...]], bytes] = {}


def _head(seen: bool, voices: tuple[str, ...]) -> bytes:  # noqa: FBT001 - a field of the head
    found = _heads.get((seen, voices))
    if found is None:
        if len(_heads) > 10_000:
            _heads.clear()
        found = _heads[seen, voices] = to_bytes([seen, *voices])
    return found


def node_body(node: Node) -> bytes:
    """Write all of a node but its id."""
    return to_bytes(
        [
            node.kind,
            node.name,
            node.keys,
            node.state,
            node.environment,
            node.attributes,
            node.unseen_since,
            node.inactive,
            _evidence_rows(node.evidence),
        ]
    )


def node_of(identity: str, body: bytes) -> Node:
    """Read a node."""
    kind, name, keys, state, environment, said, unseen, inactive, evidence = _read(body)
    known = State(state)
    found, values = _evidence(evidence), plain_attributes(said)
    return Node(identity, kind, name, tuple(keys), known, found, environment, values, unseen, inactive)


def edge_body(edge: Edge) -> bytes:
    """Write all of an edge but its id, its ends and its verb."""
    group = edge.group
    return to_bytes(
        [
            edge.strength,
            edge.presumed,
            edge.certainty,
            edge.buffer,
            None if group is None else [group.id, group.need, group.size, group.presumed, group.places],
            edge.attributes,
            edge.unseen_since,
            _evidence_rows(edge.evidence),
        ]
    )


def edge_of(identity: str, ends: tuple[str, str, str], body: bytes) -> Edge:
    """Read an edge; its ends are source, verb and target."""
    strength, presumed, certainty, buffer, group, said, unseen, evidence = _read(body)
    return Edge(
        identity,
        *ends,
        Strength(strength),
        presumed,
        Certainty(certainty),
        _evidence(evidence),
        buffer,
        None if group is None else EdgeGroup(group[0], group[1], group[2], group[3], tuple(group[4])),
        plain_attributes(said),
        unseen,
    )


def _evidence_rows(evidence: Iterable[Evidence]) -> list[tuple[Any, ...]]:
    return [item if any(item[_READ:]) else item[:_READ] for item in evidence]


def _evidence(rows: Sequence[list[Any]]) -> tuple[Evidence, ...]:
    return tuple([Evidence(*[*row[:6], Known(row[6]), *row[_READ:]]) for row in rows])


def _read(body: bytes) -> Any:
    return json.loads(body.decode("utf-8", "surrogatepass"))
