"""What is assumed where nobody has said it: how often a thing fails, how long its repair takes, what it is worth.

Round numbers for an ordinary organisation, wide on purpose, and shown as *assumed* wherever
they are used. They order things of different kinds; they predict nothing. One table by kind,
and one of weak controls, each of which acts once and at one place: on how often, or on how
long. ``opmap.toml`` overrides both; what a person states of a node replaces them for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opmap.frozen import frozen
from opmap.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opmap.graph import Graph

ASSUMED, SET, STATED = "assumed", "set in opmap.toml", "stated"
"""What a number rests on: this table, the organisation's own table, or what somebody said of the node."""
FOLLOWS = "follows from its stated probability"
"""What a number rests on where somebody said of the node how much of the time it is down."""

FAILS, REPAIR, VALUE, WEAKNESS = "fails", "repair", "value", "weakness"
RANGES: dict[tuple[str, str], float] = {
    (FAILS, ASSUMED): 5.0,
    (FAILS, SET): 3.0,
    (FAILS, STATED): 1.5,
    (FAILS, FOLLOWS): 1.5,
    (REPAIR, ASSUMED): 3.0,
    (REPAIR, SET): 2.0,
    (REPAIR, STATED): 1.5,
    (REPAIR, FOLLOWS): 1.5,
    (VALUE, ASSUMED): 3.0,
    (VALUE, SET): 2.0,
    (VALUE, STATED): 1.25,
    (WEAKNESS, ASSUMED): 1.5,
    (WEAKNESS, SET): 1.25,
}
"""How wrong each number may be: in nineteen of twenty cases within so many times more or less."""


@frozen
class Premise:
    """What is assumed of a kind."""

    per_year: float  # so often does it fail; 0: it has no fault of its own
    hours: float  # so long does its repair take
    value: float  # what an hour of it counts, where it counts; 0: it counts for nothing itself
    set_here: frozenset[str] = frozenset()  # which of these opmap.toml says


@frozen
class Weakness:
    """A control that is missing, and by how much it makes a loss greater."""

    name: str
    works_on: str  # how often it fails, or how long its repair takes
    factor: float
    meaning: str
    basis: str = ASSUMED

    @property
    def range(self) -> float:
        """Say how wrong the factor may be."""
        return RANGES[WEAKNESS, self.basis]


_BY_KIND = {
    "capability": Premise(0.0, 0.0, 1.0),
    "process": Premise(0.0, 0.0, 1.0),
    "workflow": Premise(4.0, 4.0, 1.0),
    "agent": Premise(6.0, 4.0, 1.0),
    "pipeline": Premise(4.0, 4.0, 0.0),
    "event source": Premise(1.0, 2.0, 0.0),
    "schedule": Premise(0.5, 2.0, 0.0),
    "service": Premise(2.0, 2.0, 1.0),
    "MCP server": Premise(3.0, 2.0, 1.0),
    "approval system": Premise(1.0, 4.0, 0.0),
    "model": Premise(3.0, 2.0, 0.0),
    "index": Premise(1.0, 4.0, 0.0),
    "feature store": Premise(1.0, 4.0, 0.0),
    "model registry": Premise(0.5, 4.0, 0.0),
    "datastore": Premise(0.7, 4.0, 0.0),
    "topic": Premise(0.3, 2.0, 0.0),
    "queue": Premise(0.3, 2.0, 0.0),
    "file": Premise(0.3, 2.0, 0.0),
    "host": Premise(0.5, 6.0, 0.0),
    "cluster": Premise(0.5, 3.0, 0.0),
    "function": Premise(1.0, 2.0, 0.0),
    "credential": Premise(0.7, 3.0, 0.0),
    "identity provider": Premise(0.7, 2.0, 0.0),
    "monitoring": Premise(0.7, 2.0, 0.0),
    "region": Premise(0.1, 6.0, 0.0),
    "site": Premise(0.05, 12.0, 0.0),
    "vendor": Premise(1.0, 3.0, 0.0),
    "person": Premise(10.0, 16.0, 0.0),
    "team": Premise(0.2, 8.0, 0.0),
}
_NOTHING = Premise(0.0, 0.0, 0.0)

LOWER, ONCE, UNOWNED, ONE_PERSON, UNSEEN = "lower environment", "single replica", "unowned", "one person", "unseen"
_WEAKNESSES = (
    Weakness(LOWER, FAILS, 3.0, "it belongs to a lower environment, which is changed at will, and more leans on it"),
    Weakness(ONCE, FAILS, 1.5, "its file says one replica: whatever takes that one takes it"),
    Weakness(UNOWNED, REPAIR, 2.0, "nobody owns it, or all who did have left: somebody has to be found first"),
    Weakness(ONE_PERSON, REPAIR, 1.5, "one person alone answers for it, who may be away"),
    Weakness(UNSEEN, REPAIR, 1.5, "nothing watches it, though most of its kind here are watched"),
)

NO_FAULT_OF_ITS_OWN = frozenset(kind.name for kind in KINDS.values() if not kind.fails)
"""Kinds that are down only when something else is; a dataset fails by being wrong or old, not by being down."""


@frozen
class Assumptions:
    """The table that an answer is computed with."""

    kinds: Mapping[str, Premise]
    weaknesses: Mapping[str, Weakness]

    def of(self, kind: str) -> Premise:
        """Give what is assumed of a kind; nothing ever fails by itself of a kind that has no fault of its own."""
        return self.kinds.get(kind, _NOTHING)

    def basis(self, kind: str, name: str) -> str:
        """Say what a number of a kind rests on, where nobody stated it of the node."""
        return SET if name in self.of(kind).set_here else ASSUMED


def assumptions(graph: Graph | None = None) -> Assumptions:
    """Give what is assumed, as the organisation's opmap.toml has it where the graph came with one."""
    overrides = {} if graph is None else graph.overrides
    kinds = {name: _overridden(premise, overrides.get(name, {})) for name, premise in _BY_KIND.items()}
    factors = overrides.get(WEAKNESS, {})
    weaknesses = {
        one.name: replace(one, factor=factors[one.name], basis=SET) if one.name in factors else one
        for one in _WEAKNESSES
    }
    return Assumptions(kinds, weaknesses)


def _overridden(premise: Premise, said: Mapping[str, float]) -> Premise:
    return replace(
        premise,
        per_year=said.get(FAILS, premise.per_year),
        hours=said.get(REPAIR, premise.hours),
        value=said.get(VALUE, premise.value),
        set_here=frozenset(said),
    )


@frozen
class Stated:
    """Of how many nodes somebody stated a number, which is used instead of what is assumed of their kind."""

    fails: int
    repair: int
    value: int
    probability: int  # of being down, from which how often or how long follows


def stated(graph: Graph) -> Stated:
    """Count the nodes of which somebody stated a number."""
    said = [dict(graph.details.node(number).attributes) for number in range(len(graph))]
    fails, repair, value = (
        sum(bool(one.get(name)) for one in said) for name in ("incidents_per_year", "repair_hours", "value")
    )
    return Stated(fails, repair, value, sum(one.get("probability") is not None for one in said))


def settable() -> Iterator[tuple[str, str]]:
    """Give what opmap.toml may set: each kind with each number that it has, and each weakness."""
    for kind, premise in _BY_KIND.items():
        if premise.per_year:
            yield from ((kind, FAILS), (kind, REPAIR))
        if premise.value:
            yield kind, VALUE
    yield from ((WEAKNESS, one.name) for one in _WEAKNESSES)
