from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests import strategies
from tests.neo4j.sharing import NOON, dump, pulled, pushed, whole
from tests.unit.store.making import decision, estate

from opmap.decisions import Decision
from opmap.errors import UnknownEstate
from opmap.estate import Estate, SourceState
from opmap.graph import from_estate
from opmap.graphdb.connection import Connection
from opmap.graphdb.pulling import pull
from opmap.kinds import Known

pytestmark = pytest.mark.neo4j
few = settings(
    max_examples=10, suppress_health_check=list(HealthCheck), deadline=None, phases=(Phase.reuse, Phase.generate)
)


@few
@given(first=strategies.estates(), second=strategies.estates())
def test_what_is_pushed_is_pulled(connect: Callable[..., Connection], first: Estate, second: Estate) -> None:
    sources = (SourceState("acme", "/srv/acme"), SourceState("shop", "/srv/shop"), SourceState("ünïcode", "/srv/u"))
    first, second = replace(first, sources=sources), replace(second, sources=sources)
    shared, said = connect(), [*_decided(first), *_decided(second)]
    pushed(shared, first, said)
    assert pull(shared).estate == _without_presumed(whole(first))
    assert pulled(shared).details.estate() == whole(first)
    pushed(shared, second, said, prune=True)
    assert pulled(shared).details.estate() == whole(second)


def _decided(estate: Estate) -> Iterator[Decision]:
    """Give the decisions that an estate is evidence of, as the store that it comes from knows them."""
    for element in (*estate.nodes, *estate.edges):
        for item in element.evidence:
            if item.known is Known.DECIDED:
                yield Decision(0, "note", "", (), "", item.person, item.reason, item.time)


def _without_presumed(estate: Estate) -> Estate:
    edges = [
        replace(edge, group=None) if edge.group and edge.group.id.startswith("presumed|") else edge
        for edge in estate.edges
    ]
    return replace(estate, edges=tuple(edges))


def test_pushing_twice_changes_nothing(connect: Callable[..., Connection]) -> None:
    shared, map_ = connect(), estate(size=40)
    assert pushed(shared, map_).nodes.new == 40
    before = dump(shared)
    again = pushed(shared, map_)
    assert again.unchanged
    assert dump(shared) == before
    assert pushed(shared, map_, prune=True).unchanged  # where there is nothing to take away
    assert dump(shared) == before


def test_only_what_changed_travels(connect: Callable[..., Connection]) -> None:
    shared, map_ = connect(), estate(size=40)
    pushed(shared, map_)
    first, *others = map_.nodes
    renamed = replace(map_, nodes=(replace(first, name="another name"), *others))
    done = pushed(shared, renamed)
    assert (done.nodes.changed, done.nodes.total, done.edges.total) == (1, 1, 0)
    assert pulled(shared).content == from_estate(renamed).content


def test_a_node_of_another_kind_changes_its_label(connect: Callable[..., Connection]) -> None:
    shared, map_ = connect(), estate("one", "two")
    pushed(shared, map_)
    first, *others = map_.nodes
    pushed(shared, replace(map_, nodes=(replace(first, kind="MCP server"), *others)))
    labels = "MATCH (n:OpmapNode {estate: $estate, id: 'one'}) RETURN labels(n)"
    ((found,),) = shared.read(labels, estate=shared.address.estate)
    assert sorted(found) == ["MCPServer", "OpmapNode"]


def test_decisions_travel_and_stay_undone_once_they_are(connect: Callable[..., Connection]) -> None:
    shared, map_ = connect(), estate("one", "two")
    said = [replace(decision("own", "one", "two"), number=1), replace(decision("note", "two", value="äh"), number=2)]
    pushed(shared, map_, said)
    assert list(pull(shared).decisions) == said
    undone = [replace(said[0], undone=True), said[1]]
    assert pushed(shared, map_, undone).decisions == 1
    assert list(pull(shared).decisions) == undone
    pushed(shared, map_, said)
    assert list(pull(shared).decisions) == undone


def test_attributes_that_go_leave_no_property_behind(connect: Callable[..., Connection]) -> None:
    shared, map_ = connect(), estate("one", "two")
    first, *others = map_.nodes
    rich = (("consumer group", "a"), ("ports", (1, 2)), ("nested", ((1,),)), ("huge", 2**70))
    pushed(shared, replace(map_, nodes=(replace(first, attributes=rich), *others)))
    keys = (
        "MATCH (n:OpmapNode {estate: $estate, id: 'one'}) UNWIND keys(n) AS key"
        " WITH key WHERE key STARTS WITH 'attribute_' RETURN key ORDER BY key"
    )
    assert shared.read(keys, estate=shared.address.estate) == [["attribute_consumer_group"], ["attribute_ports"]]
    pushed(shared, map_)
    assert shared.read(keys, estate=shared.address.estate) == []


def test_names_that_are_no_characters_travel_whole(connect: Callable[..., Connection]) -> None:
    shared, map_ = connect(), estate("one", "two")
    first, *others = map_.nodes
    odd = replace(map_, nodes=(replace(first, name="a\udcffb\x00\n'"), *others))
    pushed(shared, odd)
    assert pulled(shared).details.estate() == whole(odd)


def test_an_estate_that_is_not_there_is_said_with_those_that_are(connect: Callable[..., Connection]) -> None:
    known = connect()
    pushed(known, estate("one"))
    with pytest.raises(UnknownEstate, match=known.address.estate):
        pull(connect("test-nobody-has-this"))


def test_when_it_was_pushed_is_kept(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, estate("one"))
    assert pull(shared).state.pushed_at == NOON
