"""Commands that ask: nodes, show, why, blast, spof, owners, risks, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.options import (
    As,
    At,
    Explain,
    Format,
    From,
    NodeArgument,
    Store,
    To,
    Top,
    default_store,
    lines,
    node_names,
)
from opmap.cli.output import present
from opmap.kinds import Travel

if TYPE_CHECKING:
    from pathlib import Path

    from opmap.analyses.secrets import SameSecret
    from opmap.graph import Graph

Selection = Annotated[
    str,
    typer.Argument(
        metavar="[SELECTION]", help="Which nodes, such as: kind:service owner:none name:pay*", show_default=False
    ),
]
FIRST_CAUSES = 10
"""So many causes stand on a first screen: more would be read by nobody."""


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (nodes, show, why, blast, spof, owners, risks, coverage):
        app.command()(command)


def opened(store: Path | None, at: int | None, shared: str = "") -> Graph:
    """Open the graph that a question is about: that of the store, or a shared one."""
    if shared:
        from opmap.cli.sharing import opened_shared

        return opened_shared(shared, at)
    from opmap.app import open_graph

    return open_graph(store or default_store(), at)


def today() -> str:
    """Give the day on which a question is asked, as an ISO date."""
    from opmap.app.clock import now

    return now()[:10]


def nodes(
    selection: Selection = "",
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Only those of which too little is known to judge them.")
    ] = False,
    top: Top = None,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """List nodes, those that most depends on first."""
    from opmap.analyses.describing import listing
    from opmap.reports.questions import nodes_page
    from opmap.reports.words import quoted

    graph = opened(store, at, shared)
    found = listing(graph, selection, most=lines(top, form, 50), only_unknown=unknown)
    asked = ["opmap nodes", *([quoted(selection)] if selection else []), *(["--unknown"] if unknown else [])]
    present(nodes_page(found, " ".join(asked)), form, output, graph)


def show(
    node: NodeArgument,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show all that is known of one node, a workflow's steps too."""
    from dataclasses import replace

    from opmap.analyses.describing import describe
    from opmap.analyses.secrets import shared_by
    from opmap.graph.naming import node_called
    from opmap.reports.questions import show_page

    graph = opened(store, at, shared)
    number = node_called(graph, node)
    secrets = shared_by(graph, number, _same_secrets(store, at, shared))
    present(show_page(replace(describe(graph, number), same_secrets=secrets)), form, output, graph)


def _same_secrets(store: Path | None, at: int | None, shared: str) -> tuple[SameSecret, ...]:
    """Give the secrets that stand in several places: what a store knows of today, and never shares."""
    if shared or at is not None:
        return ()
    from opmap.app.secrets import same_secrets

    return same_secrets(store or default_store())


def why(
    start: NodeArgument,
    end: Annotated[
        str | None,
        typer.Argument(
            metavar="[OTHER]",
            help="The node that it leads to; none shows every relation.",
            autocompletion=node_names,
            show_default=False,
        ),
    ] = None,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show the path from one node to another, with file and line."""
    from opmap.analyses.explaining import why as explained
    from opmap.graph.naming import node_called
    from opmap.reports.questions import why_page

    graph = opened(store, at, shared)
    numbers = [node_called(graph, name) for name in (start, end) if name is not None]
    present(why_page(explained(graph, *numbers)), form, output, graph)


def blast(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NODE|FILE[:LINE]…", help="What fails; several fail together.", autocompletion=node_names
        ),
    ],
    by: Annotated[
        Travel, typer.Option("--by", metavar="outage|change|absence|staleness", help="What travels.")
    ] = Travel.OUTAGE,
    depth: Annotated[
        int, typer.Option("--depth", metavar="N", help="How many steps to follow; 0 follows all.", min=0)
    ] = 0,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Say who is hit when something fails, how hard and when.

    The answer names the path, what counts and is lost, and whom to tell. A file, or a line
    of it, stands for every node that it is the evidence for.
    """
    from opmap.analyses.blasting import blast as computed
    from opmap.analyses.pointing import pointed_at
    from opmap.reports.blasting import blast_page

    graph = opened(store, at, shared)
    numbers = list(dict.fromkeys(number for name in names for number in pointed_at(graph, name)))
    most, proof = lines(top, form, 15), explain or not form.is_page
    found = computed(graph, numbers, by, depth=depth, most=most, proof=proof)
    present(blast_page(found, explain=explain), form, output, graph)


def spof(
    outcome: Annotated[
        str | None,
        typer.Argument(
            metavar="[OUTCOME]",
            help="One thing that counts; without it, all.",
            autocompletion=node_names,
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also what stands on the way of another, copies, and what was accepted.")
    ] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show what alone takes down something that counts."""
    from opmap.analyses.singling import graded, singling
    from opmap.graph.naming import node_called
    from opmap.reports.risking import spof_page

    graph = opened(store, at, shared)
    asked = None if outcome is None else node_called(graph, outcome)
    earlier = _before(store, graph) if form.is_page and at is None and not shared else None
    found = singling(
        graph,
        asked,
        most=lines(top, form, FIRST_CAUSES),
        collapse=not every,
        in_families=form.is_page and not every,
        today="" if every else today(),
        known=frozenset(earlier.ids[one] for one in graded(earlier)) if earlier else frozenset(),
    )
    present(spof_page(found, explain=explain), form, output, graph)


def _before(store: Path | None, graph: Graph) -> Graph | None:
    """Open the snapshot before this one, to say what is new; None where there is none."""
    return opened(store, graph.snapshot - 1) if graph.snapshot > 1 else None


def owners(
    every: Annotated[
        bool, typer.Option("--all", help="Also what holds for nearly all of a kind, and what was accepted.")
    ] = False,
    top: Top = None,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """List what nobody answers for, and who owns how much."""
    from opmap.analyses.owning import owning
    from opmap.analyses.ranking import value_by_node
    from opmap.reports.owning import owners_page

    graph = opened(store, at, shared)
    earlier = _before(store, graph) if form.is_page and at is None and not shared else None
    known = frozenset(member.id for gap in owning(earlier).gaps for member in gap.members) if earlier else frozenset()
    found = owning(graph, value_by_node(graph), today="" if every else today(), known=known)
    present(owners_page(found, lines(top, form, FIRST_CAUSES), every=every), form, output, graph)


def risks(
    number: Annotated[
        int, typer.Argument(metavar="[LINE]", help="One line of the ranking.", min=0, show_default=False)
    ] = 0,
    every: Annotated[bool, typer.Option("--all", help="Also copies one by one, and what was accepted.")] = False,
    top: Top = None,
    explain: Explain = False,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Rank nodes by what is expected to be lost with them."""
    from opmap.analyses.ranking import ranking
    from opmap.reports.risking import risks_page

    graph = opened(store, at, shared)
    found = ranking(graph, in_families=form.is_page and not every, today="" if every else today())
    page = risks_page(found, lines(top, form, FIRST_CAUSES), number=number, explain=explain)
    present(page, form, output, graph)


def coverage(
    top: Top = None,
    at: At = None,
    shared: From = "",
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Say what was not read, not resolved and not seen."""
    from dataclasses import replace

    from opmap.analyses.covering import coverage as computed
    from opmap.cli.pages.covering import coverage_page

    graph = opened(store, at, shared)
    covered = replace(computed(graph), same_secrets=_same_secrets(store, at, shared))
    present(coverage_page(covered, lines(top, form, 15)), form, output, graph)
