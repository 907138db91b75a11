"""Maps in a real browser: how large, how soon there, how smooth; beside pyvis as it comes, cytoscape.js and sigma.js.

    .venv/bin/python benchmarks/map.py [--small]

Frames are those between real mouse moves and turns of the wheel. The two JavaScript libraries
are taken from the npm registry for the run, and left out where it cannot be reached.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.big_organisation import an_estate

from opmap.graph import Graph, from_estate
from opmap.maps import Asked, Renderer, draw_map
from opmap.maps.layout import BOX, Layout, lay_out
from opmap.maps.seeing import view_of
from opmap.maps.territories import lay_out_estate

if TYPE_CHECKING:
    from opmap.maps.view import View

CYTOSCAPE, SIGMA, GRAPHOLOGY = "cytoscape@3.34.4", "sigma@3.0.3", "graphology@0.26.0"
_ARGUMENTS = "--headless=new --no-sandbox --disable-gpu --enable-precise-memory-info --js-flags=--expose-gc".split()
_FRAMES = """() => { window.frames_ = []; let last = performance.now(); window.running_ = true;
  const tick = (now) => { window.frames_.push(now - last); last = now;
                          if (window.running_) requestAnimationFrame(tick); };
  requestAnimationFrame(tick); }"""
_HEAD = (
    f"{'nodes':>6} {'links':>7}  {'what':<16} {'MB':>6} {'gz':>5} {'opens s':>8} {'drag':>9} {'wheel':>9} "
    f"{'select ms':>9} {'heap MB':>7}"
)
_EMPTY = (
    '<!doctype html><meta charset="utf-8"><div id="network" style="position:fixed;inset:0"></div><script>{}</script>'
)


@dataclass(frozen=True)
class Budget:
    """What a map may cost: megabytes, seconds, frames a second, milliseconds, megabytes."""

    size: float
    opens: float
    frames: float = 55
    slowest: float = 30  # of 95 frames in a hundred
    selects: float = 120
    heap: float = 40


BUDGETS = {
    300: Budget(0.75, 0.6),
    1000: Budget(1.2, 0.9, frames=45),
    10_000: Budget(1.5, 0.4, slowest=20),
    50_000: Budget(7.0, 1.0),
}


def main() -> None:
    """Print a table of budgets and measurements, then the quality of the layouts."""
    from playwright.sync_api import sync_playwright

    sizes = [300, 1000, 2000] if "--small" in sys.argv else [300, 1000, 10_000, 50_000]
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        print(_HEAD)
        for size in sizes:
            graph = from_estate(an_estate(size * 97 // 100))
            for name, html in _pages(graph, Path(folder)):
                _report(browser, graph, name, html, Path(folder) / "page.html", BUDGETS.get(size))
        browser.close()
    for size in sizes[:3]:
        _quality(size)


def _pages(graph: Graph, folder: Path) -> list[tuple[str, str]]:
    """Give the same graph as a page of each program."""
    drawn = draw_map(graph, Asked()).page
    pages = [("opmap", drawn)]
    if len(graph) <= 1100:
        pages.append(("pyvis as it is", _pyvis(graph)))
    if len(graph) <= 11_000:
        pages += [(name, html) for name, html in _others(graph, folder) if html]
    return pages


def _pyvis(graph: Graph) -> str:
    from pyvis.network import Network

    network = Network(cdn_resources="in_line", directed=True)
    network.add_nodes(list(range(len(graph))), label=list(graph.names))
    for one, other in zip(graph.source.tolist(), graph.target.tolist(), strict=True):
        network.add_edge(one, other)
    return str(network.generate_html())


def _others(graph: Graph, folder: Path) -> list[tuple[str, str]]:
    """Give pages of the two JavaScript libraries, placed as our map is."""
    modules = folder / "node_modules"
    if not modules.exists():
        npm = shutil.which("npm")
        said = [
            str(npm),
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            CYTOSCAPE,
            SIGMA,
            GRAPHOLOGY,
        ]
        if not npm or subprocess.run(said, cwd=folder, check=False, capture_output=True).returncode:
            print("cytoscape.js and sigma.js: the npm registry could not be reached")
            modules.mkdir()
    view = view_of(graph)
    layout = lay_out(view) if len(graph) <= 1000 else lay_out_estate(view)
    data = json.dumps({"at": layout.positions, "links": [(link.hurt, link.needed) for link in view.links]})
    ready = "document.documentElement.dataset.ready='yes';"
    cytoscape, sigma = modules / "cytoscape/dist/cytoscape.min.js", modules / "sigma/dist/sigma.min.js"
    found = []
    if cytoscape.exists():
        script = (
            cytoscape.read_text() + f";const d={data};const c=cytoscape({{container:document.getElementById('network'),"
            "elements:[...d.at.map((p,i)=>({data:{id:'n'+i},position:{x:p[0],y:p[1]}})),"
            "...d.links.map((l,i)=>({data:{id:'e'+i,source:'n'+l[0],target:'n'+l[1]}}))],layout:{name:'preset'}});"
            f"c.ready(()=>requestAnimationFrame(()=>{{{ready}}}));"
        )
        found.append(("cytoscape.js", _EMPTY.format(script.replace("</script", "<\\/script"))))
    if sigma.exists():
        graphology = (modules / "graphology/dist/graphology.umd.min.js").read_text()
        script = (
            f"{graphology};{sigma.read_text()};const d={data};const g=new graphology.MultiDirectedGraph();"
            "d.at.forEach((p,i)=>g.addNode(i,{x:p[0],y:-p[1],size:2}));d.links.forEach(l=>g.addEdge(l[0],l[1]));"
            f"new Sigma(g,document.getElementById('network'));requestAnimationFrame(()=>{{{ready}}});"
        )
        found.append(("sigma.js", _EMPTY.format(script.replace("</script", "<\\/script"))))
    return found


def _report(browser: Any, graph: Graph, name: str, html: str, path: Path, budget: Budget | None) -> None:
    path.write_text(html, encoding="utf-8")
    size, packed = len(html.encode()) / 1e6, len(gzip.compress(html.encode())) / 1e6
    page = browser.new_page(viewport={"width": 1400, "height": 860})
    start = f"{len(graph):>6} {len(graph.source):>7}  {name:<16} {size:>6.2f} {packed:>5.2f} "
    try:
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]" if name != "pyvis as it is" else "canvas", timeout=60_000)
        opens = page.evaluate(
            "(performance.getEntriesByName('opmap-painted')[0] ?? { startTime: performance.now() }).startTime / 1000"
        )
        page.wait_for_timeout(500)
        drag, wheel = _frames(page, _drag), _frames(page, _wheel)
        selects = _select(page) if name == "opmap" else 0.0
        page.evaluate("window.gc && gc()")
        heap = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
        print(f"{start}{opens:>8.2f} {drag:>9} {wheel:>9} {selects:>9.0f} {heap:>7.1f}", flush=True)
        if name == "opmap" and budget:
            frames = f"{budget.frames:.0f}/{budget.slowest:.0f}"
            what = f"{'':>15}  {'budget':<16} {budget.size:>6.2f} {'':>5} {budget.opens:>8.2f}"
            print(f"{what} {frames:>9} {frames:>9} {budget.selects:>9.0f} {budget.heap:>7.1f}")
    except Exception as error:  # noqa: BLE001 - a peer that gives up is a result too
        print(f"{start}gave up: {str(error).splitlines()[0][:60]}", flush=True)
    page.close()


def _frames(page: Any, act: Any) -> str:
    """Give the median frames a second and the milliseconds of the slowest twentieth, while something is done."""
    page.evaluate(_FRAMES)
    act(page)
    taken = sorted(page.evaluate("() => { window.running_ = false; return window.frames_.slice(2); }"))
    return f"{1000 / statistics.median(taken):.0f}/{taken[int(len(taken) * 0.95)]:.0f}"


def _drag(page: Any) -> None:
    page.mouse.move(500, 450)
    page.mouse.down()
    for step in range(80):
        page.mouse.move(500 + 3 * (step % 40), 450 + 2 * (step % 40))
        page.wait_for_timeout(12)
    page.mouse.up()


def _wheel(page: Any) -> None:
    for step in range(50):
        page.mouse.wheel(0, -60 if step < 25 else 60)
        page.wait_for_timeout(16)


def _select(page: Any) -> float:
    """Give the milliseconds until the node with most behind it is selected and its blast radius painted; of five."""
    return float(
        statistics.median(
            page.evaluate(
                """async () => { const falls = opmap.model.columns.falls;
                   const order = [...falls.keys()].sort((one, other) => falls[other] - falls[one]).slice(0, 5);
                   const taken = [];
                   for (const place of order) {
                     opmap.page.pick(-1);
                     await new Promise((done) => setTimeout(done, 300));
                     const began = performance.now();
                     opmap.page.pick(place);
                     await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                     taken.push(performance.now() - began);
                   }
                   return taken; }"""
            )
        )
    )


def _quality(size: int) -> None:
    """Say how good a layout is, and how much of it moves when the estate grows by a twentieth."""
    dice = random.Random(3)
    estate = an_estate(size)
    gone = {node.id for node in estate.nodes if node.kind not in {"team", "department"} and dice.random() < 0.05}
    smaller = replace(
        estate,
        nodes=tuple(node for node in estate.nodes if node.id not in gone),
        edges=tuple(edge for edge in estate.edges if edge.source not in gone and edge.target not in gone),
    )
    lay = lay_out if size <= 1000 else lay_out_estate
    before, view = view_of(from_estate(smaller)), view_of(from_estate(estate))
    was = lay(before)
    places = {node.id: point for node, point in zip(before.nodes, was.positions, strict=True)}
    now = lay(view, {**places, **was.strips})
    moved = [
        max(abs(x - places[node.id][0]) / now.width, abs(y - places[node.id][1]) / now.height)
        for node, (x, y) in zip(view.nodes, now.positions, strict=True)
        if node.id in places
    ]
    kind = Renderer.STANDARD if lay is lay_out else Renderer.ESTATE
    down, crossing = _lines(view, now)
    print(
        f"{size:>6} {kind.value:<9} overlaps {_overlaps(now)}, links down {down:.0%}, crossing {crossing:.1%}, "
        f"moved by 5 % more: median {statistics.median(moved):.2%} of the map"
    )


def _overlaps(layout: Layout) -> int:
    rows: dict[int, list[int]] = {}
    for x, y in layout.positions:
        rows.setdefault(y, []).append(x)
    beside = sum(right - left < BOX[0] for xs in rows.values() for left, right in pairwise(sorted(xs)))
    columns: dict[int, list[int]] = {}
    for x, y in layout.positions:
        columns.setdefault(x, []).append(y)
    return beside + sum(below - above < BOX[1] for ys in columns.values() for above, below in pairwise(sorted(ys)))


def _lines(view: View, layout: Layout) -> tuple[float, float]:
    """Give the share of links that point down, and of pairs of links (some, by chance) that cross."""
    at = layout.positions
    lines = [(at[link.hurt], at[link.needed]) for link in view.links if link.sort == "dependency"]
    down = sum(below[1] > above[1] for above, below in lines) / len(lines)
    dice = random.Random(1)
    pairs = [(dice.choice(lines), dice.choice(lines)) for _ in range(20_000)]
    return down, sum(_cross(*one, *other) for one, other in pairs) / len(pairs)


def _cross(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]) -> bool:
    def side(one: tuple[int, int], two: tuple[int, int], point: tuple[int, int]) -> int:
        turn = (two[0] - one[0]) * (point[1] - one[1]) - (two[1] - one[1]) * (point[0] - one[0])
        return (turn > 0) - (turn < 0)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


if __name__ == "__main__":
    main()
