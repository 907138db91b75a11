"""Take the pictures that the documentation shows: the demonstration on a terminal, and its map in a browser.

Run it with ``make pictures``. It needs Chromium, and nothing from the network.
"""

from __future__ import annotations

import html
import os
import pty
import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COLUMNS = 146
KEY = "OpenAI production"
_TONES = {"31": "bad", "33": "warn", "2": "faint", "32": "good", "1": "strong"}
_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #10151d; }
pre { display: inline-block; margin: 0; padding: 22px 26px; color: #d8dee9; background: #10151d;
  font: 14px/1.36 "DejaVu Sans Mono", "Liberation Mono", monospace; }
.bad { color: #ff7b72 } .warn { color: #e3b341 } .faint { color: #8b949e } .good { color: #7ee787 }
.strong { font-weight: bold; color: #fff }
</style><pre>%s</pre>"""


def main() -> None:
    """Lay the sample out, and take every picture."""
    program = next(found for name in BROWSERS if (found := shutil.which(name)))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.chdir(folder)
        said = demonstrated().replace(str(Path(folder).resolve()), "/home/you/opmap")
        browser = playwright.chromium.launch(executable_path=program, args=["--headless=new", "--no-sandbox"])
        photograph_terminal(browser, f"$ make demo\n{said}", Path(folder) / "terminal.html")
        page = (Path(folder) / "demo" / "map.html").as_uri()
        photograph_map(browser, page, "map.png")
        photograph_map(browser, f"{page}#n={quote(node_called('Identity provider (Keycloak)'))}", "map-selected.png")
        photograph_map(browser, f"{page}#n={quote(node_called(KEY))}", "map-dark.png", scheme="dark")
        photograph_report(browser, Path(folder) / "demo" / "report.html")
        photograph_map(browser, large_map(Path(folder) / "estate.html"), "map-estate.png")
        browser.close()


def demonstrated() -> str:
    """Run the demonstration on a terminal of its own, and give what stands on it, colours included."""
    os.environ |= {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    os.environ.pop("NO_COLOR", None)
    said: list[bytes] = []

    def listen(terminal: int) -> bytes:
        said.append(os.read(terminal, 65536))
        return b" "  # the real terminal stays quiet

    pty.spawn([sys.executable, "-m", "opmap", "demo", "demo"], listen)
    text = b"".join(said).decode().replace("\r\n", "\n")
    return re.sub(r"[^\n]*\r", "", text)  # what was written over no longer stands there


def large_map(path: Path) -> str:
    """Draw a generated estate of 2,000 nodes; give the address of the page."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from benchmarks.big_organisation import organisation

    from opmap.maps import map_page

    path.write_text(map_page(organisation(2000)), encoding="utf-8")
    return path.as_uri()


def node_called(name: str) -> str:
    """Give the id of a node of the sample."""
    import opmap

    return opmap.show(opmap.open("demo/.opmap/opmap.db"), name).node.id


def photograph_terminal(browser: Browser, text: str, path: Path) -> None:
    """Draw what stands on a terminal."""
    path.write_text(_TERMINAL % coloured(text), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.goto(path.as_uri())
    page.locator("pre").screenshot(path=PICTURES / "terminal.png")
    page.close()


def coloured(text: str) -> str:
    r"""Turn the colours of a terminal into those of a page.

    >>> coloured("\x1b[31mdown\x1b[0m <now>")
    '<span class="bad">down</span> &lt;now&gt;'
    """
    pieces = re.split(r"\x1b\[([0-9;]*)([A-Za-z])", text)
    found = html.escape(pieces[0])
    for code, kind, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        mark = "" if kind != "m" else f'<span class="{_TONES[code]}">' if code in _TONES else "</span>"
        found += mark + html.escape(rest)
    return found


def photograph_map(browser: Browser, address: str, name: str, scheme: str = "light") -> None:
    """Draw the map as it opens."""
    page = browser.new_page(viewport={"width": 1400, "height": 860}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address)
    page.wait_for_timeout(2500)
    page.screenshot(path=PICTURES / name)
    page.close()


def photograph_report(browser: Browser, path: Path) -> None:
    """Write the report beside the map, and draw its first page and one single point."""
    from opmap.app.reporting import ReportWish, report

    path.write_text(report(ReportWish(map_name="map.html"), path.parent / ".opmap" / "opmap.db"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 1100})
    page.goto(path.as_uri())
    page.screenshot(path=PICTURES / "report.png")
    page.locator("#point-1").screenshot(path=PICTURES / "report-point.png")
    page.close()


if __name__ == "__main__":
    main()
