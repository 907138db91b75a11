"""The options that several commands share, each declared once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def node_names(incomplete: str) -> list[str]:
    """Offer the names of nodes for completion in the shell; none where there is no store."""
    from opmap.app import open_graph
    from opmap.errors import OpmapError

    try:
        graph = open_graph(default_store())
    except OpmapError:
        return []
    wanted = incomplete.casefold()
    names = [name for name in (*graph.names, *graph.ids) if name.casefold().startswith(wanted) and name.isprintable()]
    return sorted(set(names))[:200]


def default_store() -> Path:
    """Give the store that commands use unless told otherwise: that of this folder or of one above it."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".opmap" / "opmap.db").is_file():
            return folder / ".opmap" / "opmap.db"
    return here / ".opmap" / "opmap.db"


Store = Annotated[
    Path | None,
    typer.Option(
        "--store", help="The store's file. Default: .opmap/opmap.db here, or in a folder above.", show_default=False
    ),
]
At = Annotated[
    int | None, typer.Option("--at", help="Answer from this snapshot instead of the newest.", show_default=False)
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="ADDRESS",
        help="Answer from a shared map, such as neo4j://host:7687/acme, instead of the store.",
        show_default=False,
    ),
]
As = Annotated[Format, typer.Option("--format", "-f", help="How to show the answer.")]
To = Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to this file.", show_default=False)]
Top = Annotated[int, typer.Option("--top", "-n", help="How many lines to show; 0 shows all.", min=0)]
NodeArgument = Annotated[str, typer.Argument(help="A node: its id or its name.", autocompletion=node_names)]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show the path, the evidence and the arithmetic behind every line.")
]
