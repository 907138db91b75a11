"""The map, as people use it, whichever renderer draws it."""

from __future__ import annotations

import csv
import io
import random
import re

import pytest
from tests.building import edge, graph_of, node
from tests.unit.maps.organisations import organisation
from tests.unit.maps.test_overlaps import fighting

from opmap.analyses.blasting import blast
from opmap.analyses.owning import owning
from opmap.kinds import State
from opmap.maps import Renderer, map_page

pytestmark = pytest.mark.browser


PIXELS = """([red, green, blue]) => { const canvas = document.createElement("canvas");
    const shown = document.querySelector("#network canvas");
    [canvas.width, canvas.height] = [shown.width, shown.height];
    const ctx = canvas.getContext("2d", { willReadFrequently: true });
    ctx.drawImage(shown, 0, 0);
    const data = ctx.getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count += 1;
    return count; }"""


@pytest.fixture(scope="module")
def graph():
    """Give a small organisation in which something is single, unowned, possible and lost."""
    return graph_of(
        "Claims Platform member of Claims", "Payments member of Finance",
        "web supports Claims intake", "web calls api", "api stored in db", "web authenticates with login",
        "payout calls login", "payout supports Claims payment", "web owned by Claims Platform",
        "api owned by Claims Platform", "db owned by Claims Platform", "payout owned by Payments",
        "Claims intake owned by Claims Platform", "Claims payment owned by Payments", "api calls lost",
        "login owned by Platform", "Platform on call for login", "person:ruth@example.org on call for login",
        "person:ruth@example.org member of Platform",
        edge("web calls guess", certainty="possible"), edge("payout monitored by watcher"),
        nodes={
            "lost": node("lost", state=State.DANGLING),
            "db": node("db", "datastore", environment="production"),
            "login": node("login", "identity provider", label="Identity provider"),
            "person:ruth@example.org": node("person:ruth@example.org", "person", label="Ruth Okafor"),
        },
        **{
            "Claims": "department", "Finance": "department", "Claims Platform": "team", "Payments": "team",
            "Platform": "team",
            "Claims intake": "capability", "Claims payment": "capability", "watcher": "monitoring",
        },
    )  # fmt: skip


@pytest.fixture(scope="module", params=[Renderer.STANDARD, Renderer.ESTATE], ids=lambda one: one.value)
def renderer(request):
    return request.param


@pytest.fixture(scope="module")
def html(graph, renderer):
    return map_page(graph, renderer=renderer)


def panel(page) -> str:
    return page.locator("#panel").inner_text()


def status(page) -> str:
    return page.locator("#status").inner_text()


def select(page, name: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def point_of(page, name: str) -> dict[str, float]:
    return page.evaluate(
        """(name) => { const at = opmap.page.picture.pointOf(opmap.model.names.indexOf(name));
           const box = document.getElementById("network").getBoundingClientRect();
           return { x: at.x + box.x, y: at.y + box.y }; }""",
        name,
    )


def test_at_first_sight_the_map_says_what_it_is_of_and_what_is_riskiest(opened, html):
    page = opened(html)
    said = panel(page)
    assert "outcomes that must go on working" in said
    assert "THE RISKIEST" in said
    assert "WHAT WAS NOT SEEN" in said
    assert "Snapshot 0" in said
    assert status(page).startswith("10 of 16 nodes, 8 of 21 relations. Not drawn: 6 people")


def test_the_picture_is_not_blank(opened, html):
    page = opened(html)
    colours = page.evaluate(
        """() => { const canvas = document.querySelector("#network canvas");
           const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
           const seen = new Set();
           for (let at = 0; at < data.length; at += 400) seen.add(data.slice(at, at + 3).join());
           return seen.size; }"""
    )
    assert colours > 10


def test_search_finds_by_name_owner_and_kind_as_one_types(opened, html):
    page = opened(html)
    page.keyboard.press("/")
    page.keyboard.type("ident")
    assert page.locator("#hits li").all_inner_texts()[0].startswith("Identity provider")
    page.fill("#search", "payments")
    assert any("payout" in text for text in page.locator("#hits li").all_inner_texts())
    page.fill("#search", "capability")
    assert page.locator("#hits li").count() == 2
    page.fill("#search", "no such thing at all")
    assert "Nothing on this map" in page.locator("#hits").inner_text()


def test_within_five_steps_a_stranger_finds_what_fails_with_the_identity_provider_whom_to_call_and_why(opened, html):
    page = opened(html)
    select(page, "identity")
    said = panel(page)
    assert "If it fails, at least 4 nodes are hit" in said
    assert "Call Platform (on call), Ruth Okafor (on call)" in said.replace("\n", "")
    assert "Tell Claims Platform" in said
    assert "file.yaml:1" in said
    assert "opmap blast 'Identity provider'" in said
    page.get_by_role("button", name="Why Claims intake is hit").click()
    said = panel(page)
    assert "Claims intake needs Identity provider" in said
    assert "web authenticates with Identity provider" in said
    assert said.count("file.yaml:1") == 2
    page.locator("#panel").get_by_role("button", name="← Identity provider").click()
    page.locator("#panel").get_by_role("button", name="Platform", exact=True).click()
    said = panel(page)
    assert "In it: Ruth Okafor" in said
    page.locator("#panel").get_by_role("button", name="Ruth Okafor").first.click()
    assert "ruth@example.org" in panel(page)


def test_a_click_on_a_box_selects_it_and_one_beside_it_lets_go(opened, html):
    page = opened(html)
    at = point_of(page, "api")
    page.mouse.click(at["x"], at["y"])
    assert page.locator("#panel h2").inner_text().strip() == "api"
    page.locator("#panel").get_by_text("← Overview").click()
    assert "THE RISKIEST" in panel(page)


def test_what_watches_a_node_is_none_of_its_needs(opened, html):
    page = opened(html)
    select(page, "payout")
    said = panel(page)
    needs = said.index("NEEDS DIRECTLY (1)")
    assert needs < said.index("OTHER RELATIONS (2)") < said.index("watcher")
    page.get_by_role("button", name="Table").click()
    row = page.locator("#table tbody tr", has=page.get_by_role("button", name="payout", exact=True))
    assert row.locator("td").nth(6).inner_text() == "1"


def test_counts_in_the_panel_equal_the_answers_of_the_engine(opened, renderer):
    graph = organisation(120, seed=9)
    page = opened(map_page(graph, renderer=renderer))
    chance = random.Random(5)
    for number in chance.sample(range(len(graph)), 25):
        for depth in (0, 2):
            page.evaluate("([place, depth]) => opmap.page.change({ selected: place, depth })", [number, depth])
            found = blast(graph, [number], depth=depth)
            hits, text = found.hits_in_all, panel(page)
            said = re.search(r"at least ([\d,]+) nodes? (?:is|are) hit", text)
            assert int(said[1].replace(",", "")) if said else hits == 0
            assert (int(said[1]) if said else 0) == hits
            if hits:
                assert_tells(text, found)


def assert_tells(text: str, found) -> None:
    """Assert that the panel names whom to tell as the answer does, and how much has no owner."""
    said = re.search(r"^Tell (.+?)(?: and (\d+) more)?\.$", text, re.MULTILINE)
    named = [(name, int(number)) for name, number in re.findall(r"(?:^|, )(.+?) \((\d+)\)", said[1])] if said else []
    assert set(named) <= {(one.name, number) for one, number in found.tell}
    assert [number for _, number in named] == [number for _, number in found.tell[:6]]
    assert int((said and said[2]) or 0) == len(found.tell) - len(named)
    unowned = re.search(r"Without an owner: (\d+) of", text)
    assert (int(unowned[1]) if unowned else 0) == found.without_owner


def test_who_has_left_is_neither_called_nor_told_and_what_they_alone_owned_has_no_owner(opened, renderer):
    graph = graph_of(
        "web calls api", "api calls db", "web owned by ana", "api owned by ana", "api owned by bob",
        "db owned by Platform", "job calls db",
        nodes={"ana": node("ana", "person", left="2026-04-30")}, bob="person", Platform="team",
    )  # fmt: skip
    page = opened(map_page(graph, renderer=renderer))
    select(page, "db")
    text = panel(page)
    assert "Tell Platform (1), bob (1)." in text
    assert "Without an owner: 1 of 3 nodes hit." in text
    assert_tells(text, blast(graph, [graph.number["db"]]))
    select(page, "api")
    assert "Call bob. ana left on 2026-04-30." in panel(page).replace("\n", "")
    select(page, "web")
    said = panel(page).replace("\n", "")
    assert "Nobody answers for it any more: ana left on 2026-04-30." in said
    assert "no owner" in said
    page.locator("#panel").get_by_text("← Overview").click()
    layer = page.locator(".switches label", has_text="No owner").locator("output")
    assert int(layer.inner_text()) == sum(len(gap.members) for gap in owning(graph).gaps)


def test_depth_and_direction_change_what_is_shown(opened, html):
    page = opened(html)
    select(page, "db")
    assert "at least 3 nodes are hit" in panel(page)
    page.get_by_role("group", name="Steps").get_by_role("button", name="1", exact=True).click()
    assert "at least 1 node is hit within 1 step" in panel(page)
    page.get_by_role("button", name="What it needs").click()
    assert "Nothing is known of what it needs" in panel(page)


def test_filters_say_how_many_remain_and_take_nodes_away(opened, html):
    page = opened(html)
    page.get_by_role("button", name="Filter").click()
    box = page.locator("#filters label", has_text="capability")
    assert box.locator("output").inner_text() == "2"
    before = status(page)
    box.locator("input").uncheck()
    assert "2 nodes filtered out" in status(page)
    assert before != status(page)
    team = page.locator("#filters label", has_text="Finance · Payments")
    assert team.locator("output").inner_text() == "1"
    page.get_by_role("button", name="Show everything").click()
    assert status(page) == before


def test_layers_can_be_switched_and_hidden_relations_are_counted(opened, html):
    page = opened(html)
    before = status(page)
    page.locator(".switches label", has_text="Possible relations").locator("input").uncheck()
    assert status(page) != before
    page.locator(".switches label", has_text="People and organisation").locator("input").check()
    assert "people, teams and systems" not in status(page)


def test_overlaps_are_a_layer_that_can_be_switched_and_say_with_whom(opened, renderer):
    graph = fighting("one", "two", "three")
    page = opened(map_page(graph, renderer=renderer))
    assert "overlap" in page.locator("#legend").inner_text()
    row = page.locator(".switches label", has_text="Automations that overlap")
    assert row.locator("output").inner_text() == "3"
    waves = page.evaluate("opmap.svgOf().split('#a3267d').length")
    with_waves = page.evaluate(PIXELS, [163, 38, 125])
    row.locator("input").uncheck()
    page.wait_for_timeout(200)
    assert page.evaluate("opmap.svgOf().split('#a3267d').length") == 1 < waves
    assert page.evaluate(PIXELS, [163, 38, 125]) == 0 < with_waves
    assert "m=-overlaps" in page.evaluate("location.hash")
    select(page, "two")
    said = panel(page)
    assert "Conflicting writers, with" in said
    assert "OVERLAPS WITH" in said
    page.locator("#panel h3", has_text="Overlaps with").locator("+ *").get_by_role("button", name="three").click()
    assert page.locator("#panel h2").inner_text().strip() == "three"


def test_the_way_between_two_nodes_is_shown_with_its_evidence(opened, html):
    page = opened(html)
    select(page, "db")
    page.get_by_role("button", name="Show the way to").click()
    page.keyboard.type("claims intake")
    page.keyboard.press("Enter")
    said = panel(page)
    assert "Claims intake needs db" in said
    assert "3 steps" in said
    assert "opmap why 'Claims intake' db" in said


def test_why_something_is_hit_is_the_way_along_which_it_is_hit_and_not_a_shorter_one(opened, renderer):
    graph = graph_of(
        edge("portal supports Intake", strength="soft"), "portal authenticates with login",
        edge("Intake calls gateway", strength="hard"), "gateway calls router", "router calls login",
        nodes={"login": node("login", "identity provider")}, Intake="capability",
    )  # fmt: skip
    page = opened(map_page(graph, renderer=renderer))
    select(page, "login")
    page.get_by_role("button", name="Why Intake is hit").click()
    said = panel(page)
    assert "3 steps; the way along which it is hit" in said
    assert [one for one in ("gateway", "router", "portal") if f"calls {one}" in said] == ["gateway", "router"]
    assert "portal" not in said
    assert "opmap blast login" in said


def test_why_a_node_is_without_an_owner_is_shown_though_no_outage_travels_there(opened, renderer):
    graph = graph_of("web owned by Ruth", "web calls db", Ruth="person")
    page = opened(map_page(graph, renderer=renderer))
    select(page, "web")
    page.locator("#panel").get_by_role("button", name="Ruth").first.click()
    page.get_by_role("button", name="Why web is hit").click()
    assert "web owned by Ruth" in panel(page)


def test_where_the_way_of_a_hit_is_not_all_on_the_map_the_panel_says_so(opened, renderer):
    graph = graph_of("web built from code", "code owned by Ruth", "web calls db", code="repository", Ruth="person")
    page = opened(map_page(graph, renderer=renderer))
    select(page, "web")
    page.locator("#panel").get_by_role("button", name="Ruth").first.click()
    page.get_by_role("button", name="Why web is hit").click()
    said = panel(page)
    assert "web is hit when Ruth fails" in said
    assert "opmap blast Ruth" in said


def test_where_there_is_no_way_the_panel_says_so(opened, html):
    page = opened(html)
    select(page, "db")
    page.get_by_role("button", name="Show the way to").click()
    page.keyboard.type("payout")
    page.keyboard.press("Enter")
    assert "No way between them" in panel(page)


def test_the_table_holds_the_same_nodes_sorts_and_selects(opened, html):
    page = opened(html)
    page.get_by_role("button", name="Table").click()
    rows = page.locator("#table tbody tr")
    assert rows.count() == int(re.match(r"(\d+) of", status(page))[1])
    page.locator("#table").get_by_role("button", name="Name").click()
    names = page.locator("#table tbody tr td:first-child").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    page.locator("#table tbody").get_by_role("button", name="payout").click()
    assert page.locator("#table").is_hidden()
    assert page.locator("#panel h2").inner_text().strip() == "payout"


def test_a_deep_link_restores_what_was_seen_and_back_goes_back(opened, html):
    page = opened(html)
    select(page, "db")
    page.get_by_role("group", name="Steps").get_by_role("button", name="2", exact=True).click()
    address = page.evaluate("location.hash")
    other = opened(html, address)
    assert other.locator("#panel h2").inner_text().strip() == "db"
    assert "within 2 steps" in panel(other)
    page.go_back()
    page.wait_for_timeout(100)
    assert "within 2 steps" not in panel(page)
    page.go_back()
    page.wait_for_timeout(100)
    assert "THE RISKIEST" in panel(page)
    page.go_forward()
    page.wait_for_timeout(100)
    assert page.locator("#panel h2").inner_text().strip() == "db"


def test_everything_is_reached_by_the_keyboard_alone(opened, html):
    page = opened(html)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.locator("#table").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#table").is_hidden()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert {"search", "open-filters", "open-table", "open-export", "theme", "network", "zoom-in", "node"} <= reached
    page.focus("#network")
    before = page.evaluate("opmap.page.picture.view().x")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("opmap.page.picture.view().x") > before
    scale = page.evaluate("opmap.page.picture.scale()")
    page.keyboard.press("+")
    assert page.evaluate("opmap.page.picture.scale()") > scale


def test_escape_lets_go_of_the_selection(opened, html):
    page = opened(html)
    select(page, "db")
    page.keyboard.press("Escape")
    assert "THE RISKIEST" in panel(page)


def test_hovering_says_what_a_box_is(opened, html):
    page = opened(html)
    at = point_of(page, "api")
    page.mouse.move(at["x"], at["y"])
    page.mouse.move(at["x"] + 2, at["y"] + 1)
    page.wait_for_selector("#tip:not([hidden])")
    assert "api" in page.locator("#tip").inner_text()


def test_exports_hold_the_links_and_the_names(opened, html):
    page = opened(html)
    svg = page.evaluate("opmap.svgOf()")
    assert svg.count("<path") > 12
    assert "Identity" in svg
    rows = list(csv.reader(io.StringIO(page.evaluate("opmap.csvOf()"))))
    assert rows[0][:2] == ["Id", "Name"]
    assert {"db", "web"} <= {row[0] for row in rows}
    size = page.evaluate("opmap.pictureOf().toDataURL('image/png').length")
    assert size > 20_000
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as loading:
        page.get_by_role("button", name="Drawing (SVG)").click()
    assert loading.value.suggested_filename == "map.svg"


def test_dark_and_light_follow_the_system_and_the_button(opened, html):
    page = opened(html, color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_a_phone_shows_the_map_and_the_panel_without_scrolling_sideways(opened, html):
    page = opened(html, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#network").bounding_box()["height"] > 250
    assert page.locator("#panel").bounding_box()["height"] > 250
    at = point_of(page, "api")
    page.touchscreen.tap(at["x"], at["y"])
    page.wait_for_timeout(500)
    assert page.locator("#panel h2").inner_text().strip() == "api"


def test_on_a_phone_the_table_and_the_filters_take_turns_and_elsewhere_stand_side_by_side(opened, html):
    for width, both in ((390, False), (1400, True)):
        page = opened(html, viewport={"width": width, "height": 844})
        button = page.get_by_role("button", name="Filter").first
        button.click()
        page.evaluate("opmap.page.table(true)")
        assert page.locator("#table").is_visible()
        assert page.locator("#filters").is_visible() == both
        assert button.get_attribute("aria-expanded") == str(both).lower()
        page.evaluate("opmap.page.filters(true)")
        assert page.locator("#filters").is_visible()
        assert page.locator("#table").is_visible() == both


def test_an_empty_map_opens_and_says_so(opened, renderer):
    page = opened(map_page(graph_of(), renderer=renderer))
    assert "0 nodes" in panel(page)


@pytest.mark.parametrize("things", [960, 3000])
def test_a_large_map_opens_and_answers(opened, things):
    page = opened(map_page(organisation(things, teams=24)))
    assert f"of {things + 27:,} nodes" in status(page)
    select(page, f"vendor number {things - 10}")
    assert "are hit" in panel(page)
