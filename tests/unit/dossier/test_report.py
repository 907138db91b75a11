"""The report says what the commands say, with the way, the proof and what to do."""

from __future__ import annotations

import re
from html import unescape

import pytest
from tests.building import edge, graph_of, node, place

from opmap.dossier import Acceptance, Asked, Line, Links, report_page

TODAY = "2030-01-01"


@pytest.fixture(scope="module")
def graph():
    """Give an organisation with single points, one accepted, an owner who left, and a gap."""
    return graph_of(
        edge("web supports Intake", strength="hard", evidence=(place("web.yaml", 7),)),
        edge("web stored in db", strength="hard", evidence=(place("web.yaml", 12),)),
        edge("pay supports Payment", strength="hard"), edge("pay stored in db", strength="hard"),
        "pay uses credential vault key", "web owned by Platform", "db owned by Ruth Okafor",
        "pay approved by Ruth Okafor",
        nodes={
            "db": node("db", "datastore", accept=(("spof", "2031-05-01"),), repair_hours=24, criticality="low"),
            "Intake": node("Intake", "capability", tolerance_hours=1, criticality="high"),
        },
        **{"Payment": "capability", "Platform": "team", "Ruth Okafor": "person", "vault key": "credential"},
    )  # fmt: skip


def text_of(page: str) -> str:
    body = page.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def asked(**more) -> Asked:
    return Asked(**({"today": TODAY, "links": Links("map.html")} | more))


def test_each_single_point_says_what_falls_when_and_by_which_way(graph):
    said = text_of(report_page(graph, asked()))
    assert "If it fails, 2 of 2 that count fall with it." in said
    assert "Intake → web → db" in said
    assert "web stored in db (certain, hard) web.yaml:12" in said


def test_the_lines_that_show_it_stand_below_their_steps(graph):
    page = report_page(graph, asked(quote=lambda one: Line(f"line {one.line} of {one.path}")))
    assert "<pre><code>line 12 of web.yaml</code></pre>" in page


def test_where_no_line_can_be_shown_it_is_said_why(graph):
    page = report_page(graph, asked(quote=lambda _: Line(why_not="the file is not there any more")))
    assert "(the file is not there any more)" in page


def test_what_was_accepted_says_until_when_by_whom_and_why(graph):
    page = report_page(graph, asked(accepted={"db": Acceptance("Ana Ruiz", "a second one is dear")}))
    assert "until 2031-05-01 by Ana Ruiz: a second one is dear" in text_of(page)


def test_an_acceptance_whose_date_has_passed_says_so(graph):
    page = report_page(graph, asked(today="2032-01-01"))
    assert "accepted until 2031-05-01, which has passed" in text_of(page)


def test_names_lead_into_the_map_and_ways_too(graph):
    page = report_page(graph, asked())
    assert 'href="map.html#n=db"' in page
    assert 'href="map.html#n=Intake&amp;to=db"' in page


def test_without_a_map_nothing_leads_anywhere_but_into_the_report(graph):
    page = report_page(graph, asked(links=Links()))
    leads = re.findall(r'href="([^"]*)"', page)
    assert all(one.startswith("#") or one == "data:," for one in leads)
    anchors = set(re.findall(r'\bid="([^"]*)"', page))
    assert {one[1:] for one in leads if one.startswith("#")} <= anchors


def test_ids_are_unique(graph):
    ids = re.findall(r'\bid="([^"]*)"', report_page(graph, asked()))
    assert len(ids) == len(set(ids))


def test_the_points_of_a_waterfall_add_up(graph):
    page = report_page(graph, asked())
    for article in re.findall(r'<article id="risk-.*?</article>', page, re.DOTALL):
        numbers = [float(one) for one in re.findall(r'<td class="number">([-+]?\d+\.\d)</td>', article)]
        assert sum(numbers[:-1]) == pytest.approx(numbers[-1])


def test_every_owner_has_a_list_and_gaps_name_whom_to_ask(graph):
    said = text_of(report_page(graph, asked()))
    assert "What nobody answers for" in said
    assert "takes down 2 of 2 alone" in said.partition("A list for each owner")[2]


def test_without_people_no_name_is_left_and_no_line_is_asked_for(graph):
    page = report_page(graph, asked(people=False))
    assert "Ruth" in report_page(graph, asked())
    assert "Ruth" not in page
    assert "People are called by numbers" in page


def test_it_holds_no_script_and_admits_none(graph):
    page = report_page(graph, asked())
    assert "<script" not in page
    assert "script-src 'none'" in unescape(page)
    assert " style=" not in page


def test_equal_graphs_give_equal_bytes(graph):
    assert report_page(graph, asked()) == report_page(graph, asked())


def test_an_estate_with_nothing_in_it_gives_a_report_that_calls_nothing_safe():
    said = text_of(report_page(graph_of(), asked()))
    assert "Nothing is known yet" in said
    assert "not proof that it is safe" in said


def test_only_so_many_single_points_as_asked_for_have_a_page_and_the_rest_is_counted():
    pairs = [(f"s{one}", f"use {one}.{other}") for one in range(4) for other in range(one + 1)]
    several = graph_of(*(f"{name} supports {use}" for name, use in pairs), **{use: "capability" for _, use in pairs})
    page = report_page(several, asked(most=2))
    assert page.count('class="own"') == 2
    assert "further cause" in text_of(page)
