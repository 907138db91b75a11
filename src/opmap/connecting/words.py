"""Words that people write into inventories and spreadsheets, read the way they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from opmap.kinds import ENVIRONMENTS
from opmap.secrecy import is_secret_name

__all__ = [
    "CRITICALITIES",
    "criticality_called",
    "did_you_mean",
    "environment_called",
    "hours_of",
    "is_secret_name",
    "nearest",
]

CRITICALITIES = ("critical", "high", "medium", "low")
"""How much hangs on a thing, the most first."""

_HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
_DURATION = re.compile(
    r"([0-9]{1,6}(?:\.[0-9]{1,4})?)\s*"
    r"(?:(m)(?:in(?:ute)?s?)?|(h)(?:(?:ou)?rs?)?|(d)(?:ays?)?|(w)(?:eeks?)?)",
    re.IGNORECASE,
)

_ENVIRONMENT_WORDS = {
    **{name: name for name in ENVIRONMENTS},
    **dict.fromkeys(("prod", "prd", "live", "productive"), "production"),
    **dict.fromkeys(("stage", "stg", "preprod", "pre-production", "preproduction", "uat", "acceptance"), "staging"),
    **dict.fromkeys(("tst", "testing", "qa", "quality assurance", "integration"), "test"),
    **dict.fromkeys(("dev", "develop", "sandbox", "local"), "development"),
}
_CRITICALITY_WORDS = {
    **{name: name for name in CRITICALITIES},
    **dict.fromkeys(
        ("1", "1 - most critical", "most critical", "mission critical", "very high", "tier 0", "tier 1"), "critical"
    ),
    **dict.fromkeys(("2", "2 - somewhat critical", "somewhat critical", "business critical", "tier 2"), "high"),
    **dict.fromkeys(
        ("3", "3 - less critical", "less critical", "moderate", "business operational", "normal", "tier 3"), "medium"
    ),
    **dict.fromkeys(("4", "4 - not critical", "not critical", "administrative", "none", "tier 4"), "low"),
}


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word that was probably meant; empty where none is near.

    >>> nearest("servce", ["service", "site"])
    'service'
    """
    spellings = {known_word.casefold(): known_word for known_word in known}
    found = get_close_matches(word[:100].casefold(), spellings, n=1, cutoff=0.6)
    return spellings[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give the end of a sentence that offers the nearest known word; empty where none is near.

    >>> did_you_mean("servce", ["service", "site"])
    '; did you mean service?'
    """
    found = nearest(word, known)
    return f"; did you mean {found}?" if found else ""


def hours_of(text: str) -> float | None:
    """Read a duration such as 30m, 4h, 2d or 1w; None where it is none.

    >>> hours_of("30m"), hours_of("2 days"), hours_of("soon")
    (0.5, 48.0, None)
    """
    found = _DURATION.fullmatch(text.strip())
    if not found:
        return None
    unit = next(group for group in found.groups()[1:] if group)
    return round(float(found.group(1)) * _HOURS[unit.lower()], 6)


def environment_called(word: str) -> str:
    """Give the environment that a word means; empty where it means none.

    >>> environment_called("PROD"), environment_called("moon")
    ('production', '')
    """
    return _ENVIRONMENT_WORDS.get(" ".join(word.casefold().replace("_", " ").split()), "")


def criticality_called(word: str) -> str:
    """Give the criticality that a word means; empty where it means none.

    >>> criticality_called("1 - most critical"), criticality_called("High")
    ('critical', 'high')
    """
    return _CRITICALITY_WORDS.get(" ".join(word.casefold().replace("_", " ").split()), "")
