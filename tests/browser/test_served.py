"""The served map in a real browser: it loads itself anew after a scan, and what was selected stays selected."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from tests.browser.conftest import Watched

from opmap import app
from opmap.app.drawing import MapWish
from opmap.app.serving import Serving

INVENTORY = "opmap: 1\nscope: shop\nnodes:\n  - {id: web, kind: service}\n  - {id: cart, kind: service}\n"


def test_a_scan_reaches_the_page_and_the_selection_stays(browser, tmp_path: Path) -> None:
    folder, store = tmp_path / "estate", tmp_path / "map.db"
    folder.mkdir()
    (folder / "inventory.yaml").write_text(INVENTORY, encoding="utf-8")
    app.scan([folder], store_path=store)
    serving = Serving(MapWish(), store, 0)
    Thread(target=serving.run, daemon=True).start()
    page = browser.new_page()
    watched = Watched()
    watched.watch(page)
    try:
        page.goto(serving.address)
        page.wait_for_selector("html[data-ready]")
        page.keyboard.press("/")
        page.keyboard.type("cart")
        page.keyboard.press("Enter")
        page.wait_for_url("**#*")
        chosen = page.url
        more = f"{INVENTORY}  - {{id: stock, kind: datastore}}\n"
        (folder / "inventory.yaml").write_text(more, encoding="utf-8")
        app.scan([folder], store_path=store)
        page.wait_for_selector("script[data-shown^='2-']", state="attached", timeout=20_000)
        page.wait_for_selector("html[data-ready]")
        assert page.url.startswith(chosen)
        assert "stock" in page.content()
    finally:
        page.close()
        serving.close()
    assert watched.errors == []
    assert {url.removeprefix(serving.address) for url in watched.requests} <= {"", "newest", "favicon.ico"}
