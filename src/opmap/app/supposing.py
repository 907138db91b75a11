"""A map as it would be: sentences of a scenario, read against the map and applied to a copy of its estate.

``replica of NODE``, ``NODE VERB OTHER`` and ``NODE needs OTHER``, with ``(soft)``, ``(hard)``
or ``(4h)`` behind it where that is to be said. The store is not concerned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from opmap.app.clock import now
from opmap.app.planning import Planning, Row
from opmap.app.scenarios import Scenario
from opmap.app.values import value_of
from opmap.connecting.words import did_you_mean, hours_of
from opmap.decisions import Decision
from opmap.errors import BadScenario, BadSelection, QuestionError, UnknownNode
from opmap.identity.combining import Ends
from opmap.identity.grouping import hurt_by
from opmap.identity.supposing import Supposition, lost_without, supposed, with_replica, with_strength, without_replica
from opmap.kinds import VERBS, Strength, Verb

if TYPE_CHECKING:
    from opmap.analyses.playing import Played
    from opmap.estate import Estate
    from opmap.graph import Graph

NEEDS = "needs"
_REPLICA = re.compile(r"(?:an? )?replica (?:of )?(?P<node>.+)", re.IGNORECASE | re.DOTALL)
_STRENGTH = re.compile(r"(?P<sentence>.+?) \((?P<strength>[^()]{1,20})\)", re.DOTALL)
_WORDS = (NEEDS, *sorted(VERBS, key=len, reverse=True))


def play(graph: Graph, scenarios: Iterable[Scenario], *, most: int = 0) -> list[Played]:
    """Say what each scenario changes against the map; raise BadScenario, with all that is wrong."""
    from opmap.analyses.playing import playing

    played: list[Played] = []
    problems: list[str] = []
    for scenario in scenarios:
        try:
            changed = changed_by(graph, scenario)
            failing = failing_in(changed, scenario)
            expected = tuple(_expected(changed, scenario))
        except BadScenario as error:
            problems += error.problems
            continue
        changes = (*(f"with {one}" for one in scenario.add), *(f"without {one}" for one in scenario.remove))
        played.append(playing(graph, changed, failing, scenario.name, changes, expected, most=most))
    if problems:
        raise BadScenario(problems)
    return played


def changed_by(graph: Graph, scenario: Scenario) -> Graph:
    """Give the map with all that a scenario adds, and without what it removes; raise BadScenario."""
    if not scenario.add and not scenario.remove:
        return graph
    copy = _Copy(graph)
    problems = _tried(scenario, "add", scenario.add, copy.add)
    problems += _tried(scenario, "remove", scenario.remove, copy.remove)
    if problems:
        raise BadScenario(problems)
    return copy.graph()


def failing_in(graph: Graph, scenario: Scenario) -> list[int]:
    """Give the nodes that fail in a scenario; raise BadScenario."""
    found: dict[int, None] = {}

    def take(text: str) -> None:
        found.update(dict.fromkeys(meant_by(graph, text)))

    problems = _tried(scenario, "fail", scenario.fail, take)
    if problems:
        raise BadScenario(problems)
    return list(found)


def meant_by(graph: Graph, text: str) -> list[int]:
    """Give the nodes that a text means: a node, a file and line, or a selection such as ``kind:model``."""
    from opmap.analyses.pointing import pointed_at
    from opmap.graph.selecting import FIELDS, parse, select

    try:
        return pointed_at(graph, text)
    except UnknownNode as unknown:
        try:
            fields = {field for _, field, _ in parse(text)}
            found = select(graph, text).tolist() if fields - {""} else []
        except BadSelection:
            if fields & set(FIELDS):
                raise
            raise unknown from None
        if not fields - {""}:
            raise
        if not found:
            raise BadScenario([f'"{text}" selects nothing']) from None
        return found


def _expected(graph: Graph, scenario: Scenario) -> Iterator[tuple[str, int]]:
    from opmap.graph.naming import node_called

    problems = []
    for kind, text in scenario.expect:
        try:
            yield kind, node_called(graph, text)
        except QuestionError as error:
            problems.append(_said(scenario, f"expect {kind}", error))
    if problems:
        raise BadScenario(problems)


def _tried(scenario: Scenario, what: str, texts: Iterable[str], do: Callable[[str], None]) -> list[str]:
    problems = []
    for text in texts:
        try:
            do(text)
        except QuestionError as error:
            problems.append(_said(scenario, what, error))
    return problems


def _said(scenario: Scenario, what: str, error: QuestionError) -> str:
    sentence = error.problems[0] if isinstance(error, BadScenario) else str(error)
    return f"{scenario.place}: {what}: {sentence}" if scenario.place else sentence


class _Copy:
    """A copy of an estate, changed sentence by sentence."""

    def __init__(self, graph: Graph) -> None:
        self._began = graph
        self._known = graph  # as far as names are concerned
        self._estate = graph.details.estate()

    def graph(self) -> Graph:
        from opmap.graph import from_estate

        made = from_estate(self._estate, snapshot=self._began.snapshot, content="")
        return replace(made, overrides=self._began.overrides, today=self._began.today)

    def add(self, sentence: str) -> None:
        replica = _REPLICA.fullmatch(sentence)
        if replica:
            node = self._node(replica["node"])
            self._check_is_there(node)
            self._replace(with_replica(self._estate, node))
            return
        (source, verb, target), strength = self._read_with_strength(sentence)
        if strength and not (verb.outage or verb.absence):
            raise BadScenario([f'no outage travels along "{verb.name}", so that it has no strength'])
        if verb.name == "owned by":
            row = Row("own", source, (target,), by="nobody")
        else:
            row = Row("depends", source, (target,), verb.name, by="nobody")
        taken = self._decision(row)
        estate = supposed(self._estate, [taken])
        self._estate = self._as_hard(estate, (taken.subject, verb.name, taken.objects[0]), strength)

    def _check_is_there(self, node: str) -> None:
        """Raise BadScenario where a replica would be as much gone as what it copies."""
        from opmap.analyses.naming import gone_of

        number = self._known.number[node]
        gone = gone_of(self._known, number)
        if gone:
            raise BadScenario(
                [f"{self._known.names[number]} {gone}, and so would its replica be: it stands in for nothing"]
            )

    def _as_hard(self, estate: Estate, ends: Ends, strength: str) -> Estate:
        """Let one sentence be as hard as is said; what others say of the same two nodes stays as it is."""
        if not strength:
            return estate
        said = value_of("strength", strength, 1)
        hard, hours = said != "soft", hours_of(said) or 0.0
        stated = self._stated(ends)
        if stated and (hard, -hours) < stated:
            before = "soft" if not stated[0] else f"felt after {-stated[1]:g} h" if stated[1] else "hard"
            raise BadScenario([f"the map says already that it is {before}: no further statement makes it softer"])
        return with_strength(estate, ends, Strength.HARD if hard else Strength.SOFT, hours)

    def _stated(self, ends: Ends) -> tuple[bool, float] | None:
        """Give how hard a sentence of the map is, and how soon; None where nobody stated it."""
        return next(
            (
                (edge.strength is Strength.HARD, -edge.buffer)
                for edge in self._estate.edges
                if (edge.source, edge.verb, edge.target) == ends and not edge.presumed
            ),
            None,
        )

    def remove(self, sentence: str) -> None:
        replica = _REPLICA.fullmatch(sentence)
        if replica:
            self._remove_replica(self._node(replica["node"]))
            return
        source, verb, target = self._read(sentence, new_owner=False)
        ends = self._node(source), self._node(target)
        any_need = f" {NEEDS} " in sentence
        meant = [
            edge
            for edge in self._estate.edges
            if (any_need and hurt_by(edge) == ends and (VERBS[edge.verb].outage or VERBS[edge.verb].absence))
            or ((edge.source, edge.target) == ends and edge.verb == verb.name)
        ]
        if not meant:
            raise BadScenario([f"nothing on the map says: {sentence}. See: opmap show NODE"])
        taken = [_supposition("not-depends", edge.source, (edge.target,), edge.verb) for edge in meant]
        self._estate = supposed(self._estate, taken)

    def _remove_replica(self, node: str) -> None:
        lost = lost_without(self._estate, node)
        if lost:
            names = {one.id: one.name for one in self._estate.nodes}
            more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
            where = ", ".join(names[one] for one in lost[:3]) + more
            raise BadScenario([f"too little stands in for {names[node]} at {where}. To see what falls, fail it"])
        self._replace(without_replica(self._estate, node))

    def _replace(self, estate: Estate) -> None:
        self._estate = estate
        self._known = self.graph()

    def _decision(self, row: Row) -> Decision:
        taken = Planning(self._known, dict(self._estate.renamed), ()).decision(row, now())
        return _supposition(taken.act, taken.subject, taken.objects, taken.value)

    def _node(self, name: str) -> str:
        from opmap.graph.naming import node_called

        return self._known.ids[node_called(self._known, name.strip(), dict(self._estate.renamed))]

    def _read_with_strength(self, sentence: str) -> tuple[tuple[str, Verb, str], str]:
        """Read a sentence, and what stands behind it in brackets unless that belongs to a name."""
        stated = _STRENGTH.fullmatch(sentence)
        try:
            return self._read(sentence, new_owner=True), ""
        except QuestionError:
            if stated is None:
                raise
        return self._read(stated["sentence"], new_owner=True), stated["strength"]

    def _read(self, sentence: str, *, new_owner: bool) -> tuple[str, Verb, str]:
        """Split a sentence where both its ends are known; raise UnknownNode, AmbiguousNode or BadScenario."""
        splits = list(_splits(sentence))
        if not splits:
            raise BadScenario([_no_verb(sentence)])
        wrong: QuestionError | None = None
        for source, word, target in splits:
            verb = VERBS["depends on" if word == NEEDS else word]
            try:
                self._node(source)
                if not (new_owner and verb.name == "owned by"):
                    self._node(target)
            except QuestionError as error:
                wrong = wrong or error
                continue
            return source, verb, target
        assert wrong is not None
        raise wrong


def _splits(sentence: str) -> Iterator[tuple[str, str, str]]:
    """Give the ways in which a sentence can be read: source, verb, target; the longest verb first."""
    for word in _WORDS:
        for found in re.finditer(rf" {re.escape(word)} ", sentence):
            source, target = sentence[: found.start()].strip(), sentence[found.end() :].strip()
            if source and target:
                yield source, word, target


def _no_verb(sentence: str) -> str:
    offer = next((hint for word in sentence.split() if (hint := did_you_mean(word, VERBS))), "")
    say = "Say NODE calls OTHER, NODE needs OTHER, or replica of NODE"
    return f'no verb stands in "{sentence[:100]}"{offer or "."} {say}'


def _supposition(act: str, subject: str, objects: tuple[str, ...], value: str) -> Supposition:
    return Supposition(0, act, subject, objects, value, "", "", "")
