"""Whether a connector keeps its promises: the checks that an author can run without a test framework.

>>> from opmap.connecting.conformance import check
>>> class Nothing:
...     name, title, recognises, version = "Nothing!", "Nothing", "nothing", 1
...     def detect(self, document): return False
...     def read(self, document): return []
>>> [str(failure) for failure in check(Nothing())]
['shape: its name is not one or more lower-case words joined by hyphens']

A connector is given documents that it knows (a folder of cases), and what harms: empty,
random, cut, shuffled, twisted ones, and its own with secrets planted in them. Every check
has a bad connector in the tests that it rejects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.connecting.conformance import materials, ordering, planting, stating
from opmap.connecting.conformance.running import Outcome, run, watched
from opmap.connecting.registry import shape_faults
from opmap.facts import Notice
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.connecting.conformance.materials import Material
    from opmap.connecting.protocol import Connector


_MOST_VARIANTS = 1500  # of all documents together
_FEWEST_VARIANTS = 10  # of each


@frozen
class Failure:
    """A promise that a connector breaks."""

    check: str
    reason: str
    place: str = ""  # the document that shows it

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.check}: {self.reason}" + (f" ({self.place})" if self.place else "")


def check(connector: Connector, cases: Path | None = None, *, seconds: float = 2.0) -> list[Failure]:
    """Find the promises that a connector breaks, each once; none where it keeps them all.

    ``cases`` is a folder of documents that the connector reads, or of cases that each hold
    an ``input`` folder. Without it only what harms is tried. ``seconds`` is what recognising
    one document may take.
    """
    faults = shape_faults(connector)
    if faults:
        return [Failure("shape", fault) for fault in faults]
    known = materials.load(cases) if cases else []
    found: dict[tuple[str, str], Failure] = {}
    for failure in _failures(connector, known, seconds):
        found.setdefault((failure.check, failure.reason), failure)
    if cases and not any(run(connector, material).taken for material in known):
        found["cases", ""] = Failure("cases", "it recognises none of these documents", str(cases))
    return list(found.values())


def _failures(connector: Connector, known: list[Material], seconds: float) -> Iterator[Failure]:
    for material in materials.harmful():
        yield from _withstands(connector, material)
    yield from _finds_nothing(connector, materials.empty())
    firsts = []
    for material in known:
        outcome = run(connector, material)
        firsts.append(outcome)
        yield from _recognises(connector, material, outcome, seconds)
        if outcome.taken:
            yield from _reads(connector, material, outcome)
            yield from _finds_nothing(connector, materials.renamed(material))
        for twisted in materials.twisted(material, max(_FEWEST_VARIANTS, _MOST_VARIANTS // len(known))):
            yield from _withstands(connector, twisted)
    for material, first in zip(known, firsts, strict=True):
        if run(connector, material).result != first.result:
            yield Failure("state", "it answers otherwise after it has read other documents", material.path)


def _withstands(connector: Connector, material: Material) -> Iterator[Failure]:
    yield from _crashed(material, run(connector, material))


def _crashed(material: Material, outcome: Outcome) -> Iterator[Failure]:
    if outcome.crash:
        yield Failure("crash", f"it fails with {outcome.crash} where only Unreadable may be raised", material.label)


def _finds_nothing(connector: Connector, given: Iterable[Material]) -> Iterator[Failure]:
    """See that a name alone gives no facts."""
    for material in given:
        if any(not isinstance(reading, Notice) for reading in run(connector, material).readings):
            yield Failure(
                "content", "it gives facts about a document in which nothing of the kind stands", material.label
            )


def _recognises(connector: Connector, material: Material, outcome: Outcome, seconds: float) -> Iterator[Failure]:
    yield from _crashed(material, outcome)
    if outcome.seconds > seconds:
        yield Failure("cheap", f"recognising a document takes longer than {seconds:g} s", material.path)
    if outcome.changed:
        yield Failure("pure", "it changes the document that it is given", material.path)
    again, touched = watched(connector, material)
    if again.taken != outcome.taken:
        yield Failure("pure", "it recognises a document once and not the next time", material.path)
    for deed in touched:
        yield Failure("outside", f"it touches what is outside of the document: {deed}", material.path)


def _reads(connector: Connector, material: Material, outcome: Outcome) -> Iterator[Failure]:
    for reading in outcome.readings:
        for fault in stating.faults(reading, material, outcome, connector.name):
            yield Failure("fact", fault, material.path)
    if run(connector, material).result != outcome.result:
        yield Failure("order", "it gives other facts when it reads the same document again", material.path)
    if ordering.differs(connector, material):
        yield Failure(
            "order", "it gives other facts when the entries of a mapping stand in another order", material.path
        )
    for leak in planting.leaks(connector, material):
        yield Failure("secret", leak, material.path)


__all__ = ["Failure", "check"]
