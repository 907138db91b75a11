"""What redundancy hides, in organisations of a handful: each finding planted, beside what only looks like it."""

from __future__ import annotations

from tests.building import edge, graph_of, node

from opmap.analyses.hiding import CIRCULAR, COLD, COMMON, SPENT, UNGROUNDED, Hiding, hiding
from opmap.graph import Graph


def found(graph: Graph, **asked: bool) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.finding, one.node.name, tuple(each.name for each in one.among)) for one in hiding(graph, **asked)]


def either(user: str, verb: str, *others: str, name: str = "any") -> list:
    return [edge(f"{user} {verb} {other}", group=(f"{user} {name}", 1, len(others))) for other in others]


def selling(*more: object, **kinds: str) -> Graph:
    return graph_of("shop supports selling", *more, selling="capability", **kinds)


def test_two_relays_that_name_only_each_other_have_no_ground() -> None:
    relays = [*either("one", "calls", "two", "three"), *either("two", "calls", "one", "three")]
    relays += either("three", "calls", "one", "two")
    assert found(selling("shop calls one", *relays)) == [(UNGROUNDED, "one", ("one", "three", "two"))]


def test_two_relays_of_which_one_has_a_ground_are_well() -> None:
    relays = [*either("one", "calls", "two", "ground"), *either("two", "calls", "one", "ground")]
    findings = found(selling("shop calls one", *relays))
    assert [finding for finding, _, _ in findings if finding == UNGROUNDED] == []
    assert (CIRCULAR, "ground", ("one", "two")) in findings


def test_a_start_order_that_leads_in_a_circle_is_found_without_being_asked_for() -> None:
    ordered = [edge(f"{one} depends on {other}", attributes={"order": True}) for one, other in ("ab", "ba")]
    assert found(selling("shop calls a", *ordered)) == [(COLD, "a", ("a", "b"))]


def test_a_circle_of_which_one_half_only_waits_is_asked_for() -> None:
    graph = selling("shop calls a", edge("a depends on b", attributes={"order": True}), "b calls a")
    assert found(graph) == []
    assert found(graph, cold=True) == [(COLD, "a", ("a", "b"))]


def test_mutual_calls_of_which_one_is_soft_start_well() -> None:
    assert found(selling("shop calls a", "a calls b", edge("b calls a", strength="soft")), cold=True) == []


def test_one_person_who_alone_owns_both_is_a_common_cause() -> None:
    graph = selling(*either("shop", "calls", "a", "b"), "a owned by ann", "b owned by ann", ann="person")
    assert found(graph) == [(COMMON, "ann", ("a", "b"))]


def test_a_team_that_owns_both_or_a_second_owner_is_none() -> None:
    both = either("shop", "calls", "a", "b")
    assert found(selling(*both, "a owned by all", "b owned by all", all="team")) == []
    second = ["a owned by ann", "b owned by ann", "b owned by bert"]
    assert found(selling(*both, *second, ann="person", bert="person")) == []


def test_a_key_that_both_providers_share_is_a_common_cause_and_two_keys_are_none() -> None:
    both = either("shop", "calls", "a", "b")
    shared = selling(*both, "a uses credential key", "b uses credential key", key="credential")
    assert found(shared) == [(COMMON, "key", ("a", "b"))]
    apart = selling(*both, "a uses credential k1", "b uses credential k2", k1="credential", k2="credential")
    assert found(apart) == []


def test_what_the_shop_needs_anyway_is_no_affair_of_its_alternatives() -> None:
    graph = selling(*either("shop", "calls", "a", "b"), "a runs on host", "b runs on host", "shop runs on host")
    assert found(graph) == []


def test_of_causes_behind_each_other_the_nearest_is_named() -> None:
    graph = selling(*either("shop", "calls", "a", "b"), "a calls check", "b calls check", "check runs on host")
    assert [node for _, node, _ in found(graph)] == ["check"]


def test_what_was_accepted_is_quiet_until_its_date() -> None:
    from tests.building import node

    graph = selling(
        *either("shop", "calls", "a", "b"),
        "a calls check",
        "b calls check",
        nodes={"check": node("check", accept=[["spof", "2026-06-01"]])},
    )
    assert hiding(graph, today="2026-06-01") == ()
    (loud,) = hiding(graph, today="2026-06-02")
    assert isinstance(loud, Hiding)


def test_a_cause_that_takes_some_of_several_and_so_the_choice_is_told_by_those_that_it_hits() -> None:
    several = [edge(f"shop calls {one}", group=("shop any", 2, 3)) for one in ("a", "b", "c")]
    graph = selling(*several, "a uses credential key", "b uses credential key", key="credential")
    assert found(graph) == [(COMMON, "key", ("a", "b", "c"))]


def test_where_nobody_is_left_to_approve_that_is_found() -> None:
    gone = {name: node(name, "person", left="2026-03-01") for name in ("ann", "bert")}
    both = ["shop approved by ann", "shop approved by bert"]
    assert found(graph_of("shop supports selling", *both, nodes=gone, selling="capability")) == [
        (SPENT, "shop", ("ann", "bert"))
    ]
    del gone["bert"]
    assert found(selling(*both, bert="person", ann="person")) == []
    assert found(graph_of("shop supports selling", *both, nodes=gone, selling="capability", bert="person")) == []


def test_a_capability_that_something_switched_off_delivers_is_found_once() -> None:
    off = {"flow": node("flow", "workflow", inactive=True)}
    graph = graph_of("flow supports selling", "flow runs on box", "a supports other", nodes=off, selling="capability")
    assert found(graph_of("flow supports selling", "job calls a", nodes=off, selling="capability", job="workflow")) == [
        (SPENT, "selling", ("flow",))
    ]
    assert [one for one, _, _ in found(graph) if one == SPENT] == []  # of a folder of templates nearly all is off
