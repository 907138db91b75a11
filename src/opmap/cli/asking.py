"""Commands that ask: nodes, show, why, blast, owners, coverage."""

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
from opmap.cli.waiting import working
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
    for command in (nodes, show, why, blast, owners, coverage):
        app.command()(command)


def opened(store: Path | None, at: int | None, shared: str = "") -> Graph:
    """Open the graph that a question is about: that of the store, or a shared one."""
    if shared:
        from opmap.cli.sharing import opened_shared

        return opened_shared(shared, at)
    from opmap.app import open_graph

    with working("Opening the map"):
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
    from opmap import api
    from opmap.reports.questions import nodes_page
    from opmap.reports.words import quoted

    graph = opened(store, at, shared)
    found = api.nodes(graph, selection, most=lines(top, form, 50), only_unknown=unknown)
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
    from opmap import api
    from opmap.reports.questions import why_page

    graph = opened(store, at, shared)
    present(why_page(api.why(graph, start, end)), form, output, graph)


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
    from opmap import api
    from opmap.reports.blasting import blast_page

    graph = opened(store, at, shared)
    most, proof = lines(top, form, 15), explain or not form.is_page
    found = api.blast(graph, *names, by=by, depth=depth, most=most, proof=proof)
    present(blast_page(found, explain=explain), form, output, graph)


def before(store: Path | None, graph: Graph) -> Graph | None:
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
    earlier = before(store, graph) if form.is_page and at is None and not shared else None
    known = frozenset(member.id for gap in owning(earlier).gaps for member in gap.members) if earlier else frozenset()
    found = owning(graph, value_by_node(graph), today="" if every else today(), known=known)
    present(owners_page(found, lines(top, form, FIRST_CAUSES), every=every), form, output, graph)


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
