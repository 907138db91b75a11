"""Writing the report: of a snapshot, with the lines that prove it, and beside a map where one stands there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opmap.app.accepting import shares_when_accepted
from opmap.app.clock import now
from opmap.app.opening import graph_of
from opmap.dossier import Acceptance, Asked, Line, Links, report_page
from opmap.dossier.asking import MOST_POINTS, no_line
from opmap.frozen import frozen
from opmap.store import DEFAULT_PATH, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opmap.facts import Evidence


@frozen
class ReportWish:
    """What a person asks of a report."""

    at: int | None = None  # the snapshot, if not the newest
    people: bool = True
    most: int = MOST_POINTS  # so many single points with a section of their own; 0 for all
    map_name: str = ""  # the file beside it that holds the map


def report(wish: ReportWish, store_path: Path | str = DEFAULT_PATH) -> str:
    """Give the page of a report; raise NothingScanned or UnknownSnapshot."""
    with Store.open(store_path) as store:
        graph = graph_of(store, wish.at)
        made = next((one.created for one in store.snapshots() if one.number == graph.snapshot), "")
        accepted = _acceptances(store, wish)
        roots = {source.name: Path(source.root) for source in store.sources()}
    asked = Asked(
        today=now()[:10],
        made=made,
        most=wish.most,
        people=wish.people,
        links=Links(wish.map_name),
        quote=_quoting(roots) if wish.people else no_line,  # a line may name anybody
        accepted=accepted,
        shares=shares_when_accepted(graph, store_path),
    )
    return report_page(graph, asked)


def _acceptances(store: Store, wish: ReportWish) -> dict[str, Acceptance]:
    """Give who accepted what; of several decisions about a node the last counts."""
    aliases = store.aliases()
    taken = [one for one in store.decisions(wish.at) if one.act == "accept" and not one.undone]
    return {
        aliases.get(one.subject, one.subject): Acceptance(
            one.by if wish.people else "", one.because if wish.people else ""
        )
        for one in taken
    }


def _quoting(roots: Mapping[str, Path]) -> Callable[[Evidence], Line]:
    from opmap.scanning.quoting import Quoting

    quoting = Quoting(roots)

    def quote(evidence: Evidence) -> Line:
        found = quoting.quote(evidence)
        return Line(found.text, found.why_not)

    return quote
