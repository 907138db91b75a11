from __future__ import annotations

from dataclasses import fields

import pytest

from opmap.estate import Edge, EdgeGroup, Estate, Merge, Node, Question, Reference, SourceState
from opmap.facts import Entity, Evidence, Group, Key, Locator, Notice, Relation

WRITTEN = {
    Key: "space name",
    Locator: "form value scope within expects",
    Evidence: "source path line pointer digest connector known person time reason",
    Group: "name need place",
    Entity: "kind name keys evidence addresses links attributes mentioned environment inactive",
    Relation: "source verb target evidence strength buffer certainty group attributes",
    Notice: "reason evidence",
    Node: "id kind name keys state evidence environment attributes unseen_since inactive",
    EdgeGroup: "id need size presumed places",
    Edge: "id source verb target strength presumed certainty evidence buffer group attributes unseen_since",
    Merge: "node names reason evidence",
    Question: "nodes reason commands",
    Reference: "text outcome targets reason evidence",
    SourceState: "name root commit documents read unreadable not_recognised unseen_since",
    Estate: "nodes edges merges questions references notices sources waiting renamed",
}


@pytest.mark.parametrize("value", WRITTEN, ids=lambda value: value.__name__)
def test_no_field_is_lost_on_the_way_to_the_store(value: type) -> None:
    """Whoever adds a field adds it to opmap.encoding and to tests/strategies.py, and only then here."""
    names = getattr(value, "_fields", None) or tuple(field.name for field in fields(value))
    assert list(names) == WRITTEN[value].split()
