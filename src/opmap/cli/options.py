"""The options that several commands share, each declared once."""

from __future__ import annotations

import os
import re
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

    @property
    def is_page(self) -> bool:
        """Say whether people read it: a page shows the first lines, everything else is for programs and whole."""
        return self in {Format.TABLE, Format.MD}


def lines(top: int | None, form: Format, first: int) -> int:
    """Give how many lines to show, where 0 stands for all: what was asked for, or what fits the format."""
    if top is not None:
        return top
    return first if form.is_page else 0


def node_names(incomplete: str) -> list[str]:
    """Offer the names of nodes for completion in the shell; none where there is no store, or it cannot be read.

    What is offered ends on a command line unquoted, so that only what no shell acts on is.
    """
    try:
        from opmap.app import open_graph

        graph = open_graph(default_store())
        wanted = incomplete.casefold()
        names = {name for name in (*graph.names, *graph.ids) if name.casefold().startswith(wanted) and _OFFERED(name)}
    except Exception:  # noqa: BLE001 - whatever is wrong, the shell goes on; the command itself will say it
        return []
    in_bash = os.environ.get("_OPMAP_COMPLETE", "").endswith("bash")  # which takes a blank for the end of a word
    return [name.replace(" ", "\\ ") if in_bash else name for name in sorted(names)[:_MOST_OFFERED]]


_MOST_OFFERED = 200
_OFFERED = re.compile(r"[\w/][\w ./:@+,%=-]{0,119}").fullmatch


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
        "--store",
        metavar="FILE",
        help="The store's file. Default: .opmap/opmap.db here, or in a folder above.",
        show_default=False,
    ),
]
At = Annotated[
    int | None,
    typer.Option(
        "--at", metavar="SNAPSHOT", help="Answer from this snapshot instead of the newest.", show_default=False
    ),
]
As = Annotated[Format, typer.Option("--format", "-f", metavar="table|json|csv|md", help="How to show the answer.")]
To = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the answer to this file.", show_default=False),
]
Top = Annotated[
    int | None,
    typer.Option(
        "--top",
        "-n",
        metavar="N",
        help="How many lines to show; 0 shows all. Default: the first ones on a page, all as JSON or CSV.",
        min=0,
        show_default=False,
    ),
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
NodeArgument = Annotated[
    str, typer.Argument(metavar="NODE", help="A node: its id or its name.", autocompletion=node_names)
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show the path, the evidence and the arithmetic behind every line.")
]
