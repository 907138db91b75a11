"""The only clock: what time it is when something is written down."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Give the time as ISO 8601, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
