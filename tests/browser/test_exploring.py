"""Going about on the map: territories, focus, the way back, other snapshots, people, and who cannot see it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.building import edge, graph_of, node
from tests.parts import lacking
from tests.unit.maps.organisations import organisation

from opmap.maps import Asked, Renderer, draw_map, map_page

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module", params=[Renderer.STANDARD, Renderer.ESTATE], ids=lambda one: one.value)
def renderer(request):
    return request.param


@pytest.fixture(scope="module")
def graph():
    return organisation(160, seed=4)


@pytest.fixture(scope="module")
def html(graph, renderer):
    return map_page(graph, renderer=renderer)


@pytest.fixture(scope="module")
def peopled():
    """Give a small organisation with people in names, owners, texts and paths."""
    return graph_of(
        "web calls pay", "pay approved by ruth", "web owned by ruth", "pay owned by Payments",
        "ruth member of Payments",
        nodes={
            "ruth": node("ruth", "person", label="Ruth Okafor", mail="ruth.okafor@example.org"),
            "web": node("web", description="Ask Ruth Okafor <ruth.okafor@example.org> first"),
        },
        Payments="team",
    )  # fmt: skip


def panel(page) -> str:
    return page.locator("#panel").inner_text()


def pick(page, name: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def violations(page) -> list[tuple[str, list[str]]]:
    if not AXE.exists():
        lacking("axe-core is not installed: make script")
    page.evaluate(f"{AXE.read_text(encoding='utf-8')}; 0")
    found = page.evaluate("(async () => (await axe.run()).violations)()")
    return [(one["id"], [str(where["target"]) for where in one["nodes"]]) for one in found]


def test_focus_redraws_the_blast_radius_in_columns_by_distance_and_escape_leaves_it(opened, html):
    page = opened(html)
    pick(page, "host number 138")
    page.get_by_role("button", name="Focus").click()
    columns = page.evaluate("opmap.page.focus.land.departments.map((area) => [area[0], area[1], area[5]])")
    hits = page.evaluate("opmap.falls(opmap.page.state.selected).hits.map((hit) => hit.depth)")
    assert columns[0][0] == "Selected"
    assert [number for _, _, number in columns[1:]] == [hits.count(depth) for depth in sorted(set(hits))]
    assert [left for _, left, _ in columns] == sorted(left for _, left, _ in columns)
    assert "focus=yes" in page.evaluate("location.hash")
    page.keyboard.press("Escape")
    assert page.locator("#focus").is_hidden()
    assert "host number 138" in panel(page)
    page.focus("#panel")
    page.keyboard.press("f")
    assert page.locator("#focus").is_visible()


def test_a_box_of_the_focus_can_be_clicked(opened, html):
    page = opened(html)
    pick(page, "host number 138")
    page.get_by_role("button", name="Focus").click()
    place = page.evaluate("opmap.page.focus.land.members[1][0]")
    at = page.evaluate("(place) => opmap.page.focus.pointOf(place)", place)
    box = page.locator("#focus").bounding_box()
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    assert page.evaluate("opmap.page.state.selected") == place


def test_what_was_looked_at_is_a_trail_that_leads_back(opened, html):
    page = opened(html)
    pick(page, "host number 138")
    pick(page, "host number 139")
    trail = page.locator("#trail button")
    assert trail.all_inner_texts() == ["host number 138", "host number 139"]
    trail.first.click()
    assert "host number 138" in panel(page)
    page.get_by_role("button", name="Back").click()
    page.wait_for_timeout(150)
    assert "host number 139" in panel(page)
    page.get_by_role("button", name="Forward").click()
    page.wait_for_timeout(150)
    assert "host number 138" in panel(page)


def test_the_minimap_shows_where_one_is_and_goes_where_it_is_clicked(opened, html):
    page = opened(html)
    page.evaluate("opmap.page.picture.zoom(4)")
    page.wait_for_selector("#minimap:not([hidden])")
    before = page.evaluate("opmap.page.picture.view()")
    box = page.locator("#minimap").bounding_box()
    page.mouse.click(box["x"] + 30, box["y"] + 30)
    after = page.evaluate("opmap.page.picture.view()")
    assert (after["x"], after["y"]) != (before["x"], before["y"])
    assert after["scale"] == before["scale"]


def test_an_address_keeps_the_part_of_the_picture_that_was_seen(opened, html):
    page = opened(html)
    page.evaluate("opmap.page.picture.look({ x: 400, y: 300, scale: 0.9 })")
    page.wait_for_timeout(700)
    address = page.evaluate("location.hash")
    view = opened(html, address).evaluate("opmap.page.picture.view()")
    assert (round(view["x"]), round(view["y"]), round(view["scale"], 2)) == (400, 300, 0.9)


def test_relations_can_be_filtered_by_how_sure_they_are(opened):
    graph = graph_of("a calls b", edge("b calls c", certainty="probable"), edge("c calls d", certainty="possible"))
    page = opened(map_page(graph))
    assert "3 of 3 relations" in page.locator("#status").inner_text()
    page.get_by_role("button", name="Filter").click()
    page.locator("#filters label", has_text="probable").locator("input").uncheck()
    assert "2 of 3 relations" in page.locator("#status").inner_text()


def test_a_long_facet_is_folded_and_its_counts_follow_the_others(opened):
    page = opened(map_page(organisation(400, teams=40)))
    page.get_by_role("button", name="Filter").click()
    page.locator("#filters").get_by_role("button", name="more").first.click()
    assert page.locator("#filters fieldset", has_text="Team").locator("input").count() >= 40
    page.get_by_role("button", name="Department: none").click()
    assert page.locator("#status").inner_text().startswith("0 of")
    page.get_by_role("button", name="Department: all").click()
    assert not page.locator("#status").inner_text().startswith("0 of")


def test_a_territory_is_entered_by_a_click_and_says_what_it_leans_on(opened):
    page = opened(map_page(organisation(3000, teams=30), renderer=Renderer.ESTATE))
    at = page.evaluate(
        """() => { const picture = opmap.page.main; const [, x, y, width] = opmap.model.departments[0];
           const [cx, cy] = [x + width / 2, y + 10]; const { camera } = picture;
           return { x: (cx - camera.x) * camera.scale + camera.width / 2,
                    y: (cy - camera.y) * camera.scale + camera.height / 2 }; }"""
    )
    box = page.locator("#network").bounding_box()
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    said = panel(page)
    assert "LEANS ON" in said
    assert "TEAMS" in said
    assert "without an owner" in said
    address = page.evaluate("location.hash")
    again = opened(map_page(organisation(3000, teams=30)), address)
    assert again.locator("#panel h2").inner_text() in said
    page.locator("#panel .node", has=page.locator(".land")).first.click()
    page.wait_for_timeout(500)
    assert page.evaluate("opmap.page.main.scale()") > 0


def test_from_afar_links_are_drawn_together_and_that_is_said(opened):
    page = opened(map_page(organisation(3000, teams=30)))
    assert "drawn together between" in page.locator("#summary").inner_text()
    page.evaluate("opmap.page.main.show([5], false)")
    for _ in range(40):
        if page.locator("#summary").inner_text() == "":
            break
        page.wait_for_timeout(50)
    assert page.locator("#summary").inner_text() == ""


def test_drag_wheel_and_double_click_move_the_estate(opened):
    page = opened(map_page(organisation(3000, teams=30)))
    box = page.locator("#network").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    start = page.evaluate("opmap.page.picture.view()")
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 120, middle[1] + 40, steps=4)
    page.mouse.up()
    moved = page.evaluate("opmap.page.picture.view()")
    assert moved["x"] < start["x"]
    assert panel(page).startswith("No source") or "THE RISKIEST" in panel(page)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(60)
    nearer = page.evaluate("opmap.page.picture.view()")
    assert nearer["scale"] > moved["scale"]
    page.mouse.dblclick(*middle)
    page.wait_for_timeout(500)
    assert page.evaluate("opmap.page.picture.view().scale") > nearer["scale"]


def test_what_is_new_changed_and_gone_since_a_snapshot_is_marked(opened, renderer):
    before = graph_of("a calls b", "b calls c", "lost calls b")
    after = graph_of("a calls b", "b calls c", "c calls fresh", nodes={"b": node("b", environment="production")})
    drawn = draw_map(replace(after, snapshot=2), Asked(renderer=renderer, before=replace(before, snapshot=1)))
    page = opened(drawn.page)
    said = panel(page)
    assert "SINCE SNAPSHOT 1" in said
    assert "1 new, 2 changed, 0 not seen, 1 node gone" in said
    badges = re.findall(r">([?+~])</text>", page.evaluate("opmap.svgOf()"))
    assert sorted(badges) == ["+", "?", "?", "?", "?", "~", "~"]  # what is new has no owner either
    pick(page, "fresh")
    assert "Not there in snapshot 1" in panel(page)
    page.get_by_role("button", name="Filter").click()
    page.locator("#filters label", has_text="as before").locator("input").uncheck()
    assert page.locator("#status").inner_text().startswith("3 of")


def test_a_map_without_people_names_nobody_anywhere(opened, peopled, renderer):
    names = ("Ruth", "Okafor", "okafor@example.org")
    page = opened(map_page(peopled, renderer=renderer))
    pick(page, "web")
    assert "Ruth Okafor" in panel(page)
    mailed = page.evaluate("opmap.veiledPage()")
    drawn = draw_map(peopled, Asked(renderer=renderer, people=False)).page
    for html in (mailed, drawn):
        other = opened(html)
        for place in range(len(peopled)):
            other.evaluate("(place) => opmap.page.pick(place)", place)
            said = other.locator("body").inner_text() + other.evaluate("document.title + opmap.csvOf() + opmap.svgOf()")
            assert not any(name in said for name in names)
        assert "Person 1" in other.evaluate("opmap.csvOf()")
        assert not any(name in html for name in names)


def test_the_button_gives_the_map_without_people(opened, peopled):
    page = opened(map_page(peopled))
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as loading:
        page.get_by_role("button", name="without people").click()
    assert loading.value.suggested_filename == "map-without-people.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_out_who_cannot_see_or_point(opened, html, scheme):
    page = opened(html, color_scheme=scheme)
    page.evaluate("opmap.page.filters(true)")
    assert violations(page) == []
    pick(page, "host number 138")
    assert violations(page) == []
    page.evaluate("opmap.page.table(true)")
    assert violations(page) == []


def test_a_large_estate_is_exported_with_everything_on_it(opened):
    graph = organisation(3400, teams=30)
    page = opened(map_page(graph))
    page.evaluate("opmap.page.pick(5)")
    drawing = page.evaluate("opmap.svgOf()")
    assert drawing.count("<rect") > 3400
    assert page.evaluate("opmap.pictureOf().width") > 2000
    assert len(page.evaluate("opmap.csvOf()").splitlines()) > 3400


def test_the_table_of_a_large_estate_is_turned_page_by_page(opened):
    page = opened(map_page(organisation(3000, teams=30)))
    page.get_by_role("button", name="Table").click()
    assert page.locator("#table tbody tr").count() == 200
    first = page.locator("#table tbody tr").first.inner_text()
    page.get_by_role("button", name="After").click()
    assert "201 to 400" in page.locator("#table caption").inner_text()
    assert page.locator("#table tbody tr").first.inner_text() != first


def test_a_printed_page_shows_the_picture_and_what_is_said(opened, html):
    page = opened(html)
    pick(page, "host number 138")
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("#panel").is_visible()
    assert page.locator("#network").bounding_box()["height"] > 200
