"""What there is to say about a node: its risk, what falls with it alone, who does not own it, what is not known."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.covering import undescribed
from opmap.analyses.grading import IF_NEEDED, STATED
from opmap.analyses.naming import name_of
from opmap.analyses.owning import owning
from opmap.analyses.ranking import Ranking
from opmap.analyses.risks import Risk
from opmap.kinds import State
from opmap.maps.overlaps import Overlaps
from opmap.maps.singling import Singles
from opmap.maps.view import Note
from opmap.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.graph import Graph
    from opmap.maps.changing import Changes

_MOST_NAMED = 4
_LOWER = ("staging", "test", "development")


class Noting:
    """The notes of one graph, each analysis asked once."""

    def __init__(self, graph: Graph, ranked: Ranking, changes: Changes) -> None:
        self.graph = graph
        self.changes = changes
        self.total = ranked.total
        self.risks = {graph.number[risk.node.id]: risk for risk in ranked.risks}
        self.singles = Singles(graph)
        self.roots = self.singles.roots
        self.overlaps = Overlaps(graph)
        self.unowned = {graph.number[one.id]: gap for gap in owning(graph).gaps for one in gap.members}
        self.silent = undescribed(graph)
        self.leaning = _leaning_on_lower(graph)

    def notes(self, number: int) -> Iterator[Note]:
        """Give what there is to say about a node, the gravest first."""
        call = shlex.quote(name_of(self.graph, number).call)
        yield from self._changed(number, call)
        if number in self.risks:
            yield self._risk(self.risks[number], call)
        if number in self.singles.grade:
            yield self._single(number, call)
        if number in self.unowned:
            gap = self.unowned[number]
            ask = f" Ask {plain(gap.ask.name, 60)}, who owns most of its neighbours." if gap.ask else ""
            yield Note("unowned", f"{_sentence(gap.reason)}{ask}", f"opmap decide own {call} team:NAME --by YOU")
        yield from self.overlaps.notes(number)
        yield from self._unknowns(number, call)

    def _risk(self, risk: Risk, call: str) -> Note:
        rank = f"{risk.rank_from}" if risk.rank_from == risk.rank_to else f"{risk.rank_from}–{risk.rank_to}"
        because = plain("; ".join(risk.because), 200)
        text = f"Rank {rank} by expected loss, {risk.points:.0f} points: {because}. How often and how long is assumed."
        return Note("risk", text, f"opmap blast {call}")

    def _single(self, number: int, call: str) -> Note:
        grade, names = self.singles.grade[number], self.singles.names(number)
        named = ", ".join(plain(name, 60) for name in names[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        falls = f"{len(names)} of {self.total} outcomes: {named}{more}."
        if grade == IF_NEEDED:
            text = f"Single if presumed alternatives are none; it would take down {falls}"
            return Note("if-single", text, f"opmap blast {call}")
        said = "stated" if grade == STATED else "presumed: nobody stated that all on the way is essential"
        return Note("single", f"Its failure alone takes down {falls} This is {said}.", f"opmap blast {call}")

    def _changed(self, number: int, call: str) -> Iterator[Note]:
        identity, since = self.graph.ids[number], self.changes.since
        if identity in self.changes.new:
            yield Note("new", f"Not there in snapshot {since}.", f"opmap show {call}")
        elif identity in self.changes.changed:
            yield Note("changed", f"Not as it was in snapshot {since}.", f"opmap show {call} --at {since}")

    def _unknowns(self, number: int, call: str) -> Iterator[Note]:
        node = self.graph.details.node(number)
        if node.state is State.DANGLING:
            yield Note("dangling", "A reference leads here, and nothing that was read describes it.", "opmap coverage")
        elif node.state is State.MENTIONED:
            yield Note("mentioned", "Only mentioned: nothing is concluded from what it seems to lack.")
        if self.silent[number]:
            yield Note(
                "silent", "Nothing is known of what it needs; that is not to say that it is safe.", "opmap coverage"
            )
        for lower in self.leaning.get(number, ()):
            name = name_of(self.graph, lower)
            text = f"In production, and leans on {plain(name.name, 60)} ({name.environment})."
            yield Note("lower", text, f"opmap why {call} {shlex.quote(name.call)}")
        if node.unseen_since:
            yield Note(
                "unseen", f"Not seen since {plain(node.unseen_since, 40)}: kept as it last was.", "opmap coverage"
            )
        if node.inactive:
            yield Note("inactive", "A file marks it as switched off.")


def _leaning_on_lower(graph: Graph) -> dict[int, list[int]]:
    """Give what in production depends directly on something in a lower environment."""
    from opmap.analyses.counting import dependencies

    lower = np.array([environment in _LOWER for environment in graph.environments], bool)
    production = np.array([environment == "production" for environment in graph.environments], bool)
    hurt, needed = dependencies(graph)
    found: dict[int, list[int]] = {}
    for one, other in sorted(set(zip(hurt.tolist(), needed.tolist(), strict=True))):
        if production[one] and lower[other]:
            found.setdefault(one, []).append(other)
    return found


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{plain(text, 200)[1:]}."
