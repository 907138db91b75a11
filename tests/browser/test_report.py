"""The report in a browser: readable without a script, inert whatever names are in it, and for everybody."""

from __future__ import annotations

import re

import pytest
from tests.browser.test_exploring import violations
from tests.browser.test_hostile_map import graph  # noqa: F401 - the fixture with 200 attacks
from tests.building import edge, graph_of, node

from opmap.dossier import Acceptance, Asked, Line, Links, report_page

pytestmark = pytest.mark.browser
ATTACK = "</code></pre><script>hit(1)</script><img src=x onerror=hit(2)>"


@pytest.fixture(scope="module")
def small():
    return graph_of(
        edge("web supports Intake", strength="hard"), edge("web stored in db", strength="hard"), "web owned by Ruth",
        nodes={"db": node("db", "datastore", accept=(("spof", "2031-05-01"),), repair_hours=24),
               "Intake": node("Intake", "capability", tolerance_hours=1)},
        Ruth="person",
    )  # fmt: skip


def asked(**more) -> Asked:
    quote = lambda one: Line(f"{ATTACK} {one.path}")  # noqa: E731 - a line that attacks
    return Asked(**({"today": "2030-01-01", "links": Links("map.html"), "quote": quote} | more))


@pytest.mark.parametrize("policy", ["under its policy", "without a policy"])
def test_200_hostile_names_show_as_text_and_nothing_runs(opened, graph, policy):  # noqa: F811 - the fixture
    accepted = {name: Acceptance(ATTACK, ATTACK) for name in graph.ids}
    html = report_page(graph, asked(accepted=accepted, most=0, links=Links("javascript:hit(3)")))
    if policy == "without a policy":
        html, removed = re.subn(r"<meta http-equiv[^>]*>", "", html)
        assert removed == 1
    page = opened(html, ready="footer")
    assert page.evaluate("typeof window.hit") == "undefined"
    assert page.evaluate("document.querySelectorAll('script, img, iframe, object, embed, base, form').length") == 0
    leads = page.evaluate("[...document.querySelectorAll('a')].map((one) => one.protocol)")
    assert set(leads) == {"file:"}
    attributes = page.evaluate("[...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames())")
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert "<img src=x onerror=hit(2)>" in page.locator("main").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_out_who_cannot_see_or_point(opened, small, scheme):
    page = opened(report_page(small, asked()), ready="footer", color_scheme=scheme)
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 700, 1400])
def test_it_fits_every_width_and_reads_without_scripts(opened, small, width):
    page = opened(
        report_page(small, asked()), ready="footer", viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    assert page.locator("h2").all_inner_texts()[:2] == ["Summary", "What is riskiest"]
    box = page.locator("body").bounding_box()
    assert box["width"] <= width


def test_on_paper_each_section_begins_a_page_and_all_of_it_is_there(opened, small):
    page = opened(report_page(small, asked()), ready="footer")
    page.emulate_media(media="print")
    breaks = page.evaluate(
        "[...document.querySelectorAll('section, .own')].map((one) => getComputedStyle(one).breakBefore)"
    )
    assert breaks[0] == "auto"
    assert set(breaks[1:]) == {"page"}
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) >= len(breaks) - 1


def test_a_name_leads_to_the_same_node_of_the_map(opened, small, tmp_path):
    from opmap.maps import map_page

    (tmp_path / "map.html").write_text(map_page(small), encoding="utf-8")
    page = opened(report_page(small, asked()), ready="footer")
    lead = page.locator("#single-points article h3 a").first.get_attribute("href")
    other = opened(map_page(small), lead.removeprefix("map.html"))
    assert "db" in other.locator("#panel h2").first.inner_text()
