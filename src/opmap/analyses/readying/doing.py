"""What an automation changes: what it writes, sends or sets going, and whether a model may choose to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.readying.seeing import Seen, Tie
from opmap.frozen import frozen
from opmap.kinds import AUTOMATIONS

if TYPE_CHECKING:
    from opmap.graph import Graph

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_CHANGES = re.compile(
    r"(?:bulk|batch)?(?:create|update|upsert|delete|send(?!AndWait)|post|add|insert|append|publish|upload|move|remove"
    r"|reply|write|put|set|merge|cancel|close|approve|pay|transfer|book|grant|revoke|invite)",
    re.IGNORECASE,
)
_ASKED_ONLY = frozenset({"model", "approval system", "identity provider", "monitoring"})
"""Whoever asks one of these changes nothing by it."""


@frozen
class Act:
    """Something that an automation changes."""

    tie: Tie
    by_model: bool  # a model chooses to do it
    may: bool = False  # nobody says what the tools of a server do


def acts_of(seen: Seen, every: Mapping[int, Seen], above: frozenset[int] = frozenset()) -> Iterator[Act]:
    """Give what an automation changes, and what the automations that it calls change with nobody's approval."""
    for tie in seen.ties:
        by_model = _is_tool(seen, tie)
        kind = seen.graph.kind_of(tie.other)
        called = every.get(tie.other) if tie.verb in {"calls", "uses tool", "starts"} else None
        if called is not None:
            if tie.other not in above and _changes_unapproved(called, every, above):
                yield Act(tie, by_model)
        elif kind == "MCP server" and tie.verb in {"calls", "uses tool"}:
            yield Act(tie, by_model, may=True)
        elif _changes(seen, tie, kind):
            yield Act(tie, by_model)


def _changes_unapproved(called: Seen, every: Mapping[int, Seen], above: frozenset[int]) -> bool:
    return any(not called.approves(act.tie) for act in acts_of(called, every, above | {called.number}))


def _is_tool(seen: Seen, tie: Tie) -> bool:
    types = [seen.step[name].type for name in tie.steps if name in seen.step]
    return tie.verb == "uses tool" or (bool(types) and all(one.endswith("Tool") for one in types))


def _changes(seen: Seen, tie: Tie, kind: str) -> bool:
    types = [seen.step[name].type for name in tie.steps if name in seen.step]
    if types and all(one.startswith("memory") for one in types):  # what a conversation is kept in
        return False
    if tie.verb in {"writes", "publishes"}:
        return True
    if tie.verb not in {"calls", "uses tool"} or kind in _ASKED_ONLY or kind in AUTOMATIONS:
        return False
    sends = any("send" in one.casefold() for one in types) and "sendAndWait" not in tie.said("operation")
    return not _CHANGING.isdisjoint(tie.said("method")) or any(map(_CHANGES.match, tie.said("operation"))) or sends


def words_of(act: Act, graph: Graph) -> str:
    """Say what is changed: the verb, the thing, and the step."""
    does = {"writes": "writes", "publishes": "publishes to", "starts": "starts"}.get(act.tie.verb, "calls")
    through = f" ({', '.join(act.tie.steps[:2])})" if act.tie.steps else ""
    may = ", which may do anything," if act.may else ""
    return f"{does} {graph.names[act.tie.other]}{may}{through}"
