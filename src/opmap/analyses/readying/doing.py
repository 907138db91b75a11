"""What an automation changes: what it writes, sends or sets going, and whether a model may choose to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.readying.changing import changes
from opmap.analyses.readying.seeing import Seen, Tie
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.analyses.defining import StepRow
    from opmap.facts import Evidence

_MOST = 2
ANYTHING = "may write anything: only a run knows what"


@frozen
class Act:
    """Something that an automation changes, or may change for all that its definition says."""

    steps: tuple[str, ...]
    by_model: bool  # a model chooses to do it
    words: str
    evidence: tuple[Evidence, ...]
    edge: str = ""  # the relation that says so; empty where only a run knows what is changed


def acts_of(seen: Seen, every: Mapping[int, Seen], above: frozenset[int] = frozenset()) -> Iterator[Act]:
    """Give what an automation changes, and what the automations that it calls change with nobody's approval."""
    yield from _open(seen)
    for tie in seen.ties:
        if tie.steps and seen.open_steps.issuperset(tie.steps):  # these are told already, and may do more
            continue
        kind = seen.graph.kind_of(tie.other)
        called = every.get(tie.other) if tie.verb in {"calls", "uses tool", "starts"} else None
        if called is not None:
            if tie.other not in above and _changes_unapproved(called, every, above):
                yield _act(seen, tie)
        elif kind == "MCP server" and tie.verb in {"calls", "uses tool"}:
            yield _act(seen, tie, ", which may do anything,")
        elif changes(tie, seen.types_of(tie), kind):
            yield _act(seen, tie)


def _open(seen: Seen) -> Iterator[Act]:
    """Give the steps that may write anything: those that a model chooses, and the others."""
    for by_model in (True, False):
        steps = [one for one in seen.steps if one.name in seen.open_steps and _is_chosen(one) is by_model]
        if steps:
            named = tuple(one.name for one in steps)
            proof = tuple(dict.fromkeys(place for one in steps for place in one.evidence[:1]))
            yield Act(named, by_model, f"{ANYTHING}{_through(named)}", proof)


def _act(seen: Seen, tie: Tie, more: str = "") -> Act:
    """Say what is changed: the verb, the thing, and the step."""
    does = {"writes": "writes", "publishes": "publishes to", "starts": "starts"}.get(tie.verb, "calls")
    words = f"{does} {seen.graph.names[tie.other]}{more}{_through(tie.steps)}"
    return Act(tie.steps, _is_tool(seen, tie), words, tie.edge.evidence[:1], tie.edge.id)


def _through(steps: tuple[str, ...]) -> str:
    more = f" and {len(steps) - _MOST} more" if len(steps) > _MOST else ""
    return f" ({', '.join(steps[:_MOST])}{more})" if steps else ""


def _changes_unapproved(called: Seen, every: Mapping[int, Seen], above: frozenset[int]) -> bool:
    return any(not called.approves(act.steps) for act in acts_of(called, every, above | {called.number}))


def _is_tool(seen: Seen, tie: Tie) -> bool:
    steps = [seen.step[name] for name in tie.steps if name in seen.step]
    return tie.verb == "uses tool" or (bool(steps) and all(map(_is_chosen, steps)))


def _is_chosen(step: StepRow) -> bool:
    return step.type.endswith("Tool") or step.type.startswith("tool") or "a model chooses it" in step.does
