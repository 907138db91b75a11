"""Commands that ask: nodes, show, why, blast, spof, owners, risks, coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.options import As, At, Explain, Format, NodeArgument, Store, To, Top, default_store, node_names
from opmap.cli.output import present

if TYPE_CHECKING:
    from pathlib import Path

    from opmap.graph import Graph

_Selection = Annotated[
    str, typer.Argument(help="Which nodes, such as: kind:service owner:none name:pay*", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (nodes, show, why, blast, spof, owners, risks, coverage):
        app.command()(command)


def opened(store: Path | None, at: int | None) -> Graph:
    """Open the graph that a question is about."""
    from opmap.app import open_graph

    return open_graph(store or default_store(), at)


def nodes(
    selection: _Selection = "",
    top: Top = 50,
    at: At = None,
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """List nodes, those that most depends on first."""
    from opmap.analyses.describing import listing
    from opmap.reports.questions import nodes_page

    graph = opened(store, at)
    top = top if form is Format.TABLE or form is Format.MD else 0
    present(nodes_page(listing(graph, selection), top), form, output, graph)


def show(node: NodeArgument, at: At = None, form: As = Format.TABLE, output: To = None, store: Store = None) -> None:
    """Show all that is known of one node, the steps of a workflow included."""
    from opmap.analyses.describing import describe
    from opmap.graph.naming import node_called
    from opmap.reports.questions import show_page

    graph = opened(store, at)
    present(show_page(describe(graph, node_called(graph, node))), form, output, graph)


def why(
    start: NodeArgument,
    end: Annotated[
        str | None,
        typer.Argument(help="The node that it leads to; none shows every relation.", autocompletion=node_names),
    ] = None,
    at: At = None,
    form: As = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Show the path from one node to another, and for every step of it file and line."""
    from opmap.analyses.explaining import why as explained
    from opmap.graph.naming import node_called
    from opmap.reports.questions import why_page

    graph = opened(store, at)
    numbers = [node_called(graph, name) for name in (start, end) if name is not None]
    present(why_page(explained(graph, *numbers)), form, output, graph)
