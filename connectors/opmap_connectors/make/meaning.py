"""What the values of modules mean: with ``{}`` for what only a run knows.

>>> known("Closed"), known("{{3.status}}"), plain("https://{{1.host}}/v1/{{2.id}}")
(True, False, 'https://{}/v1/{}')
"""

from __future__ import annotations

import re

_MAPPED = re.compile(r"\{\{.{0,2000}?\}\}", re.DOTALL)
_LONGEST = 60


def plain(text: str) -> str:
    """Give a text with its mapped parts left open."""
    return _MAPPED.sub("{}", text[:4000])


def known(text: str) -> bool:
    """Say whether a text means the same in every run."""
    return bool(text) and "{{" not in text


def constant(text: str) -> str:
    """Give a value where it is written down and short; else nothing."""
    return text if known(text) and len(text) <= _LONGEST else ""
