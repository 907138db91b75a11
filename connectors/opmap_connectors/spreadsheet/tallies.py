"""What went wrong in many rows, said once."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Evidence, Notice


class Tally:
    """Counts what is wrong in cells, by reason; remembers the first place of each."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, Evidence] = {}

    def add(self, reason: str, evidence: Evidence) -> None:
        """Count one more."""
        self._counts[reason] = self._counts.get(reason, 0) + 1
        self._first.setdefault(reason, evidence)

    def notices(self) -> Iterator[Notice]:
        """Give one notice a reason."""
        for reason, count in self._counts.items():
            more = f" ({count} times; the first is here)" if count > 1 else ""
            yield Notice(f"{reason}{more}", self._first[reason])
