"""Commands that give something away: export, map, demo, init."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from opmap.cli.asking import Selection
from opmap.cli.options import At, Store, To, default_store
from opmap.cli.output import give, tell


class ExportFormat(StrEnum):
    """What the whole graph can be written as."""

    JSON = "json"
    GRAPHML = "graphml"
    DOT = "dot"
    MERMAID = "mermaid"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(export)
    app.command("map")(draw)
    app.command()(demo)
    app.command()(init)


def export(
    form: Annotated[
        ExportFormat, typer.Option("--format", "-f", metavar="json|graphml|dot|mermaid|csv", help="What to write.")
    ] = ExportFormat.JSON,
    output: To = None,
    at: At = None,
    store: Store = None,
) -> None:
    """Write the whole graph for other programs.

    The JSON is documented in docs/export.md, with its schema.
    """
    from opmap.app import open_graph
    from opmap.reports import drawing, exporting

    writers = {
        ExportFormat.JSON: exporting.as_json,
        ExportFormat.GRAPHML: drawing.as_graphml,
        ExportFormat.DOT: drawing.as_dot,
        ExportFormat.MERMAID: drawing.as_mermaid,
        ExportFormat.CSV: drawing.as_csv,
    }
    give(writers[form](open_graph(store or default_store(), at)), output)


def draw(
    selection: Selection = "",
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "map.html"
    ),
    at: At = None,
    store: Store = None,
) -> None:
    """Draw an interactive map: one file for any browser, offline."""
    from opmap.app import open_graph
    from opmap.cli.output import write_whole
    from opmap.maps import map_page

    graph = open_graph(store or default_store(), at)
    write_whole(output, map_page(graph, selection).encode())
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
