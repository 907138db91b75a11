"""Which relations of an automation change something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opmap.kinds import AUTOMATIONS

if TYPE_CHECKING:
    from opmap.analyses.readying.seeing import Tie

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_CHANGES = re.compile(
    r"(?:bulk|batch)?(?:create|update|upsert|delete|send(?!AndWait)|post|add|insert|append|publish|upload|move|remove"
    r"|reply|write|put|set|merge|cancel|close|approve|pay|transfer|book|grant|revoke|invite)",
    re.IGNORECASE,
)
_ASKED_ONLY = frozenset({"model", "approval system", "identity provider", "monitoring"})
"""Whoever asks one of these changes nothing by it."""


def changes(tie: Tie, types: Sequence[str], kind: str) -> bool:
    """Say whether a relation changes something, given the types of its steps and the kind of what it points at."""
    if types and all(one.startswith("memory") for one in types):  # what a conversation is kept in
        return False
    if tie.verb in {"writes", "publishes"}:
        return True
    if tie.verb not in {"calls", "uses tool"} or kind in _ASKED_ONLY or kind in AUTOMATIONS:
        return False
    sends = any("send" in one.casefold() for one in types) and "sendAndWait" not in tie.said("operation")
    return not _CHANGING.isdisjoint(tie.said("method")) or any(map(_CHANGES.match, tie.said("operation"))) or sends
