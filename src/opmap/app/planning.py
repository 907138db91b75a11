"""Decisions as people write them, turned into decisions as they are kept: nodes found, values read, conflicts seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opmap.app.values import act_called, check_objects, check_said, plain, value_of
from opmap.decisions import Decision
from opmap.errors import BadDecision, QuestionError, UnknownNode

if TYPE_CHECKING:
    from opmap.graph import Graph

_NEW = ("person", "team", "department", "capability", "process", "vendor", "product")
"""What may be named in a decision though no file speaks of it: ``team:claims``."""
_MAY_BE_NEW = {"own", "depends", "capability", "redundant"}
_ONE_VALUE = {"criticality", "value", "tolerance", "repair", "environment", "counts", "strength", "redundant"}
_OPPOSITE = {"same": "not-same", "not-same": "same", "depends": "not-depends", "not-depends": "depends"}
_EITHER_WAY = {"same", "not-same"}


@dataclass(frozen=True, slots=True)
class Row:
    """A decision in the words of a person."""

    act: str
    node: str
    objects: tuple[str, ...] = ()
    value: str = ""
    by: str = ""
    because: str = ""
    line: int = 0  # where it stands in a file; 0 where it does not


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken, or should not be taken without a thought."""

    line: int
    sentence: str
    is_conflict: bool = False  # it could be taken all the same


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be decided, and what stands in its way."""

    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...] = ()
    repeated: tuple[int, ...] = ()  # lines that say what is decided already

    @property
    def conflicts(self) -> tuple[Problem, ...]:
        """Give the problems that are contradictions."""
        return tuple(problem for problem in self.problems if problem.is_conflict)


class Planning:
    """Reads rows against the graph and the decisions that stand."""

    def __init__(self, graph: Graph, aliases: Mapping[str, str], standing: Iterable[Decision]) -> None:
        self._graph = graph
        self._aliases = aliases
        self._standing = [(self._today(decision), decision) for decision in standing if not decision.undone]

    def plan(self, rows: Sequence[Row], time: str) -> Plan:
        """Turn rows into decisions; what is wrong with a row is said, and does not stop the others."""
        taken: list[tuple[Decision, int]] = []
        problems: list[Problem] = []
        repeated: list[int] = []
        for row in rows:
            try:
                decision = self.decision(row, time)
            except QuestionError as error:
                problems.append(Problem(row.line, str(error)))
                continue
            if self._is_repeated(decision, taken):
                repeated.append(row.line)
                continue
            problems += [Problem(row.line, sentence, is_conflict=True) for sentence in self._conflicts(decision, taken)]
            taken.append((decision, row.line))
        return Plan(tuple(decision for decision, _ in taken), tuple(problems), tuple(repeated))

    def decision(self, row: Row, time: str) -> Decision:
        """Turn one row into a decision; raise BadDecision, UnknownNode or AmbiguousNode."""
        act = act_called(row.act)
        check_objects(act, len(row.objects))
        value = value_of(act, row.value, len(row.objects))
        by, because = plain(row.by), plain(row.because)
        check_said(act, by, because)
        subject = self._node(row.node)
        objects = tuple(dict.fromkeys(self._object(act, name) for name in row.objects))
        if subject in objects:
            raise BadDecision(f'"{row.node}" is named twice', "Name another node beside it")
        check_objects(act, len(objects))
        return Decision(0, act, subject, objects, value, by, because, time)

    def _node(self, name: str) -> str:
        from opmap.graph.naming import node_called

        return str(self._graph.ids[node_called(self._graph, name, self._aliases)])

    def _object(self, act: str, name: str) -> str:
        try:
            return self._node(name)
        except UnknownNode as error:
            space, colon, rest = name.partition(":")
            known = act in _MAY_BE_NEW and bool(colon) and bool(rest.strip()) and space.strip().casefold() in _NEW
            if known:
                return _new_id(space.strip().casefold(), plain(rest))
            if act in _MAY_BE_NEW and not error.nearest:
                now = f"To name one that no file speaks of, say what it is: {_example(act)}"
                raise BadDecision(f'no node is called "{name}"', now) from None
            raise

    def _today(self, decision: Decision) -> tuple[str, ...]:
        """Give what a decision is about, by the ids that its nodes have today."""
        subject, *objects = (self._now(name) for name in (decision.subject, *decision.objects))
        return subject, *objects

    def _now(self, name: str) -> str:
        return name if name in self._graph.number else self._aliases.get(name, name)

    def _is_repeated(self, decision: Decision, taken: Sequence[tuple[Decision, int]]) -> bool:
        said = _said(decision, self._today(decision))
        earlier = [_said(other, about) for about, other in self._standing]
        return said in earlier or said in [_said(other, self._today(other)) for other, _ in taken]

    def _conflicts(self, decision: Decision, taken: Sequence[tuple[Decision, int]]) -> list[str]:
        about = self._today(decision)
        found = [
            f"{_in_words(decision)} stands against line {line}: {_in_words(other)}"
            for other, line in taken
            if _contradict(decision, about, other, self._today(other))
        ]
        found += [
            f"{_in_words(decision)} stands against decision {other.number} of {other.by}: {_in_words(other)}"
            for other_about, other in self._standing
            if _contradict(decision, about, other, other_about)
        ]
        return found


def _said(decision: Decision, about: tuple[str, ...]) -> tuple[object, ...]:
    subject, *objects = about
    if decision.act in _EITHER_WAY:
        return decision.act, frozenset(about), decision.value
    return decision.act, subject, frozenset(objects), decision.value


def _contradict(one: Decision, about: tuple[str, ...], other: Decision, other_about: tuple[str, ...]) -> bool:
    """Say whether two decisions cannot both be meant."""
    same_pair = bool(set(_pairs(one, about)) & set(_pairs(other, other_about)))
    if _OPPOSITE.get(one.act) == other.act:
        verbs = {one.value, other.value}
        return same_pair and (one.act in _EITHER_WAY or len(verbs) == 1 or "" in verbs)
    if one.act != other.act or about[0] != other_about[0]:
        return False
    if one.act == "own":
        return one.value == other.value and set(about[1:]) != set(other_about[1:])
    if one.act == "redundant":
        return one.value != other.value and set(about[1:]) == set(other_about[1:])
    return one.act in _ONE_VALUE and one.value != other.value and (same_pair or len(about) == 1)


def _pairs(decision: Decision, about: tuple[str, ...]) -> list[object]:
    subject, *objects = about
    if decision.act in _EITHER_WAY:
        return [frozenset((subject, other)) for other in objects]
    return [(subject, other) for other in objects]


def _in_words(decision: Decision) -> str:
    words = [decision.act, decision.subject, *decision.objects, decision.value]
    return '"' + " ".join(word for word in words if word) + '"'


def _new_id(space: str, name: str) -> str:
    from opmap.facts import Key
    from opmap.identity.ids import node_id

    return node_id(Key(space, name.casefold() if space == "person" and "@" in name else name))


def _example(act: str) -> str:
    return "capability:Claims handling" if act == "capability" else "team:claims, person:ana@acme.example"
