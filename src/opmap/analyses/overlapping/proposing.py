"""How an overlap can be ended: which automation to keep, what to move to it, who must agree, what hangs on the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.blasting import HIT
from opmap.analyses.counting import dependencies
from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.overlapping.findings import Proposal
from opmap.analyses.overlapping.forms import Form
from opmap.analyses.overlapping.matches import (
    CONFLICT,
    DESTROYED,
    DUPLICATE,
    LOOP,
    NEAR_DUPLICATE,
    RESPONDERS,
    SAME_EFFECT,
    Match,
)
from opmap.analyses.overlapping.telling import wrote
from opmap.analyses.owning import neighbouring_owner
from opmap.graph.spreading import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph import Graph

_MOST = 5
_COPIES = frozenset({DUPLICATE, NEAR_DUPLICATE, SAME_EFFECT})


@dataclass(frozen=True)
class Proposing:
    """Makes proposals for the overlaps of one graph."""

    graph: Graph
    forms: Sequence[Form]

    def of(self, match: Match) -> Proposal:
        """Propose how one overlap can be ended."""
        keep = max(match.members, key=lambda one: (*self._merits(one), -one))
        others = [one for one in match.members if one != keep]
        goes = others if match.relation in _COPIES else []
        hit = self._hit([self.forms[one].node for one in goes], match)
        owners, ask = self._who(match)
        named = keep if match.relation in (*_COPIES, CONFLICT, RESPONDERS) else None
        return Proposal(
            do=self._sentence(match, keep, len(others)),
            keep=None if named is None else self._name(named),
            because=self._because(keep) if named is not None else "",
            retire=tuple(self._name(one) for one in goes),
            move=self._to_move(keep, goes),
            agree=owners,
            ask=ask,
            hangs_on_it=tuple(name_of(self.graph, one) for one in hit[:_MOST]),
            hangs_in_all=len(hit),
        )

    def _name(self, one: int) -> NodeName:
        return name_of(self.graph, self.forms[one].node)

    def _merits(self, one: int) -> tuple[float, ...]:
        """Give why an automation would rather be kept: owned, with more controls, leaned on, started by events."""
        node = self.forms[one].node
        clocked = all(each.clock is not None for each in self.forms[one].triggers)
        return bool(self.graph.owners.get(node)), self._shown(one), int(self._needed[node]), not clocked

    def _shown(self, one: int) -> int:
        rows = dict(self.graph.details.node(self.forms[one].node).attributes).get("controls")
        return sum(isinstance(row, tuple) and "shown" in row for row in rows) if isinstance(rows, tuple) else 0

    @cached_property
    def _needed(self) -> NDArray[np.int64]:
        return np.bincount(dependencies(self.graph)[1], minlength=len(self.graph))

    def _because(self, one: int) -> str:
        owned, shown, needed, by_events = self._merits(one)
        said = ["somebody owns it"] * bool(owned)
        said += [f"{shown:g} {'control' if shown == 1 else 'controls'}"] * bool(shown)
        said += [f"{needed:g} {'needs' if needed == 1 else 'need'} it"] * bool(needed)
        said += ["it is not started by the clock alone"] * bool(by_events)
        return ", ".join(said)

    def _sentence(self, match: Match, keep: int, others: int) -> str:
        name = self.graph.names[self.forms[keep].node]
        rest = "the other" if others == 1 else f"the other {others:,}"
        return {
            DUPLICATE: f"keep {name}, switch {rest} off",
            NEAR_DUPLICATE: f"make one of them, from {name}, and let what differs be given to it",
            SAME_EFFECT: f"keep {name}, let the starters of {rest} start it",
            CONFLICT: f"let one of them, such as {name}, decide, and the others ask it",
            DESTROYED: "delete only what nobody reads any more, or let the readers go first",
            LOOP: "give one of them a filter that is false for what the ring itself has written",
            RESPONDERS: f"let one of them, such as {name}, act, and the others be told by it",
        }[match.relation]

    def _to_move(self, keep: int, goes: Sequence[int]) -> tuple[str, ...]:
        """Give what those that go have and the one that is kept has not: starters and changes."""
        kept = self.forms[keep]
        found: dict[str, None] = {}
        for one in goes:
            form = self.forms[one]
            found |= dict.fromkeys(each.words for each in form.triggers if each.sign not in kept.started and each.words)
            found |= dict.fromkeys(wrote(self.graph, each) for each in form.writes if each.sign not in kept.effect)
        return tuple(list(found)[:_MOST])

    def _who(self, match: Match) -> tuple[tuple[str, ...], tuple[NodeName, ...]]:
        nodes = [self.forms[one].node for one in match.members]
        owners = {self.graph.names[each.owner] for node in nodes for each in self.graph.owners.get(node, ())}
        unowned = [node for node in nodes if not self.graph.owners.get(node)]
        ask = neighbouring_owner(self.graph, unowned) if unowned else None
        return tuple(sorted(owners)), (ask,) if ask is not None else ()

    def _hit(self, nodes: list[int], match: Match) -> list[int]:
        """Give what is hit when these are gone, other members and what starts or belongs to them aside."""
        if not nodes:
            return []
        found = spread(self.graph.faults, nodes)
        hit = (found.harm & int(HIT)) > 0
        hit[[self.forms[one].node for one in match.members]] = False
        named = self.graph.is_one_of(("operation", "event source", "schedule", "API"))
        return np.flatnonzero(hit & ~named).tolist()
