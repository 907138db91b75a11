"""Commands that give something away: export, map, demo, init."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from opmap.cli.asking import Selection
from opmap.cli.options import At, Store, To, default_store, node_names
from opmap.cli.output import give, tell
from opmap.errors import NothingAsked

if TYPE_CHECKING:
    from opmap.graph import Graph


class ExportFormat(StrEnum):
    """What the whole graph can be written as."""

    JSON = "json"
    GRAPHML = "graphml"
    DOT = "dot"
    MERMAID = "mermaid"
    CSV = "csv"
    OPEN_PSA = "open-psa"


class MapRenderer(StrEnum):
    """What draws a map."""

    AUTO = "auto"
    STANDARD = "standard"
    ESTATE = "estate"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(export)
    app.command("map")(draw)
    app.command()(demo)
    app.command()(init)


def export(
    form: Annotated[
        ExportFormat,
        typer.Option("--format", "-f", metavar="json|graphml|dot|mermaid|csv|open-psa", help="What to write."),
    ] = ExportFormat.JSON,
    capability: Annotated[
        list[str] | None,
        typer.Option(
            "--capability",
            metavar="OUTCOME",
            help="Of this outcome only; may be given again. For open-psa, where each is a top gate.",
            autocompletion=node_names,
            show_default=False,
        ),
    ] = None,
    output: To = None,
    at: At = None,
    store: Store = None,
) -> None:
    """Write the whole graph for other programs.

    The JSON is documented in docs/export.md, with its schema. Open-PSA holds what takes down
    each thing that counts, as a fault tree.
    """
    from opmap.app import open_graph
    from opmap.reports import drawing, exporting

    graph = open_graph(store or default_store(), at)
    if form is ExportFormat.OPEN_PSA:
        give(_fault_trees(graph, capability or []), output)
        return
    if capability:
        raise NothingAsked("fault tree", "opmap export --format open-psa --capability OUTCOME")

    writers = {
        ExportFormat.JSON: exporting.as_json,
        ExportFormat.GRAPHML: drawing.as_graphml,
        ExportFormat.DOT: drawing.as_dot,
        ExportFormat.MERMAID: drawing.as_mermaid,
        ExportFormat.CSV: drawing.as_csv,
    }
    give(writers[form](graph), output)


def _fault_trees(graph: Graph, names: list[str]) -> str:
    from opmap.analyses.counting import asked_for
    from opmap.graph.naming import node_called
    from opmap.reports.openpsa import as_open_psa, stated_chances

    asked = asked_for(graph, [node_called(graph, name) for name in names])
    return as_open_psa(graph, asked, stated_chances(graph))


def draw(
    selection: Selection = "",
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "map.html"
    ),
    renderer: Annotated[
        MapRenderer,
        typer.Option("--renderer", metavar="auto|standard|estate", help="What draws it; by size where not said."),
    ] = MapRenderer.AUTO,
    without_people: Annotated[
        bool, typer.Option("--without-people", help="Call people by numbers, for a map to be mailed.")
    ] = False,
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="SNAPSHOT", help="Mark what is new, changed and gone since then."),
    ] = None,
    at: At = None,
    store: Store = None,
) -> None:
    """Draw an interactive map: one file for any browser, offline."""
    from opmap.app.drawing import MapWish
    from opmap.app.drawing import draw as drawn
    from opmap.cli.output import write_whole
    from opmap.maps import Renderer

    wish = MapWish(selection, Renderer(renderer.value), at, since, not without_people)
    write_whole(output, drawn(wish, store or default_store()).encode())
    tell(f"Map written to {output}. Open it in a browser; it needs no network.")


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where to lay the sample organisation out.")
    ] = Path("opmap-demo"),
) -> None:
    """Lay out a sample organisation and show what opmap sees."""
    from opmap.cli.demonstrating import demonstrate

    demonstrate(folder)


def init(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="The folder that is to be scanned.")] = Path(),
) -> None:
    """Write a commented opmap.toml."""
    from opmap.config import DEFAULT_TOML
    from opmap.errors import AlreadyThere

    path = folder / "opmap.toml"
    if path.exists():
        raise AlreadyThere(path)
    give(DEFAULT_TOML, path)
