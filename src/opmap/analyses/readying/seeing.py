"""An automation as the graph has it: its controls, starters and steps, what it does, and what starts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from opmap.analyses.defining import StarterRow, StepRow, controls_of, defined_at, is_told, starters_of, steps_of
from opmap.analyses.readying.changing import changes
from opmap.analyses.readying.values import Shown, Standing
from opmap.automations import How
from opmap.frozen import frozen
from opmap.graph.model import STATES
from opmap.kinds import AUTOMATIONS, Certainty, State

if TYPE_CHECKING:
    from opmap.estate import Edge, Node
    from opmap.facts import Evidence
    from opmap.graph import Graph

_MOST_STEPS = 3
_DEAF = "has nothing that a failure starts"
_DOING = ("writes", "publishes", "calls", "uses tool", "starts", "deploys")


@frozen
class Tie:
    """A relation that leaves an automation."""

    verb: str
    other: int
    edge: Edge

    @property
    def attributes(self) -> dict[str, Any]:
        """Give what else is said of it."""
        return dict(self.edge.attributes)

    @property
    def steps(self) -> tuple[str, ...]:
        """Name the steps that it comes from."""
        return _texts(self.attributes.get("steps"))

    def said(self, name: str) -> tuple[str, ...]:
        """Give all values of an attribute, those of other steps too."""
        return (*_texts(self.attributes.get(name)), *_texts(self.attributes.get(f"{name} (also)")))


@dataclass(frozen=True)
class Seen:
    """One automation."""

    graph: Graph
    number: int
    active: bool

    @cached_property
    def node(self) -> Node:
        """Give all that is known of it."""
        return self.graph.details.node(self.number)

    @cached_property
    def attributes(self) -> dict[str, Any]:
        """Give its attributes."""
        return dict(self.node.attributes)

    @property
    def kind(self) -> str:
        """Give its kind."""
        return self.node.kind

    def at(self, line: Any) -> tuple[Evidence, ...]:
        """Give a line of its definition as evidence."""
        return defined_at(self.node, line)

    @property
    def engine(self) -> str:
        """Give the format that defines it."""
        return next((one.connector for one in self.at(None)), "")

    @cached_property
    def controls(self) -> dict[str, Shown]:
        """Give its controls by their names; what its definition cannot show is not among them."""
        rows = controls_of(self.node)
        found = {row.name: Shown(row.name, Standing(row.standing), row.words, row.evidence) for row in rows}
        return found | self._told_nobody(found) | self._escalation(found) | self._agreed(found)

    def _agreed(self, found: dict[str, Shown]) -> dict[str, Shown]:
        """Say before which steps people approve; where what it changes waits for none of them, that this lacks."""
        name = "human approval"
        if name not in found or found[name].standing is not Standing.SHOWN or not self.approved_steps:
            return {}
        acts = [tie for tie in self.ties if changes(tie, self.types_of(tie), self.graph.kind_of(tie.other))]
        if (acts or self.open_steps) and not self._keeps_back:
            words = f"the approval before {_listed(self.approved_steps)} keeps back nothing of what it changes"
            return {name: replace(found[name], standing=Standing.LACKING, words=words)}
        told = {step for tie in acts if not self.approves(tie.steps) for step in tie.steps}
        unasked = told.union(self.open_steps) - self.approved_steps
        words = f"{found[name].words or 'people approve'}, before {_listed(self.approved_steps)}"
        return {name: replace(found[name], words=f"{words}, not before {_listed(unasked)}" if unasked else words)}

    @property
    def _keeps_back(self) -> bool:
        """Say whether anything that may change something waits until people agree."""
        if any(self.approves(tie.steps) for tie in self.to(*_DOING)) or self.approved_steps.intersection(
            self.open_steps
        ):
            return True
        seen_through = {step for tie in self.ties for step in tie.steps}
        return not self.approved_steps <= seen_through

    def _told_nobody(self, found: dict[str, Shown]) -> dict[str, Shown]:
        """Take back that failures are told where whoever is told of them is not there."""
        name = "error path"
        told = [tie.other for tie in self.to("on error calls")]
        gone = [self.graph.names[one] for one in told if self.graph.state_of(one) is State.DANGLING]
        deaf = [self.graph.names[one] for one in told if self._is_deaf(one)]
        if name not in found or not told or len(gone) + len(deaf) < len(told):
            return {}
        words = f"{', '.join(gone or deaf)}, which is told of failures, {'is not there' if gone else _DEAF}"
        return {name: Shown(name, Standing.LACKING, words, found[name].evidence)}

    def _is_deaf(self, number: int) -> bool:
        """Say whether no failure starts what is told of failures, though its file says what does."""
        starters = starters_of(self.graph.details.node(number))
        return bool(starters) and not any(one.how == How.CALL and "failures" in one.words for one in starters)

    def _escalation(self, found: dict[str, Shown]) -> dict[str, Shown]:
        """Hand down that whoever is told of its failures calls somebody."""
        name = "incident escalation"
        if name in found:
            return {}
        for tie in self.to("on error calls"):
            for row in controls_of(self.graph.details.node(tie.other)):
                if row.name == name:
                    words = f"through {self.graph.names[tie.other]}" + (f": {row.words}" if row.words else "")
                    return {name: Shown(name, Standing(row.standing), words, row.evidence)}
        return {}

    @cached_property
    def starters(self) -> tuple[StarterRow, ...]:
        """Give what sets it going."""
        return starters_of(self.node)

    @cached_property
    def steps(self) -> tuple[StepRow, ...]:
        """Give its steps, those that do nothing as well."""
        return steps_of(self.node)

    @cached_property
    def step(self) -> dict[str, StepRow]:
        """Give each step by its name."""
        return {one.name: one for one in self.steps}

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Give the relations that leave it, but for those that are merely possible."""
        graph = self.graph
        found = []
        for edge in graph.outgoing(self.number).tolist():
            whole = graph.details.edge(edge)
            if whole.certainty is not Certainty.POSSIBLE:
                found.append(Tie(whole.verb, int(graph.target[edge]), whole))
        return tuple(found)

    def to(self, *verbs: str) -> Iterator[Tie]:
        """Give the relations of some verbs."""
        return (tie for tie in self.ties if tie.verb in verbs)

    @cached_property
    def has_model(self) -> bool:
        """Say whether a model is in it."""
        return self.kind == "agent" or any(self.to("uses model"))

    @cached_property
    def approved_steps(self) -> frozenset[str]:
        """Name the steps that no run comes to before people agreed."""
        return frozenset(_texts(self.attributes.get("approved_steps")))

    @cached_property
    def open_steps(self) -> frozenset[str]:
        """Name the steps that may write anything, because only a run knows what they do."""
        return frozenset(_texts(self.attributes.get("open_steps")))

    @cached_property
    def approved(self) -> bool:
        """Say whether somebody says of the whole of it, and not of a step, that people approve what it does."""
        return any(not tie.steps or any(is_told(one) for one in tie.edge.evidence) for tie in self.to("approved by"))

    def types_of(self, tie: Tie) -> list[str]:
        """Give the types of the steps that a relation comes from."""
        return [self.step[name].type for name in tie.steps if name in self.step]

    def approves(self, steps: tuple[str, ...]) -> bool:
        """Say whether people approve before each of some steps."""
        return self.approved or (bool(steps) and self.approved_steps.issuperset(steps))

    def shows(self, control: str) -> bool:
        """Say whether its definition shows a control."""
        return control in self.controls and self.controls[control].standing is Standing.SHOWN

    def lacks(self, control: str) -> bool:
        """Say whether its definition could show a control and does not."""
        return control in self.controls and self.controls[control].standing is Standing.LACKING

    @cached_property
    def is_told_of_failures(self) -> bool:
        """Say whether the failures of others start it."""
        is_called = any(self.graph.verb_of(one) == "on error calls" for one in self.graph.incoming(self.number))
        return is_called or any(one.how == How.CALL and "failures" in one.words for one in self.starters)


def _listed(steps: Iterable[str]) -> str:
    named = sorted(steps)
    more = f" and {len(named) - _MOST_STEPS} more" if len(named) > _MOST_STEPS else ""
    return ", ".join(named[:_MOST_STEPS]) + more


def _texts(value: object) -> tuple[str, ...]:
    """Give the texts of an attribute, however many it holds."""
    return tuple(str(one) for one in (value if isinstance(value, tuple) else (value,)) if one)


def seen_in(graph: Graph, dormant: np.ndarray[Any, np.dtype[np.bool_]]) -> list[Seen]:
    """Give the automations that documents describe."""
    known = graph.is_one_of(AUTOMATIONS) & (graph.state == STATES.index(State.KNOWN))
    return [Seen(graph, number, active=not dormant[number]) for number in np.flatnonzero(known).tolist()]
