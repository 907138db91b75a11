"""What a map says of itself: what it is of, from which sources, and what was not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.covering import Coverage, coverage
from opmap.maps.view import About, Gap, Source
from opmap.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opmap.analyses.ranking import Ranking
    from opmap.estate import SourceState
    from opmap.graph import Graph

_EXAMPLES = 5


def introduce(graph: Graph, selection: str, ranked: Ranking) -> About:
    """Say what the map is of."""
    seen = coverage(graph)
    names = [plain(source.name, 60) for source in seen.sources]
    return About(
        title=" · ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "") or "No source",
        selection=plain(selection, 200),
        snapshot=graph.snapshot,
        content=graph.content[:12],
        sources=tuple(Source(plain(source.name, 60), _said(source)) for source in seen.sources),
        nodes=len(graph),
        links=len(graph.source),
        outcomes=ranked.total,
        assumed=ranked.stand_ins,
        gaps=tuple(_gaps(seen)),
    )


def _said(source: SourceState) -> str:
    age = f", not seen since {plain(source.unseen_since, 40)}" if source.unseen_since else ""
    return f"{_count(source.read, 'document')} read{age}"


def _gaps(seen: Coverage) -> Iterator[Gap]:
    unreadable = [notice for source in seen.sources for notice in source.unreadable]
    if unreadable:
        places = [f"{one.evidence.place}: {one.reason}" for one in unreadable]
        yield _gap(f"{_count(len(unreadable), 'document')} could not be read", "opmap coverage", places)
    missed = sum(source.not_recognised for source in seen.sources)
    if missed:
        yield _gap(f"{_count(missed, 'file')} not recognised", "opmap scan --show not-recognised")
    if seen.dangling:
        names = [f"{one.text} in {one.evidence.place}" for one in seen.dangling]
        yield _gap(f"{_count(len(seen.dangling), 'reference')} leading nowhere", "opmap coverage", names)
    if seen.ambiguous:
        names = [f"{one.text} in {one.evidence.place}" for one in seen.ambiguous]
        yield _gap(f"{_count(len(seen.ambiguous), 'reference')} with several meanings", "opmap identity", names)
    if seen.undescribed:
        names = [f"{one.name} ({one.kind})" for one in seen.undescribed]
        text = f"{_count(len(seen.undescribed), 'service')} or automations of which nothing says what they need"
        yield _gap(text, "opmap coverage", names)
    if seen.only_mentioned:
        yield _gap(f"{_count(seen.only_mentioned, 'node')} only mentioned by others", "opmap nodes state:mentioned")
    if seen.unseen:
        names = [f"{one.name}, since {since}" for one, since in seen.unseen]
        yield _gap(f"{_count(len(seen.unseen), 'node')} not seen lately", "opmap coverage", names)


def _gap(text: str, command: str, examples: Iterable[str] = ()) -> Gap:
    return Gap(text, command, tuple(plain(one, 160) for one in list(examples)[:_EXAMPLES]))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
