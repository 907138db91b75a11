"""The demonstration: a sample organisation laid out, scanned, questioned and drawn."""

from __future__ import annotations

from pathlib import Path

import typer

SAMPLE = "tarnwick"


def demonstrate(folder: Path) -> None:
    """Lay the sample out in a folder, and show what opmap sees in it."""
    from opmap import app
    from opmap.analyses.blasting import blast
    from opmap.analyses.owning import owning
    from opmap.analyses.ranking import ranking, value_by_node
    from opmap.cli.options import Format
    from opmap.cli.output import Progress, present, write_whole
    from opmap.cli.pages.scanning import scan_page
    from opmap.graph.naming import node_called
    from opmap.maps import map_page
    from opmap.reports.risking import blast_page, owners_page, risks_page

    root = lay_out(folder)
    store = folder / ".opmap" / "opmap.db"
    said = "Tarnwick Mutual, an invented insurer that is putting AI claims triage into operation"
    typer.echo(f"{said}: {root}\n")
    progress = Progress()
    try:
        result = app.scan([root], store_path=store, progress=progress)
    finally:
        progress.close()
    graph = app.open_graph(store)
    ranked = ranking(graph)
    pages = [
        scan_page(result),
        risks_page(ranked, 5),
        blast_page(blast(graph, [node_called(graph, ranked.risks[0].node.id)], most=6), 6),
        owners_page(owning(graph, value_by_node(graph)), 5),
    ]
    for page in pages:
        present(page, Format.TABLE, None, graph)
        typer.echo("")
    drawn = folder / "map.html"
    write_whole(drawn, map_page(graph).encode())
    typer.echo(f"The map: {drawn.absolute()}  (open it in a browser; it needs no network)")
    typer.echo(f'Go on in that folder: cd {folder} && opmap blast "Identity provider (Keycloak)"')


def lay_out(folder: Path) -> Path:
    """Copy the sample organisation into a folder, over what an earlier demonstration left there."""
    from importlib.resources import as_file, files
    from shutil import copytree

    root = folder / SAMPLE
    with as_file(files("opmap_inventories") / "samples" / SAMPLE) as sample:
        copytree(sample, root, dirs_exist_ok=True)
    return root
