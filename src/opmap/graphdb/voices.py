"""Whose word a thing is: every piece of evidence speaks with the voice of a source or of a decision.

A push speaks for the sources that it holds, and for the decisions that its store knows.
What has no voice of its own (the catalogue of vendors that ships with opmap) is said by
all sources of the push together.

>>> held = Held(("billing", "shop"), frozenset({"billing", "shop"}))
>>> held.voices_of([])
('billing', 'shop')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from opmap.decisions import Decision
from opmap.estate import Estate
from opmap.facts import Evidence
from opmap.kinds import Known

BETWEEN = "\n"
"""Stands between voices where several are written as one text."""


@dataclass(frozen=True)
class Held:
    """What a push speaks for."""

    sources: tuple[str, ...]  # sorted
    voices: frozenset[str]  # the sources, and the decisions that its store knows

    @property
    def digest(self) -> str:
        """Give a hash of the voices."""
        return blake2b(BETWEEN.join(sorted(self.voices)).encode(), digest_size=16).hexdigest()

    def voices_of(self, evidence: Iterable[Evidence]) -> tuple[str, ...]:
        """Give the voices that say something, sorted; all sources where no evidence has a voice of its own."""
        found = {voice for item in evidence if (voice := voice_of(item)) in self.voices}
        return tuple(sorted(found)) or self.sources


def held_by(estate: Estate, decisions: Iterable[Decision]) -> Held:
    """Say what a push of this estate speaks for."""
    sources = tuple(sorted({plain_voice(source.name) for source in estate.sources})) or ("",)
    said = {voice_of(decision.evidence) for decision in decisions}
    evidence = [item for node in estate.nodes for item in node.evidence]
    evidence += [item for edge in estate.edges for item in edge.evidence]
    said.update(voice_of(item) for item in evidence if item.known is Known.DECIDED)
    return Held(sources, frozenset({*sources, *said}))


def voice_of(item: Evidence) -> str:
    """Give the voice of one piece of evidence: its source, or the decision that it is."""
    if item.known is not Known.DECIDED:
        return plain_voice(item.source)
    told = f"{item.person}\n{item.time}\n{item.reason}".encode("utf-8", "surrogatepass")
    return f"decision {blake2b(told, digest_size=8).hexdigest()}"


@lru_cache(1024)
def plain_voice(name: str) -> str:
    """Write the name of a source so that it can stand among others in one text, and in any database."""
    return name.replace(BETWEEN, " ").encode("utf-8", "replace").decode()
