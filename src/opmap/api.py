"""The questions as functions, for notebooks and other programs: names go in, values come out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opmap.kinds import Travel
from opmap.store import DEFAULT_PATH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.analyses.asking import Asking
    from opmap.analyses.availability import Availability
    from opmap.analyses.blasting import Blast
    from opmap.analyses.concentrating import Concentrating
    from opmap.analyses.covering import Coverage
    from opmap.analyses.describing import Description, Listing
    from opmap.analyses.explaining import Why
    from opmap.analyses.overlapping import Overlapping
    from opmap.analyses.owning import Owning
    from opmap.analyses.pairing import Pairing
    from opmap.analyses.playing import Played
    from opmap.analyses.ranking import Ranking
    from opmap.analyses.readying import Readying
    from opmap.analyses.recovering import Recovering
    from opmap.analyses.singling import Singling
    from opmap.app import ScanResult
    from opmap.graph import Graph


def scan(*paths: Path | str, store: Path | str = DEFAULT_PATH, source: str | None = None) -> ScanResult:
    """Read folders into the map that is kept in ``store``."""
    from opmap import app

    return app.scan(paths, store_path=store, source=source)


def open(store: Path | str = DEFAULT_PATH, at: int | None = None) -> Graph:  # noqa: A001 - read as opmap.open
    """Open the map that is kept in ``store``, as it is now or as it was in an earlier snapshot."""
    from opmap.app import open_graph

    return open_graph(store, at)


def nodes(graph: Graph, selection: str = "", *, most: int = 0, only_unknown: bool = False) -> Listing:
    """List the nodes that a selection such as ``kind:service owner:none`` names, the first ``most`` of them."""
    from opmap.analyses.describing import listing

    return listing(graph, selection, most=most, only_unknown=only_unknown)


def show(graph: Graph, node: str) -> Description:
    """Say all that is known of one node."""
    from opmap.analyses.describing import describe

    return describe(graph, _number(graph, node))


def why(graph: Graph, start: str, end: str | None = None) -> Why:
    """Give the path from one node to another, with the proof for every step."""
    from opmap.analyses.explaining import why as explained

    return explained(graph, _number(graph, start), None if end is None else _number(graph, end))


def blast(
    graph: Graph,
    *names: str,
    by: Travel | str = Travel.OUTAGE,
    depth: int = 0,
    most: int = 0,
    proof: bool = True,
) -> Blast:
    """Say who is hit when these fail together; a file, or a line of it, stands for what it describes.

    The first ``most`` come with their paths; without ``proof``, these come without their evidence.
    """
    from opmap.analyses.blasting import blast as computed
    from opmap.app.pointing import pointed_at

    return computed(graph, pointed_at(graph, names), Travel(by), depth=depth, most=most, proof=proof)


def spof(graph: Graph, outcome: str | None = None) -> Singling:
    """Say what alone takes down something that counts, and what redundancy hides."""
    from dataclasses import replace

    from opmap.analyses.hiding import hiding
    from opmap.analyses.singling import singling

    asked = None if outcome is None else _number(graph, outcome)
    return replace(singling(graph, asked), hidden=hiding(graph, asked))


def pairs(graph: Graph, outcome: str) -> Pairing:
    """Say what takes an outcome down two by two, and neither alone."""
    from opmap.analyses.pairing import pairing

    return pairing(graph, _number(graph, outcome))


def recovery(graph: Graph, outcome: str | None = None) -> Recovering:
    """Say what has to be back how soon, what takes longer, and what is called less critical than it is."""
    from opmap.analyses.recovering import recovering

    return recovering(graph, None if outcome is None else _number(graph, outcome))


def owners(graph: Graph) -> Owning:
    """Say who owns what, and what nobody owns."""
    from opmap.analyses.owning import owning
    from opmap.analyses.ranking import value_by_node

    return owning(graph, value_by_node(graph))


def risks(graph: Graph) -> Ranking:
    """Rank the nodes by what is expected to be lost with them in a year."""
    from opmap.analyses.ranking import ranking

    return ranking(graph)


def readiness(graph: Graph, selection: str = "") -> Readying:
    """Say which controls the automations that a selection names show, lack, or cannot show; all without one."""
    from opmap.analyses.readying import readying
    from opmap.graph.selecting import select

    return readying(graph, selection, select(graph, selection).tolist() if selection else None)


def availability(graph: Graph, node: str) -> Availability:
    """Say how much of the time something is available, and what it is down with."""
    from opmap.analyses.availability import availability as computed

    return computed(graph, _number(graph, node))


def concentration(graph: Graph, what: str = "") -> Concentrating:
    """Say with which vendor, model, credential, place or person how much of the value falls."""
    from opmap.analyses.concentrating import concentrating, holder_called

    return concentrating(graph, holder_called(what))


def what_if(graph: Graph, *, fail: Iterable[str] = (), add: Iterable[str] = (), remove: Iterable[str] = ()) -> Played:
    """Say what would change if things failed, were there (``add="replica of cart"``), or were gone."""
    from opmap.app.scenarios import Scenario
    from opmap.app.supposing import play

    (found,) = play(graph, [Scenario("", _texts(fail), _texts(add), _texts(remove))])
    return found


def ask(graph: Graph, most: int = 0) -> Asking:
    """Give the questions for people whose answers would move the ranking most."""
    from opmap.analyses.asking import asking

    return asking(graph, most)


def overlaps(graph: Graph, selection: str = "", *relations: str) -> Overlapping:
    """Find automations that overlap: copies, fights, rings; all seven relations, or those that are named."""
    from opmap.analyses.overlapping import overlapping, relation_called

    return overlapping(graph, selection, relations=[relation_called(name) for name in relations])


def coverage(graph: Graph) -> Coverage:
    """Say what was not read, not resolved and not seen."""
    from opmap.analyses.covering import coverage as computed

    return computed(graph)


def _texts(several: Iterable[str]) -> tuple[str, ...]:
    """Give some texts, or the one that stands in their place."""
    return (several,) if isinstance(several, str) else tuple(several)


def _number(graph: Graph, name: str) -> int:
    from opmap.graph.naming import node_called

    return node_called(graph, name)
