"""Conditions that look at what people answered, and which of their branches an agreement takes.

>>> told("@not(equals(outputs('Ask')?['body/outcome'], 'Reject'))", ["Ask"])
(True,)
>>> told({"and": [{"equals": ["@body('Ask')?['outcome']", "Approve"]}, {"less": ["@item()", 5]}]}, ["Ask"])
(True,)
>>> told("@not(equals(outputs('Ask')?['body/outcome'], ''))", ["Ask"])
(None,)
>>> told("@greater(triggerBody()?['amount'], 5)", ["Ask"]) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from opmap_connectors._shared.approving import Answer, asked_for, of_all, of_any, opposite

_CALL = re.compile(r"\s*@?\{?\s*(\w+)\s*\((.*)\)\s*\}?\s*", re.DOTALL)
_CONSTANT = re.compile(r"\s*'((?:[^']|'')*)'\s*|\s*(true|false)\s*", re.IGNORECASE)
_SAID = re.compile(
    r"outcome|respon|select|submit|choice|data|answer|decision|verdict|approv|reject|accept|confirm|agree",
    re.IGNORECASE,
)
"""What the field of an answer is called; its state, its number and whoever gave it say nothing of what it was."""
_COMPARING = frozenset({"equals", "contains", "startswith"})
_LONGEST = 4000
_DEEPEST = 12


def told(condition: Any, asking: Collection[str]) -> tuple[Answer] | None:
    """Say whether a condition holds only where people agreed, or only where not; None: it looks at no answer."""
    return (_agreed(condition, asking, 0),) if speaks_of(condition, asking) else None


def speaks_of(condition: Any, asking: Collection[str]) -> bool:
    """Say whether an expression takes up what one of some actions gave."""
    text = str(condition)[:_LONGEST].replace('"', "'").replace("\\'", "'")
    return any(f"'{name}'" in text for name in asking)


def _agreed(condition: Any, asking: Collection[str], depth: int) -> Answer:
    sign, parts = _taken_apart(condition)
    if depth > _DEEPEST or not parts or not speaks_of(condition, asking):
        return None
    if sign == "not":
        return opposite(_agreed(parts[0], asking, depth + 1))
    if sign in {"and", "or"}:
        found = [_agreed(each, asking, depth + 1) for each in parts]
        return of_all(found) if sign == "and" else of_any(found)
    return _compared(parts, asking) if sign in _COMPARING and len(parts) == 2 else None


def _taken_apart(condition: Any) -> tuple[str, list[Any]]:
    """Give what a condition does with its parts, as an editor writes it down or as an expression says it."""
    if isinstance(condition, dict) and len(condition) == 1:
        ((sign, inner),) = condition.items()
        return str(sign).casefold(), inner if isinstance(inner, list) else [inner]
    found = _CALL.fullmatch(condition[:_LONGEST]) if isinstance(condition, str) else None
    return (found[1].casefold(), _split(found[2])) if found else ("", [])


def _split(text: str) -> list[str]:
    """Give the arguments of a call: parted by the commas that stand inside no bracket and no text."""
    parts, depth, inside = [""], 0, False
    for sign in text:
        inside ^= sign == "'"
        if not inside:
            depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0 and not inside:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _compared(parts: list[Any], asking: Collection[str]) -> Answer:
    """Take any particular answer for an agreement, but for one that is a refusal."""
    left, right = parts if speaks_of(parts[0], asking) else reversed(parts)
    if not _SAID.search(str(left)):
        return None
    if isinstance(right, bool):
        return right
    constant = _CONSTANT.fullmatch(str(right))
    written = (constant[1] or constant[2]) if constant else str(right)
    if not written or written.startswith("@") or (constant is None and "(" in written):
        return None
    return asked_for(written)
