"""Decisions as people write them, turned into decisions as they are kept: nodes found, values read, conflicts seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from opmap.app.values import act_called, check_objects, check_said, plain, value_of
from opmap.decisions import Decision
from opmap.errors import BadDecision, QuestionError, UnknownNode
from opmap.frozen import frozen
from opmap.identity.grouping import hurt_end
from opmap.kinds import KINDS, VERBS, End, State

if TYPE_CHECKING:
    from opmap.graph import Graph

_PEOPLE = ("person", "team")
_OWNING = ("(team)", "(person)")
"""What may answer for something though no file speaks of it: ``team:claims``."""
_ONE_VALUE = {"criticality", "value", "tolerance", "repair", "fails", "environment", "counts", "strength", "redundant"}
_OPPOSITE = {"same": "not-same", "not-same": "same", "depends": "not-depends", "not-depends": "depends"}
_OF_NEEDS = {"redundant", "strength"}
_MAKE_A_RELATION = {"depends", "capability", "own"}
_EITHER_WAY = {"same", "not-same"}


@frozen
class Row:
    """A decision in the words of a person."""

    act: str
    node: str
    objects: tuple[str, ...] = ()
    value: str = ""
    by: str = ""
    because: str = ""
    line: int = 0  # where it stands in a file; 0 where it does not


@frozen
class Problem:
    """Why a row cannot be taken, or should not be taken without a thought."""

    line: int
    sentence: str
    is_conflict: bool = False  # it could be taken all the same


@frozen
class Plan:
    """What would be decided, and what stands in its way."""

    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...] = ()
    repeated: tuple[int, ...] = ()  # lines that say what is decided already
    remarks: tuple[str, ...] = ()  # owners whom no file names, and whom of those that it does they may be

    @property
    def conflicts(self) -> tuple[Problem, ...]:
        """Give the problems that are contradictions."""
        return tuple(problem for problem in self.problems if problem.is_conflict)


class Planning:
    """Reads rows against the graph and the decisions that stand."""

    def __init__(self, graph: Graph, aliases: Mapping[str, str], standing: Iterable[Decision]) -> None:
        self._graph = graph
        self._aliases = aliases
        self._heard = _Heard()
        for decision in standing:
            if not decision.undone:
                self._heard.add(decision, self._today(decision), f"decision {decision.number} of {decision.by}")

    def plan(self, rows: Sequence[Row], time: str) -> Plan:
        """Turn rows into decisions; what is wrong with a row is said, and does not stop the others."""
        taken: list[Decision] = []
        problems: list[Problem] = []
        repeated: list[int] = []
        remarks: dict[str, None] = {}
        for row in rows:
            try:
                decision = self.decision(row, time)
            except QuestionError as error:
                problems.append(Problem(row.line, str(error)))
                continue
            if self.said_already(decision):
                repeated.append(row.line)
                continue
            problems += [Problem(row.line, each, is_conflict=True) for each in self.against(decision)]
            self._heard.add(decision, self._today(decision), f"line {row.line}")
            remarks |= dict.fromkeys(self.newcomers(decision))
            taken.append(decision)
        return Plan(tuple(taken), tuple(problems), tuple(repeated), tuple(remarks))

    def newcomers(self, decision: Decision) -> list[str]:
        """Say of the owners whom no file names that they are new, and whose names are near theirs."""
        from opmap.graph.naming import nearest

        said = []
        for owner in decision.objects if decision.act == "own" else ():
            if self._graph.number_of(owner) is None:
                name = owner.partition(":")[2]
                near = [one for one in nearest(self._graph, name) if one.endswith(_OWNING)]
                meant = f"; near it: {', '.join(near)}" if near else ""
                said.append(f'"{owner}" is on no map yet and is put there by this{meant}')
        return said

    def said_already(self, decision: Decision) -> str:
        """Say where the very same was said; nothing where it was not."""
        return self._heard.where(decision, self._today(decision))

    def against(self, decision: Decision) -> list[str]:
        """Say which of the decisions heard so far cannot be meant together with this one."""
        return self._heard.against(decision, self._today(decision))

    def decision(self, row: Row, time: str) -> Decision:
        """Turn one row into a decision; raise BadDecision, UnknownNode or AmbiguousNode."""
        act = act_called(row.act)
        by, because = plain(row.by), plain(row.because)
        check_said(act, by, because)
        check_objects(act, len(row.objects))
        subject = self._node(row.node)
        objects = tuple(dict.fromkeys(self._object(act, name) for name in row.objects))
        check_objects(act, len(objects))
        if act == "same" and not because:
            self._check_kinds(subject, objects)
        decision = Decision(0, act, subject, objects, value_of(act, row.value, len(objects)), by, because, time)
        if subject in objects and not self.said_already(decision):
            raise BadDecision(f'"{row.node}" is named twice', "Name another node beside it")
        if act in _OF_NEEDS and not self.said_already(decision):
            for other in objects:
                self._check_needed(decision, subject, other)
        return decision

    def _check_needed(self, decision: Decision, subject: str, other: str) -> None:
        """Raise BadDecision where no relation is there, or decided, that the decision would be about."""
        graph = self._graph
        one, two = graph.number[subject], graph.number[other]
        for edge in (*graph.outgoing(one).tolist(), *graph.incoming(one).tolist()):
            verb = VERBS[graph.verb_of(edge)]
            hurt, needed = int(graph.source[edge]), int(graph.target[edge])
            if hurt_end(verb.name) is End.TARGET:
                hurt, needed = needed, hurt
            if (hurt, needed) == (one, two) and (decision.act == "strength" or verb.outage or verb.absence):
                return
        if not self._heard.joined(subject, other):
            lacking = f"no relation says that {graph.names[one]} needs {graph.names[two]} itself"
            raise BadDecision(lacking, f"If it does, say so first: opmap decide depends {subject} {other}")

    def _check_kinds(self, subject: str, objects: Iterable[str]) -> None:
        """Raise BadDecision where things that are told to be one are described as different things."""
        for other in objects:
            one, two = self._described(subject), self._described(other)
            if one and two and one != two:
                reason = f'"{subject}" is described as {KINDS[one].one} and "{other}" as {KINDS[two].one}'
                raise BadDecision(reason, "If they are one thing all the same, say why: --because REASON")

    def _described(self, name: str) -> str:
        """Give the kind that a document gives a node; nothing where it is only mentioned, and its kind a guess."""
        number = self._graph.number_of(name)
        known = number is not None and self._graph.state_of(number) is State.KNOWN
        return self._graph.kind_of(number) if known and number is not None else ""

    def _node(self, name: str) -> str:
        from opmap.graph.naming import node_called

        return self._graph.ids[node_called(self._graph, name, self._aliases)]

    def _object(self, act: str, name: str) -> str:
        if act == "accept":
            return plain(name)  # a finding, which is no node
        try:
            return self._node(name)
        except UnknownNode as error:
            space, _, rest = (part.strip() for part in name.partition(":"))
            if act == "capability" and plain(name):
                return plain(rest if space.casefold() == "capability" else name)
            if act == "own" and rest and space.casefold() in _PEOPLE:
                return _new_id(space.casefold(), plain(rest))
            if act == "own" and not error.nearest:
                now = "Whom no file names is named as a team or a person: team:claims, person:ana@acme.example"
                raise BadDecision(f'no node is called "{name}"', now) from None
            raise

    def _today(self, decision: Decision) -> tuple[str, ...]:
        """Give what a decision is about, by the ids that its nodes have today."""
        return tuple(self._now(name) for name in (decision.subject, *decision.objects))

    def _now(self, name: str) -> str:
        from opmap.identity.ids import slug

        if name in self._graph.number:
            return name
        capability = f"inventory:decided/{slug(name)}"  # what a decision made of a name that no file knows
        return capability if capability in self._graph.number else self._aliases.get(name, name)


class _Heard:
    """Decisions that stand, and rows that were read before: what a row may repeat or contradict."""

    def __init__(self) -> None:
        self._said: dict[tuple[object, ...], str] = {}
        self._about: defaultdict[str, list[tuple[Decision, tuple[str, ...], str]]] = defaultdict(list)

    def add(self, decision: Decision, about: tuple[str, ...], where: str) -> None:
        """Hear a decision."""
        self._said.setdefault(_said(decision, about), where)
        heard = (decision, about, where)
        for name in _indexed(decision, about):
            self._about[name].append(heard)

    def joined(self, one: str, other: str) -> bool:
        """Say whether a decision heard so far makes a relation between two nodes."""
        heard = (*self._about[one], *self._about[other])
        return any(decision.act in _MAKE_A_RELATION and {one, other} <= {*about} for decision, about, _ in heard)

    def where(self, decision: Decision, about: tuple[str, ...]) -> str:
        """Say where this was said already; nothing where it was not."""
        return self._said.get(_said(decision, about), "")

    def against(self, decision: Decision, about: tuple[str, ...]) -> list[str]:
        """Say which of the decisions heard so far cannot be meant together with this one."""
        near = {id(other): other for name in _indexed(decision, about) for other in self._about[name]}
        return [
            f"{_in_words(decision)} stands against {where}: {_in_words(other)}"
            for other, other_about, where in near.values()
            if _contradict(decision, about, other, other_about)
        ]


def _indexed(decision: Decision, about: tuple[str, ...]) -> tuple[str, ...]:
    return about if decision.act in _EITHER_WAY else about[:1]


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
