"""Whether a model's name says which version it is, so that it stays the same until somebody changes it."""

from __future__ import annotations

import re

_VERSION = re.compile(
    r"(?:[-_@:]\d{4}-?\d{2}-?\d{2}"  # gpt-4.1-2025-04-14, claude-3-5-sonnet-20241022
    r"|[-_@]\d{4}(?:-preview)?"  # gpt-4-0613, mistral-large-2411
    r"|-00\d"  # gemini-1.5-pro-001
    r"|-v\d+(?:\.\d+)?(?::\d+)?"  # models of Cohere and of Bedrock
    r"|^text-embedding-(?:3-small|3-large|ada-002)"  # never moved: an index would no longer fit
    r"|@sha256:[0-9a-f]{12,}"
    r"|:\d[\w.-]*[bm](?:-[\w.-]+)?)$",  # a tag that names size and build, such as llama3:8b
    re.IGNORECASE,
)


def is_pinned(model: str) -> bool:
    """Say whether a model's name ends with a version that its provider does not move.

    >>> is_pinned("gpt-4.1-2025-04-14"), is_pinned("gpt-4.1"), is_pinned("gpt-4o-latest")
    (True, False, False)
    """
    return _VERSION.search(model) is not None
