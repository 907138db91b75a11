"""What an automation changes: what it writes, sends or sets going, and whether a model may choose to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.readying.changing import changes, is_tool
from opmap.analyses.readying.seeing import Seen, Tie
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.graph import Graph


@frozen
class Act:
    """Something that an automation changes."""

    tie: Tie
    by_model: bool  # a model chooses to do it
    may: bool = False  # nobody says what the tools of a server do


def acts_of(seen: Seen, every: Mapping[int, Seen], above: frozenset[int] = frozenset()) -> Iterator[Act]:
    """Give what an automation changes, and what the automations that it calls change with nobody's approval."""
    for tie in seen.ties:
        types = seen.types_of(tie)
        by_model = is_tool(tie, types)
        kind = seen.graph.kind_of(tie.other)
        called = every.get(tie.other) if tie.verb in {"calls", "uses tool", "starts"} else None
        if called is not None:
            if tie.other not in above and _changes_unapproved(called, every, above):
                yield Act(tie, by_model)
        elif kind == "MCP server" and tie.verb in {"calls", "uses tool"}:
            yield Act(tie, by_model, may=True)
        elif changes(tie, types, kind):
            yield Act(tie, by_model)


def _changes_unapproved(called: Seen, every: Mapping[int, Seen], above: frozenset[int]) -> bool:
    return any(not called.approves(act.tie) for act in acts_of(called, every, above | {called.number}))


def words_of(act: Act, graph: Graph) -> str:
    """Say what is changed: the verb, the thing, and the step."""
    does = {"writes": "writes", "publishes": "publishes to", "starts": "starts"}.get(act.tie.verb, "calls")
    through = f" ({', '.join(act.tie.steps[:2])})" if act.tie.steps else ""
    may = ", which may do anything," if act.may else ""
    return f"{does} {graph.names[act.tie.other]}{may}{through}"
