"""What people accepted: quiet until its date, and counted among what is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.graph import Graph

_MEANT = {
    "spof": {"spof", "single point", "single points"},
    "risks": {"risks", "risk"},
    "owners": {"owners", "owner", "gap"},
    "concentration": {"concentration", "concentrations"},
}


def accepted(graph: Graph, numbers: Iterable[int], question: str, today: str) -> set[int]:
    """Give those of some nodes of which people accepted what a question finds, and the date has not passed.

    ``today`` is an ISO date; without one nothing is accepted. A decision that names no
    finding accepts any. A question that has no words of its own is meant by its name alone.
    """
    if not today:
        return set()
    return {number for number in numbers if accepted_until(graph, number, question) >= today[:10]}


def accepted_until(graph: Graph, number: int, question: str) -> str:
    """Give the last date until which people accepted what a question finds of a node; nothing where nobody did."""
    said = dict(graph.details.node(number).attributes).get("accept")
    pairs = [item for item in said if isinstance(item, tuple) and len(item) == 2] if isinstance(said, tuple) else []
    dates = [
        str(until)[:10]
        for finding, until in pairs
        if str(finding).casefold() in {"", *_MEANT.get(question, {question})}
    ]
    return max(dates, default="")
