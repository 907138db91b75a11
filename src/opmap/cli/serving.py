"""The command that serves the map on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from opmap.cli.asking import Selection
from opmap.cli.giving import MapRenderer
from opmap.cli.options import Store, default_store
from opmap.cli.output import tell


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


def serve(
    selection: Selection = "",
    port: Annotated[
        int, typer.Option("--port", metavar="N", help="Where to listen; 0 takes any that is free.", min=0, max=65535)
    ] = 8390,
    watch: Annotated[bool, typer.Option("--watch", help="Scan the sources again when their files change.")] = False,
    renderer: Annotated[
        MapRenderer,
        typer.Option("--renderer", metavar="auto|standard|estate", help="What draws it; by size where not said."),
    ] = MapRenderer.AUTO,
    without_people: Annotated[bool, typer.Option("--without-people", help="Call people by numbers.")] = False,
    store: Store = None,
) -> None:
    """Serve the map to this machine alone; the page follows every scan and decision.

    It listens on 127.0.0.1, writes nothing, and ends with Ctrl-C.
    """
    from opmap.app.drawing import MapWish
    from opmap.app.serving import Serving, Watching
    from opmap.maps import Renderer

    path = store or default_store()
    serving = Serving(MapWish(selection, Renderer(renderer.value), people=not without_people), path, port)
    tell(f"The map is at {serving.address} for this machine alone. It follows every scan; Ctrl-C ends it.")
    watching = Watching(path, tell) if watch else None
    try:
        if watching is not None:
            watching.start()
        serving.run()
    finally:
        if watching is not None:
            watching.close()
        serving.close()
