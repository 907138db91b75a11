"""What is wrong in a definition by itself: secrets written into it, loose actions, failures that nobody is told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.defining import rows_of
from opmap.analyses.naming import name_of
from opmap.analyses.readying.values import Exceptional, Rule
from opmap.kinds import State

if TYPE_CHECKING:
    from opmap.analyses.readying.seeing import Seen

_MOST = 3


def defects(every: Mapping[int, Seen]) -> Iterator[Exceptional]:
    """Give secrets (their places, never more), actions in versions that can change, error paths switched off."""
    for seen in every.values():
        yield from _secrets(seen)
        if seen.active:
            yield from _loose(seen)
            yield from _no_way_out(seen, every)


def _secrets(seen: Seen) -> Iterator[Exceptional]:
    rows = [row[:3] for row in rows_of(seen.node, "hard_coded_secrets", 3)]
    if not rows:
        return
    places = [f"{step} ({field})" for step, field, _ in rows[:_MOST]]
    more = f" and {len(rows) - _MOST} more" if len(rows) > _MOST else ""
    proof = tuple(dict.fromkeys(one for row in rows for one in seen.at(row[2])))
    because = f"written into {', '.join(places)}{more}"
    yield Exceptional(Rule.SECRET, name_of(seen.graph, seen.number), because, proof)


def _loose(seen: Seen) -> Iterator[Exceptional]:
    if seen.lacks("pinned actions"):
        control = seen.controls["pinned actions"]
        because = control.words or "it runs code of others in a version that can change"
        yield Exceptional(Rule.LOOSE, name_of(seen.graph, seen.number), because, control.evidence)


def _no_way_out(seen: Seen, every: Mapping[int, Seen]) -> Iterator[Exceptional]:
    name = name_of(seen.graph, seen.number)
    told = [*seen.to("on error calls")]
    path = seen.controls.get("error path")
    if not told and path is not None and seen.lacks("error path") and path.words:
        yield Exceptional(Rule.NO_WAY_OUT, name, path.words, path.evidence)
    for tie in told:
        reason = _deaf(every.get(tie.other), seen, tie.other)
        if reason:
            because = f"the automation that is told of its failures {reason}: {seen.graph.names[tie.other]}"
            yield Exceptional(Rule.NO_WAY_OUT, name, because, tie.edge.evidence[:1])


def _deaf(told: Seen | None, seen: Seen, number: int) -> str:
    """Say why an automation hears of no failure that it is told of; nothing where it does, or nobody knows."""
    if seen.graph.state_of(number) is State.DANGLING:
        return "is not there"
    listening = [step for step in told.steps if "failures of other" in step.does] if told else []
    return "listens no more" if listening and not any(step.runs for step in listening) else ""
