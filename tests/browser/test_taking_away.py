"""What is taken from the map, in both renderers: copied places and commands, files, paper; and what filters leave."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.building import graph_of, node
from tests.unit.maps.organisations import organisation

from opmap.maps import Renderer, map_page

pytestmark = pytest.mark.browser
EXPORTS = {"Drawing (SVG)": "map.svg", "Picture (PNG)": "map.png", "Table (CSV)": "map.csv"}
FACETS = ("Kind", "Department", "Team", "Owner", "Environment", "Risk", "Source", "Known")


@pytest.fixture(scope="module", params=[Renderer.STANDARD, Renderer.ESTATE], ids=lambda one: one.value)
def renderer(request):
    return request.param


@pytest.fixture(scope="module")
def html(renderer):
    return map_page(organisation(160, seed=4), renderer=renderer)


def search(page, name: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def pasted(page) -> str:
    """Give what a paste into the search field gives, and empty it."""
    page.fill("#search", "")
    page.focus("#search")
    page.keyboard.press("Control+V")
    found = page.input_value("#search")
    page.fill("#search", "")
    return found


def test_places_and_commands_are_copied_as_they_stand(opened, html):
    page = opened(html)
    search(page, "host number 138")
    for kind in ("command", "place"):
        button = page.locator(f"#panel .copy.{kind}").first
        button.click()
        page.wait_for_selector(f"#panel .copy.{kind}[data-said=copied]")
        assert pasted(page) == button.inner_text()


def taken(page, button: str) -> bytes:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as loading:
        page.get_by_role("button", name=button, exact=True).click()
    assert loading.value.suggested_filename == EXPORTS[button]
    return Path(loading.value.path()).read_bytes()


def test_each_export_is_a_file_of_what_is_shown(opened, html):
    page = opened(html)
    drawing = taken(page, "Drawing (SVG)").decode()
    assert drawing.startswith("<svg")
    assert "host number" in drawing
    assert taken(page, "Picture (PNG)").startswith(b"\x89PNG")
    rows = list(csv.DictReader(io.StringIO(taken(page, "Table (CSV)").decode("utf-8-sig"))))
    shown = int(page.locator("#status").inner_text().split(" ")[0])
    assert len(rows) == shown
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="Kind: none").click()
    assert len(list(csv.DictReader(io.StringIO(taken(page, "Table (CSV)").decode("utf-8-sig"))))) == 0


def test_the_menu_prints(opened, html):
    page = opened(html)
    page.evaluate("window.printed = 0; addEventListener('beforeprint', () => { window.printed += 1; }); 0")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Print").click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.printed") == 1


def test_the_legend_names_the_layers_that_are_there(opened, html):
    page = opened(html)
    said = page.locator("#legend").inner_text()
    layers = page.evaluate(
        "[...new Set([...opmap.model.names.keys()].filter((place) => opmap.page.looks.shown[place])"
        ".map((place) => opmap.model.layerOf(place)))]"
    )
    assert layers
    assert all(layer in said for layer in layers)


def test_every_filter_says_what_remains_and_keeps_its_word(opened, renderer):
    kinds = {"a": "service", "b": "workflow", "c": "datastore", "d": "service"}
    nodes = {
        name: node(name, kind, environment=("production", "test")[at % 2])
        for at, (name, kind) in enumerate(kinds.items())
    }
    graph = graph_of("a calls b", "b stored in c", "d calls a", "a owned by Red", "Red member of Claims",
                     "b owned by Blue", "Blue member of Finance", nodes=nodes,
                     Red="team", Blue="team", Claims="department", Finance="department")  # fmt: skip
    page = opened(map_page(graph, renderer=renderer))
    page.get_by_role("button", name="Filter").click()
    tried = []
    for title in FACETS:
        group = page.locator("#filters fieldset").filter(has=page.locator("legend", has_text=title))
        rows = group.locator("label")
        for at in range(rows.count()):
            remaining = [int(one.replace(",", "")) for one in rows.locator("output").all_inner_texts()]
            rows.nth(at).locator("input").uncheck()
            shown = int(page.locator("#status").inner_text().split(" ")[0])
            assert shown == sum(remaining) - remaining[at], (title, at)
            rows.nth(at).locator("input").check()
            tried.append(title)
    assert {"Kind", "Department", "Team", "Owner", "Environment", "Risk"} <= set(tried)
