"""What stands in one cell: several things, a date, nothing after all."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

_NOTHING = frozenset({"", "?", "n/a", "na", "n.a.", "none", "nil", "null", "tbd", "tba", "unknown", "empty", "(empty)"})
_DATE_FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
)
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_FORMS = "inc ltd gmbh llc corp ag se sa bv plc co oy ab kg spa srl nv"
LEGAL_FORMS = frozenset(_FORMS.split())
"""What companies carry behind their names."""
_COMMA = re.compile(rf",(?!\s*(?:{_FORMS.replace(' ', '|')})\.?\s*(?:,|$))", re.IGNORECASE)
_NEVER = frozenset({"no", "false", "0", "active", "current"})
MOST_IN_A_CELL = 500


@lru_cache(maxsize=20_000)
def meaningful(text: str) -> str:
    r"""Give a cell's text on one line; nothing where people wrote that there is nothing.

    >>> meaningful(" Claims\n intake"), meaningful("N/A")
    ('Claims intake', '')
    """
    plain = " ".join(text.split())
    return "" if plain.casefold() in _NOTHING or not any(map(str.isalnum, plain)) else plain


def several(text: str) -> list[str]:
    r"""Give the things that a cell lists, each once.

    >>> several("policy; rating\n fraud"), several("policy, rating"), several("Acme, Inc., Stripe")
    (['policy', 'rating', 'fraud'], ['policy', 'rating'], ['Acme, Inc.', 'Stripe'])
    """
    strong = re.split(r"[;\n|]", text)
    parts = strong if len(strong) > 1 else _COMMA.split(text)
    return [found for found in dict.fromkeys(meaningful(part) for part in parts[:MOST_IN_A_CELL]) if found]


def date_of(text: str) -> str:
    """Read a date as 2026-05-31; empty where it is none, or may be read two ways.

    >>> date_of("31.05.2026"), date_of("5/31/2026"), date_of("2026-05-31 00:00:00"), date_of("4/5/2026")
    ('2026-05-31', '2026-05-31', '2026-05-31', '')
    """
    plain = " ".join(text.split())
    slashed = _SLASHES.fullmatch(plain)
    if slashed:
        first, second, year = slashed.groups()
        if int(first) <= 12 and int(second) <= 12 and first != second:
            return ""
        plain = f"{second}.{first}.{year}" if int(second) > 12 else f"{first}.{second}.{year}"
    for form in _DATE_FORMS:
        for candidate in (plain, plain[:10]):
            try:
                return datetime.strptime(candidate, form).date().isoformat()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
    return ""


def says_never(text: str) -> bool:
    """Say whether a cell about leaving says that nobody left."""
    return not meaningful(text) or text.casefold() in _NEVER
