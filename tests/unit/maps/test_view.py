"""What a map says."""

from __future__ import annotations

import pytest
from tests.building import graph_of, node
from tests.unit.maps.organisations import organisation

from opmap.errors import BadSelection
from opmap.graph import from_estate
from opmap.kinds import State
from opmap.maps.choosing import Renderer, renderer_for
from opmap.maps.grouping import NO_OWNER, OUTSIDE
from opmap.maps.seeing import view_of


def named(view, name):
    return next(one for one in view.nodes if one.name == name)


def at(view, name):
    return next(place for place, one in enumerate(view.nodes) if one.name == name)


def test_the_view_is_the_same_whatever_the_order_of_the_facts():
    graph = organisation(60)
    estate = graph.details.estate()
    from dataclasses import replace

    turned = replace(estate, nodes=estate.nodes[::-1], edges=estate.edges[::-1])
    assert view_of(from_estate(turned)) == view_of(graph)


def test_a_link_is_drawn_from_who_depends_to_what_is_needed():
    view = view_of(graph_of("web supports Claims", "web calls db", Claims="capability"))
    supports = next(one for one in view.links if one.verb == "supports")
    assert (view.nodes[supports.hurt].name, view.nodes[supports.needed].name) == ("Claims", "web")
    assert supports.turned
    assert not next(one for one in view.links if one.verb == "calls").turned


def test_an_unowned_node_stands_under_no_owner_and_its_note_says_what_to_do():
    graph = graph_of("a owned by Crew", "b owned by Crew", "c calls a", Crew="team")
    view = view_of(graph)
    lonely = named(view, "c")
    assert lonely.field == NO_OWNER
    assert lonely.owner_state == "unowned"
    commands = [note.command for note in lonely.notes if note.sort == "unowned"]
    assert commands == ["opmap decide own c team:NAME --by YOU"]


def test_what_only_those_own_who_have_left_is_unowned():
    left = {"ana": node("ana", "person", left="2026-04-30")}
    view = view_of(graph_of("a owned by ana", "b owned by ana", "b owned by bob", nodes=left, bob="person"))
    assert (named(view, "a").owner_state, named(view, "b").owner_state) == ("unowned", "owned")


def test_what_one_team_alone_uses_stands_with_it_and_what_several_use_is_shared():
    graph = graph_of(
        "a owned by Red", "b owned by Blue", "a uses credential key", "a provided by Cloud", "b provided by Cloud",
        nodes={"key": node("key", "credential", State.MENTIONED)}, Red="team", Blue="team", Cloud="vendor",
    )  # fmt: skip
    view = view_of(graph)
    assert named(view, "key").field.team == "Red"
    assert named(view, "Cloud").field == OUTSIDE


def test_teams_stand_within_their_departments():
    view = view_of(graph_of("a owned by Red", "Red member of Claims", Red="team", Claims="department"))
    field = named(view, "a").field
    assert (field.department, field.team) == ("Claims", "Red")


def test_people_and_teams_stay_in_the_background_unless_something_waits_for_them():
    view = view_of(graph_of("a owned by Red", "pay approved by Ruth", Red="team", Ruth="person", pay="workflow"))
    assert named(view, "Red").background
    assert not named(view, "Ruth").background


def test_where_hardly_anything_has_an_owner_systems_group_the_map():
    view = view_of(graph_of("a part of Shop", "b part of Shop", "a calls b", Shop="system"))
    assert named(view, "a").field.team == "Shop"


def test_the_map_says_what_was_not_seen():
    graph = graph_of("web calls lost", nodes={"lost": node("lost", state=State.DANGLING)})
    view = view_of(graph)
    assert "dangling" in {note.sort for note in named(view, "lost").notes}


def test_a_service_of_which_nothing_is_known_is_never_called_safe():
    view = view_of(graph_of(nodes={"quiet": node("quiet")}))
    assert any("not to say that it is safe" in note.text for note in named(view, "quiet").notes)


def test_production_that_leans_on_staging_is_noted():
    graph = graph_of(
        "web calls lab",
        nodes={"web": node("web", environment="production"), "lab": node("lab", environment="staging")},
    )
    assert [note.sort for note in named(view_of(graph), "web").notes if note.sort == "lower"] == ["lower"]


def test_the_five_riskiest_are_marked_the_riskiest_first():
    view = view_of(organisation(80))
    assert 0 < len(view.riskiest) <= 5
    assert all(any(note.sort == "risk" for note in view.nodes[place].notes) for place in view.riskiest)


def test_a_map_shows_all_that_was_asked_for():
    graph = organisation(1200)
    view = view_of(graph)
    assert len(view.nodes) == len(graph)
    assert len(view.links) == len(graph.source)


def test_the_renderer_follows_the_size_unless_it_is_asked_for():
    assert renderer_for(1000, 3000) is Renderer.STANDARD
    assert renderer_for(1001, 10) is Renderer.ESTATE
    assert renderer_for(10, 3001) is Renderer.ESTATE
    assert renderer_for(9000, 9000, Renderer.STANDARD) is Renderer.STANDARD
    assert renderer_for(3, 1, Renderer.ESTATE) is Renderer.ESTATE


def test_only_single_points_that_no_other_explains_are_framed():
    graph = graph_of(
        "web supports Claims", "web supports Payments", "web calls db", "db runs on host",
        nodes={"host": node("host", "host"), "db": node("db", "datastore")},
        Claims="capability", Payments="capability",
    )  # fmt: skip
    view = view_of(graph)
    assert {one.name for one in view.nodes if one.root} == {"host"}
    assert {"web", "db", "host"} <= {one.name for one in view.nodes if any(note.sort == "single" for note in one.notes)}


def test_a_selection_that_does_not_parse_is_refused():
    with pytest.raises(BadSelection):
        view_of(graph_of("a calls b"), 'name:"open')


def test_names_lose_what_turns_or_controls_text():
    view = view_of(graph_of(nodes={"x": node("x", label="pay\u202ements\x1b[31m")}))
    assert view.nodes[0].name == "pay�ments�[31m"
