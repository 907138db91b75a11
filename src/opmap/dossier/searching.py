"""Where an alternative was sought for a single point, and what could not be seen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.substituting import substitutes
from opmap.dossier.values import Grid, Said, Words
from opmap.graph.spreading import spread
from opmap.reports.safety import plain
from opmap.reports.words import counted, list_of, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.dossier.asking import Asked
    from opmap.dossier.values import Block
    from opmap.estate import SourceState
    from opmap.graph import Graph

_MOST = 6
BLIND = (
    "No file says what people would do by hand, what a platform starts again by itself, "
    "what is agreed by contract, or what runs where nothing was scanned."
)


def searched(graph: Graph, number: int, asked: Asked) -> Iterator[Block]:
    """Say what stands in for a node elsewhere, and in which sources nothing was found that does so here."""
    held = substitutes(graph, spread(graph.faults, [number]))
    for one in held[:_MOST]:
        doubt = ", presumed" if one.presumed else ""
        text = f"{list_of([named(by) for by in one.by])} for "
        yield Words("Stands in for it elsewhere", (Said(text), asked.links.node(one.at), Said(doubt)))
    speaking = {evidence.source for evidence in graph.details.node(number).evidence}
    rows = tuple(_row(source, speaking) for source in graph.details.sources())
    if rows:
        heads = ("source", "searched", "speaks of it", "cannot be seen there")
        yield Grid(heads, rows, "Where an alternative was sought, and none was found for what falls")
    questions = [one for one in graph.details.beside().questions if graph.ids[number] in one.nodes]
    for question in questions[:_MOST]:
        others = ", ".join(plain(node, 80) for node in question.nodes if node != graph.ids[number])
        yield Words("May be one with", (Said(f"{others}: {plain(question.reason, 200)}"),))
    yield Words("Cannot be seen anywhere", (Said(BLIND, "faint"),))


def _row(source: SourceState, speaking: set[str]) -> tuple[Said, ...]:
    return (
        Said(plain(source.name, 60)),
        Said(counted(source.read, "document")),
        Said("yes" if source.name in speaking else "no", "" if source.name in speaking else "faint"),
        Said(unseen_of(source) or "nothing that is known of", "warn" if unseen_of(source) else "faint"),
    )


def unseen_of(source: SourceState) -> str:
    """Say what of a source was not read."""
    parts = [f"{counted(source.not_recognised, 'file')} not recognised"] if source.not_recognised else []
    parts += [f"{counted(len(source.unreadable), 'document')} unreadable"] if source.unreadable else []
    parts += [f"all of it since {plain(source.unseen_since, 40)}"] if source.unseen_since else []
    return ", ".join(parts)
