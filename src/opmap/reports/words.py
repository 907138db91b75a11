"""Small words and numbers, said the same way everywhere."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from opmap.kinds import KINDS, State
from opmap.reports.pages import Cell, Tone
from opmap.reports.safety import LONGEST_IN_A_LINE, plain

if TYPE_CHECKING:
    from opmap.analyses.naming import NodeName

_PLURALS = {"dependency": "dependencies", "capability": "capabilities", "person": "people", "is": "are"}


def counted(number: int, word: str) -> str:
    """Give a number with its word.

    >>> counted(1, "node"), counted(1200, "dependency")
    ('1 node', '1,200 dependencies')
    """
    if number == 1:
        return f"1 {word}"
    plural = _PLURALS.get(word) or (KINDS[word].plural if word in KINDS else f"{word}s")
    return f"{number:,} {plural}"


def named(node: NodeName) -> str:
    """Name a node on a line."""
    return plain(node.name, LONGEST_IN_A_LINE)


def quoted(text: str) -> str:
    """Quote a name so that a command with it can be pasted."""
    return shlex.quote(plain(text))


def hours(number: float) -> str:
    """Give a duration as people say it.

    >>> hours(0), hours(0.5), hours(4), hours(48)
    ('at once', 'after 30 min', 'after 4 h', 'after 2 days')
    """
    if number <= 0:
        return "at once"
    if number < 1:
        return f"after {number * 60:.0f} min"
    return f"after {number:g} h" if number < 48 else f"after {number / 24:g} days"


def state_tone(state: str) -> Cell:
    """Show how much is known of a node."""
    words = {State.KNOWN: "known", State.MENTIONED: "only mentioned", State.DANGLING: "leads nowhere"}
    return words[State(state)] if state == State.KNOWN else Tone(words[State(state)], "faint")


def environment_tone(environment: str) -> Cell:
    """Show an environment, and that it is unknown where nothing says."""
    return environment or Tone("unknown", "faint")
