"""The command that takes in what another program wrote: import."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from opmap.cli.options import Format, Store, To, default_store
from opmap.cli.output import Progress, present


class ImportFormat(StrEnum):
    """What can be imported, each by the connector of that name."""

    OPEN_PSA = "open-psa"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("import")(take_in)


def take_in(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to read; it becomes a source of its own.")],
    what: Annotated[
        ImportFormat, typer.Option("--format", "-f", metavar="open-psa", help="What the file is.")
    ] = ImportFormat.OPEN_PSA,
    show: Annotated[
        Format, typer.Option("--show", metavar="table|json|csv|md", help="How to show the answer.")
    ] = Format.TABLE,
    output: To = None,
    store: Store = None,
) -> None:
    """Read a fault tree of another program into the map.

    Each top gate becomes a capability, each gate a system, each basic event a machine. A scan
    of a folder reads such files too.
    """
    from opmap.app import import_file
    from opmap.cli.pages.importing import import_page

    progress = Progress()
    try:
        found = import_file(path, what.value, store or default_store(), progress=progress)
    finally:
        progress.close()
    present(import_page(found), show, output)
