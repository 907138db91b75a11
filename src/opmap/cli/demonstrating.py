"""The demonstration: a sample organisation laid out, scanned, questioned and drawn."""

from __future__ import annotations

from pathlib import Path

SAMPLE = "tarnwick"


def demonstrate(folder: Path) -> None:
    """Lay the sample out in a folder, and show what opmap sees in it."""
    from dataclasses import replace

    from opmap import app
    from opmap.analyses.blasting import blast
    from opmap.analyses.owning import owning
    from opmap.analyses.ranking import ranking, value_by_node
    from opmap.cli.options import Format
    from opmap.cli.output import Progress, give, present, write_whole
    from opmap.cli.pages.scanning import scan_page
    from opmap.graph.naming import node_called
    from opmap.maps import map_page
    from opmap.plain import plain
    from opmap.reports.blasting import blast_page
    from opmap.reports.owning import owners_page
    from opmap.reports.ranking import risks_page
    from opmap.reports.words import quoted

    root = lay_out(folder)
    store = folder / ".opmap" / "opmap.db"
    said = "Tarnwick Mutual, an invented insurer that is putting AI claims triage into operation"
    give(f"{said}: {plain(str(root))}\n\n", None)
    progress = Progress()
    try:
        result = app.scan([root], store_path=store, progress=progress)
    finally:
        progress.close()
    graph = app.open_graph(store)
    ranked = ranking(graph, in_families=True)
    pages = [
        scan_page(result),
        risks_page(ranked, 5),
        blast_page(blast(graph, [node_called(graph, ranked.risks[0].node.id)], most=6, proof=False)),
        owners_page(owning(graph, value_by_node(graph)), 5),
    ]
    for page in pages:
        present(replace(page, next=()), Format.TABLE, None, graph)
        give("\n", None)
    drawn = folder / "map.html"
    write_whole(drawn, map_page(graph).encode())
    give(f"The map: {plain(str(drawn.absolute()))}  (open it in a browser; it needs no network)\n", None)
    give(f"Next: cd {quoted(str(folder))} && opmap blast 'Identity provider (Keycloak)'\n", None)


def lay_out(folder: Path) -> Path:
    """Copy the sample organisation into a folder, over what an earlier demonstration left there.

    Raise CannotWrite where that is not possible.
    """
    from importlib.resources import as_file, files
    from shutil import copytree, ignore_patterns

    from opmap.errors import CannotWrite

    root = folder / SAMPLE
    with as_file(files("opmap_inventories") / "samples" / SAMPLE) as sample:
        try:
            copytree(sample, root, dirs_exist_ok=True, ignore=ignore_patterns("__pycache__"))
        except OSError as error:
            raise CannotWrite(root, (error.strerror or "the system refuses it").lower()) from None
    return root
