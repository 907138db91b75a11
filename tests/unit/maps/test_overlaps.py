"""Automations that overlap, on the map."""

from __future__ import annotations

from tests.building import edge, graph_of, node

from opmap.maps.seeing import view_of


def flow(name: str):
    return node(name, "workflow", starters=[("person", "by hand", "", "")])


def clash(sentence: str, value: str, where: str = ""):
    effects = [("step", "update", "state", value, where)]
    return edge(sentence, attributes={"effects": effects, "operation": "update"})


def fighting(*names: str):
    """Give automations that set the same field in different ways."""
    nodes = {name: flow(name) for name in names}
    return graph_of(*(clash(f"{name} writes t", name) for name in names), nodes=nodes, t="dataset")


def test_members_of_an_overlap_are_noted_and_joined():
    view = view_of(fighting("one", "two"))
    names = [node.name for node in view.nodes]
    (overlap,) = view.overlaps
    assert sorted(names[place] for place in overlap.members) == ["one", "two"]
    (note,) = [note for note in view.nodes[names.index("one")].notes if note.sort == "overlap"]
    assert note.text.startswith("Conflicting writers, with two: state of t is set in different ways")
    assert note.command == "opmap overlaps one --explain"


def test_a_map_of_a_part_joins_nothing_that_is_not_on_it():
    view = view_of(fighting("one", "two"), "one")
    assert view.overlaps == ()
    assert [note.sort for note in view.nodes[0].notes if note.sort == "overlap"] == ["overlap"]


def test_where_nothing_overlaps_nothing_is_said():
    view = view_of(graph_of("one calls two"))
    assert (view.overlaps, view.overlaps_withheld) == ((), 0)
