"""A real browser for pages from disk, and a watch over what a page does there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.parts import program

ARGUMENTS = """
    --headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update
    --disable-sync --no-first-run
""".split()
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Give a browser, or skip by name where there is none."""
    found = program("Chromium", *BROWSERS)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watched:
    """What a page did that none may do."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def watch(self, page) -> None:
        page.on("console", lambda said: self.errors.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: self.requests.append(asked.url))


@pytest.fixture
def opened(browser, tmp_path: Path) -> Iterator[Callable]:
    """Give a function that opens a page from disk; afterwards no page may have erred or asked for anything."""
    made = []

    def open_page(html: str, address: str = "", ready: str = "html[data-ready]", **context):
        path = tmp_path / f"map-{len(made)}.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        context.setdefault("viewport", {"width": 1400, "height": 860})
        place = browser.new_context(**context)
        page = place.new_page()
        watched = Watched()
        watched.watch(page)
        page.goto(path.as_uri() + address)
        page.wait_for_selector(ready)
        made.append((place, watched, path.as_uri()))
        return page

    yield open_page
    for place, watched, uri in made:
        place.close()
        assert watched.errors == []
        outside = [asked for asked in watched.requests if not asked.startswith((uri, "blob:", "data:"))]
        assert outside == []
