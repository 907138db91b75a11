"""Where things stand on a map."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import graph_of
from tests.unit.maps.organisations import organisation

from opmap.maps.deepening import depths
from opmap.maps.layout import BOX, Area, Layout, lay_out
from opmap.maps.seeing import view_of


def drawn(graph):
    view = view_of(graph)
    return view, lay_out(view)


def overlapping_boxes(layout: Layout) -> int:
    """Count the boxes that touch another, by sweeping over rows."""
    found = 0
    by_row: dict[int, list[int]] = {}
    for x, y in layout.positions:
        by_row.setdefault(y, []).append(x)
    for xs in by_row.values():
        found += sum(right - left < BOX[0] for left, right in pairwise(sorted(xs)))
    found += sum(below - above < BOX[1] for above, below in pairwise(sorted(by_row)))
    return found


def overlap(one: Area, other: Area) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not beside and not (one.y + one.height <= other.y or other.y + other.height <= one.y)


def test_boxes_and_fields_never_overlap():
    _, layout = drawn(organisation(300))
    assert overlapping_boxes(layout) == 0
    for areas in (layout.teams, layout.departments):
        assert not any(overlap(one, other) for at, one in enumerate(areas) for other in areas[:at])


def test_every_box_stands_within_a_team_and_every_team_within_a_department():
    view, layout = drawn(organisation(120))
    for x, y in layout.positions:
        assert any(
            area.x <= x - BOX[0] // 2
            and x + BOX[0] // 2 <= area.x + area.width
            and area.y <= y - BOX[1] // 2
            and y + BOX[1] // 2 <= area.y + area.height
            for area in layout.teams
        )
    for team in layout.teams:
        assert any(one.x <= team.x and team.x + team.width <= one.x + one.width for one in layout.departments)
    assert sum(area.nodes for area in layout.teams) == len(view.nodes)


def test_what_is_needed_stands_below_what_depends_on_it():
    view, layout = drawn(organisation(200))
    links = [one for one in view.links if one.sort == "dependency"]
    assert links
    above = {place for place, node in enumerate(view.nodes) if node.field.place < 2}
    rows = [(layout.positions[one.hurt][1], layout.positions[one.needed][1]) for one in links if one.hurt in above]
    assert sum(hurt < needed for hurt, needed in rows) == len(rows)


def test_a_cycle_is_laid_out_with_one_link_pointing_up():
    view, layout = drawn(graph_of("a calls b", "b calls c", "c calls a"))
    upwards = [one for one in view.links if layout.positions[one.hurt][1] >= layout.positions[one.needed][1]]
    assert len(upwards) == 1


def test_capabilities_stand_on_top():
    view, layout = drawn(graph_of("web supports Claims", "web calls db", Claims="capability"))
    top = min(layout.positions, key=lambda point: point[1])
    assert view.nodes[layout.positions.index(top)].kind == "capability"


def test_the_same_view_is_laid_out_the_same_way_twice():
    graph = organisation(150)
    assert lay_out(view_of(graph)) == lay_out(view_of(graph))


def test_a_new_leaf_moves_few_of_the_others():
    before_view, before = drawn(organisation(200, seed=4))
    graph = organisation(200, seed=4)
    from dataclasses import replace

    from tests.building import edge, node

    from opmap.graph import from_estate

    estate = graph.details.estate()
    more = (node("zz-new", "service"),)
    edges = (*estate.edges, edge("thing-00003 depends on zz-new"), edge("zz-new owned by team-1"))
    view, after = drawn(from_estate(replace(estate, nodes=(*estate.nodes, *more), edges=edges)))
    was = {node.id: before.positions[at] for at, node in enumerate(before_view.nodes)}
    now = {node.id: after.positions[at] for at, node in enumerate(view.nodes)}
    moved = sum(now[name] != point for name, point in was.items())
    assert moved <= len(was) * 0.1


def test_an_empty_view_is_laid_out_as_nothing():
    layout = lay_out(view_of(graph_of()))
    assert layout.positions == ()
    assert layout.teams == ()


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40),
    st.lists(st.integers(0, 2), min_size=12, max_size=12),
)
def test_depth_grows_along_every_arc_that_closes_no_cycle(arcs, least):
    forward = sorted({(min(pair), max(pair)) for pair in arcs if pair[0] != pair[1]})
    found = depths(12, forward, least)
    assert all(found[hurt] < found[needed] for hurt, needed in forward)
    assert all(depth >= low for depth, low in zip(found, least, strict=True))
    any_direction = sorted({pair for pair in arcs if pair[0] != pair[1]})
    assert len(depths(12, any_direction, least)) == 12


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 5))
def test_nothing_overlaps_whatever_the_organisation(seed, things, teams):
    _, layout = drawn(organisation(things, teams=teams, seed=seed))
    assert overlapping_boxes(layout) == 0
    assert not any(overlap(one, other) for at, one in enumerate(layout.teams) for other in layout.teams[:at])
