"""Many texts sought in one, in a time that hostile input cannot blow up.

>>> Finder(["hunter2", "hunter22"]).replaced("it is hunter22.", "…")
'it is ….'
"""

from __future__ import annotations

from collections.abc import Iterable

from opmap.scanning.disguises import FEWEST

_MOST_WORK = 1_000_000_000


class Finder:
    """Looks for texts of at least six characters, the longest first."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted = sorted(set(wanted), key=lambda text: (-len(text), text))
        self._by_start: dict[str, list[str]] = {}
        for text in self._wanted:
            self._by_start.setdefault(text[:FEWEST], []).append(text)

    def __bool__(self) -> bool:
        """Say whether there is anything to look for."""
        return bool(self._wanted)

    def those_in(self, text: str) -> Finder:
        """Keep what occurs in a text."""
        if len(self._wanted) * len(text) <= _MOST_WORK:
            return Finder(found for found in self._wanted if found in text)
        return Finder(found for index in range(len(text)) for found in self._at(text, index))

    def replaced(self, text: str, by: str) -> str:
        """Put something in the place of every text that is found."""
        pieces: list[str] = []
        start = index = 0
        while index <= len(text) - FEWEST:
            found = next(iter(self._at(text, index)), None)
            if found is None:
                index += 1
                continue
            pieces += [text[start:index], by]
            start = index = index + len(found)
        return "".join([*pieces, text[start:]])

    def cut_off(self, text: str) -> int:
        """Say where the beginning of a wanted text starts that ends with this text; its end where there is none."""
        for index in range(len(text) - FEWEST + 1):
            rest = len(text) - index
            for wanted in self._by_start.get(text[index : index + FEWEST], ()):
                if len(wanted) > rest and wanted.startswith(text[index:]):
                    return index
        return len(text)

    def _at(self, text: str, index: int) -> list[str]:
        wanted = self._by_start.get(text[index : index + FEWEST])
        return [found for found in wanted if text.startswith(found, index)] if wanted else []
