"""Automations of a graph in their canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.overlapping.acts import METHODS, Act, act_of
from opmap.analyses.overlapping.forms import Form, Read, Sending, Write
from opmap.analyses.overlapping.scopes import scope_of
from opmap.analyses.overlapping.shingling import shingles_of
from opmap.analyses.overlapping.starting import triggers_of
from opmap.graph.model import STATES
from opmap.kinds import AUTOMATIONS, State

if TYPE_CHECKING:
    from opmap.facts import Plain
    from opmap.graph import Graph

_ASKING = frozenset({"calls", "uses tool", "starts"})
_TAKING = frozenset({"reads", "consumes"})
_PUTTING = frozenset({"writes", "publishes"})
_TALKING = re.compile(
    r"\b(?:messag|notif|communication|chat|mail|collaboration|telephony|sms)|Slack|Teams", re.IGNORECASE
)
_BRANCHING = re.compile(r"branch|short_?circuit", re.IGNORECASE)
_STARTED = frozenset({*AUTOMATIONS, "operation", "function", "event source"})


def automations(graph: Graph) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give the numbers of the automations that a document describes."""
    known = graph.is_one_of(AUTOMATIONS) & (graph.state == STATES.index(State.KNOWN))
    return np.flatnonzero(known)


def forms_of(graph: Graph, numbers: Sequence[int]) -> list[Form]:
    """Give some automations in their canonical form."""
    return [_form(graph, number) for number in numbers]


def _form(graph: Graph, number: int) -> Form:
    said = dict(graph.details.node(number).attributes)
    reads: list[Read] = []
    writes: list[Write] = []
    sendings: list[Sending] = []
    acts_on: set[int] = set()
    for edge in graph.outgoing(number).tolist():
        verb, target = graph.verb_of(edge), int(graph.target[edge])
        if verb in _TAKING:
            reads += [Read(target, scope_of(where), where, edge) for where in _wheres(graph, edge)]
        elif verb in _PUTTING:
            writes += _writes(graph, edge, target, verb)
        elif verb in _ASKING:
            found = [*_asked(graph, edge, target)]
            reads += [each for each in found if isinstance(each, Read)]
            writes += [each for each in found if isinstance(each, Write)]
            sendings += [each for each in found if isinstance(each, Sending)]
            if _is_acting(graph, target, found):
                acts_on.add(target)
    acts_on.update(each.target for each in writes)
    guard = said.get("guard")
    return Form(
        number,
        tuple(triggers_of(graph, number, said)),
        scope_of(guard if isinstance(guard, str) else ""),
        tuple(reads),
        tuple(writes),
        tuple(sendings),
        frozenset(acts_on),
        shingles_of(graph, number, said),
        tuple(_several(said, "restarted_by")),
        _branches(said.get("steps")),
    )


def _branches(rows: Plain) -> bool:
    """Say whether a step decides which of the others run."""
    known = rows if isinstance(rows, tuple) else ()
    return any(isinstance(row, tuple) and len(row) > 1 and _BRANCHING.search(str(row[1])) for row in known)


def _writes(graph: Graph, edge: int, target: int, verb: str) -> Iterator[Write]:
    """Give what one relation writes: a write for each row that says more of it, and for each operation without one."""
    said = dict(graph.details.edge(edge).attributes)
    described: set[str] = set()
    for (step, operation, where), sets in _rows(said).items():
        described.add(operation)
        yield _write(target, operation, tuple(sorted(sets)), where, edge, step, verb)
    bare = [each for each in _several(said, "operation") if each not in described]
    if not bare and not described:
        bare = ["publish" if verb == "publishes" else ""]
    for operation in bare:
        yield _write(target, operation, (), "", edge, "", verb)


def _write(
    target: int,
    operation: str,
    sets: tuple[tuple[str, str], ...],
    where: str,
    edge: int,
    step: str,
    verb: str = "writes",
) -> Write:
    act = Act.ADD if verb == "publishes" else act_of(operation)
    return Write(target, act, operation, sets, scope_of(where), where, edge, step)


def _rows(said: dict[str, Plain]) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
    """Give the rows of effects of one relation, by step, operation and condition: what each sets."""
    found: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    for row in _table(said.get("effects"), 5):
        step, operation, attribute, value, where = row
        sets = found.setdefault((step, operation, where), set())
        if attribute:
            sets.add((attribute, value))
    return found


def _wheres(graph: Graph, edge: int) -> list[str]:
    rows = _rows(dict(graph.details.edge(edge).attributes))
    return sorted({where for _, _, where in rows}) or [""]


def _asked(graph: Graph, edge: int, target: int) -> Iterator[Read | Write | Sending]:
    """Give what is asked of another: by a request's method it reads, or changes what stands at its path."""
    said = dict(graph.details.edge(edge).attributes)
    if graph.kind_of(target) in _STARTED:
        yield from (Sending(target, event, edge) for event in _events(said))
    exact = graph.kind_of(target) == "operation"
    rows = {key: sets for key, sets in _rows(said).items() if key[1] in METHODS}
    for (step, method, path), sets in rows.items():
        if METHODS[method] is None:
            yield Read(target, scope_of(path), path, edge)
        else:
            yield _write(target, method, tuple(sorted(sets)), path, edge, step)
    if not rows and exact:
        for method in _several(said, "method"):
            if METHODS.get(method) is not None:
                yield _write(target, method, (), "", edge, "")


def _events(said: dict[str, Plain]) -> list[str]:
    """Give the events that another is sent: named by the engine, or in the body of a request for a dispatch."""
    in_bodies = {value for sets in _rows(said).values() for name, value in sets if name == "event_type"}
    named = [each for each in _several(said, "operation") if each not in METHODS]
    return sorted(in_bodies) or named or [""]


def _is_acting(graph: Graph, target: int, found: list[Read | Write | Sending]) -> bool:
    """Say whether a call does something about the matter, more than to tell people."""
    if any(not isinstance(each, Read) for each in found):
        return True
    return not found and graph.kind_of(target) in ("service", "function") and not is_talk(graph, target)


def is_talk(graph: Graph, target: int) -> bool:
    """Say whether something is there for people to talk to each other."""
    category = dict(graph.details.node(target).attributes).get("category", "")
    return bool(_TALKING.search(f"{category} {graph.names[target]}"))


def _several(said: dict[str, Plain], name: str) -> list[str]:
    both = said.get(name), said.get(f"{name} (also)")
    every = [each for value in both for each in (value if isinstance(value, tuple) else (value,))]
    return [each for each in every if isinstance(each, str) and each]


def _table(value: Plain, columns: int) -> Iterator[tuple[str, ...]]:
    """Give the rows of a table as texts; what is no such row is left out."""
    for row in value if isinstance(value, tuple) else ():
        if isinstance(row, tuple) and len(row) == columns and all(isinstance(each, str) for each in row):
            yield tuple(str(each) for each in row)


__all__ = ["Act", "automations", "forms_of", "is_talk"]
