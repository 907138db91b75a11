"""What comes of a fault, example by example; every sentence of the vocabulary on outage, staleness and absence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import pytest
from tests.reference.graphs import Says, graph_of

from opmap.graph import Graph
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.spreading import Spread, spread
from opmap.kinds import Certainty, Travel


def after(graph: Graph, *nodes: int, travel: Travel = Travel.OUTAGE) -> Spread:
    return spread(FaultGraph.of(graph), nodes, travel)


def harms(found: Spread) -> list[Harm]:
    return [Harm(int(harm)) for harm in found.harm]


def calling(*pairs: tuple[int, int], count: int) -> Graph:
    return graph_of(["service"] * count, [Says(one, "calls", other) for one, other in pairs])


NOTHING = Harm(0)
THREE_SERVICES = ["service", "service", "service"]


def test_a_hard_need_takes_its_owner_down_and_a_soft_one_degrades_it() -> None:
    graph = graph_of(THREE_SERVICES, [Says(0, "calls", 1), Says(2, "calls", 1, soft=True)])
    assert harms(after(graph, 1)) == [Harm.DOWN, Harm.DOWN, Harm.DEGRADED]


def test_degradation_is_passed_on_along_hard_needs_and_not_along_soft_ones() -> None:
    says = [Says(1, "calls", 0, soft=True), Says(2, "calls", 1), Says(3, "calls", 1, soft=True)]
    assert harms(after(graph_of(["service"] * 4, says), 0))[1:] == [Harm.DEGRADED, Harm.DEGRADED, NOTHING]


def test_an_alternative_that_is_left_keeps_things_up_and_the_loss_is_said() -> None:
    says = [Says(0, "runs on", 1, group=0), Says(0, "runs on", 2, group=0)]
    graph = graph_of(["service", "host", "host"], says, [1])
    assert harms(after(graph, 1))[0] == Harm.REDUNDANCY_LOST
    assert harms(after(graph, 1, 2))[0] == Harm.DOWN


def test_buffers_add_up_along_the_way() -> None:
    found = after(graph_of(THREE_SERVICES, [Says(0, "calls", 1, hours=4), Says(1, "calls", 2, hours=2)]), 2)
    assert found.hours.tolist() == [6, 2, 0]


def test_of_two_ways_the_quicker_one_counts() -> None:
    says = [Says(0, "calls", 1, hours=9), Says(0, "depends on", 1, hours=3), Says(2, "calls", 0)]
    assert after(graph_of(THREE_SERVICES, says), 1).hours.tolist() == [3, 0, 3]


def test_a_group_falls_when_its_last_needed_place_is_felt() -> None:
    says = [Says(0, "calls", 1, group=0, hours=1), Says(0, "calls", 2, group=0, hours=5)]
    assert after(graph_of(THREE_SERVICES, says, [1]), 1, 2).hours[0] == 5


def test_services_that_call_each_other_fall_together_and_stand_when_nothing_fails() -> None:
    graph = calling((0, 1), (1, 0), (2, 0), count=3)
    assert harms(after(graph, 1)) == [Harm.DOWN] * 3
    assert harms(after(graph)) == [NOTHING] * 3


def test_a_circle_of_fallbacks_does_not_hold_itself_up() -> None:
    says = [
        Says(0, "calls", 1, group=0),
        Says(0, "calls", 2, group=0),
        Says(1, "calls", 0, group=1),
        Says(1, "calls", 2, group=1),
    ]
    found = after(graph_of(THREE_SERVICES, says, [1, 1]), 2)
    assert harms(found) == [Harm.DOWN] * 3
    assert [found.path(node) for node in (0, 1)] == [[1], [3]]


def test_a_fallback_that_leans_on_what_it_backs_up_is_none() -> None:
    says = [Says(1, "calls", 0, group=0), Says(1, "calls", 2, group=0), Says(0, "calls", 1)]
    assert harms(after(graph_of(THREE_SERVICES, says, [1]), 2)) == [Harm.DOWN] * 3


def test_replicas_that_only_name_each_other_fall_by_count() -> None:
    others = [(one, other) for one in range(3) for other in range(3) if one != other]
    graph = graph_of(THREE_SERVICES, [Says(one, "calls", other, group=one) for one, other in others], [1, 1, 1])
    assert harms(after(graph)) == [NOTHING] * 3
    assert harms(after(graph, 0)) == [Harm.DOWN, Harm.REDUNDANCY_LOST, Harm.REDUNDANCY_LOST]
    assert harms(after(graph, 0, 1)) == [Harm.DOWN] * 3


AGENT = ["agent", "model", "credential", "model", "credential"]


def agent_with_two_models(second_key: int) -> Graph:
    says = [
        Says(0, "uses model", 1, group=0, places=(0,)),
        Says(0, "uses model", 3, group=0, places=(1,)),
        Says(0, "uses credential", 2, group=0, places=(0, 1) if second_key == 2 else (0,)),
    ]
    own = [Says(0, "uses credential", 4, group=0, places=(1,))] if second_key == 4 else []
    return graph_of(AGENT, says + own, [1])


@pytest.mark.parametrize(
    ("lost", "harm"),
    [((2,), Harm.REDUNDANCY_LOST), ((4,), Harm.REDUNDANCY_LOST), ((1,), Harm.REDUNDANCY_LOST), ((2, 4), Harm.DOWN),
     ((1, 4), Harm.DOWN), ((1, 2), Harm.REDUNDANCY_LOST)],
)  # fmt: skip
def test_a_fallback_model_under_a_second_key_survives_either_key_and_not_both(lost: Sequence[int], harm: Harm) -> None:
    assert harms(after(agent_with_two_models(second_key=4), *lost))[0] == harm


def test_two_models_under_one_key_do_not_survive_it() -> None:
    assert harms(after(agent_with_two_models(second_key=2), 2))[0] == Harm.DOWN


def test_a_tools_database_degrades_the_agent() -> None:
    kinds = ["agent", "operation", "service", "datastore"]
    says = [Says(0, "uses tool", 1, soft=True), Says(2, "exposes", 1), Says(2, "reads", 3)]
    found = after(graph_of(kinds, says), 3)
    assert harms(found) == [Harm.DEGRADED, Harm.DOWN, Harm.DOWN, Harm.DOWN]
    assert found.path(0) == [0, 1, 2]


def test_what_an_agent_reaches_through_a_tool_is_soft_unless_it_is_stated() -> None:
    for stated, harm in ((False, Harm.DEGRADED), (True, Harm.DOWN)):
        says = [Says(0, "uses tool", 1, soft=True), Says(0, "calls", 1, stated=stated)]
        assert harms(after(graph_of(["agent", "service"], says), 1))[0] == harm


def test_a_parent_survives_the_schedule_of_what_it_calls() -> None:
    says = [Says(0, "calls", 1), Says(2, "starts", 1)]
    assert harms(after(graph_of(["workflow", "workflow", "schedule"], says), 2)) == [NOTHING, Harm.IDLE, Harm.DOWN]


def test_work_is_idle_once_its_last_starter_is_gone() -> None:
    graph = graph_of(["workflow", "schedule", "event source"], [Says(1, "starts", 0), Says(2, "starts", 0)])
    assert harms(after(graph, 1))[0] == Harm.REDUNDANCY_LOST
    assert harms(after(graph, 1, 2))[0] == Harm.IDLE


def test_what_an_idle_workflow_supports_or_starts_goes_without_it() -> None:
    says = [Says(0, "starts", 1), Says(1, "supports", 2), Says(1, "starts", 3), Says(4, "calls", 1)]
    found = after(graph_of(["schedule", "workflow", "capability", "workflow", "service"], says), 0)
    assert harms(found)[1:] == [Harm.IDLE, Harm.DOWN, Harm.IDLE, NOTHING]
    assert found.path(2) == [1, 0]


def test_what_is_switched_off_has_no_starters_and_is_no_starter() -> None:
    says = [Says(0, "starts", 1), Says(1, "starts", 2), Says(3, "starts", 2)]
    graph = graph_of(["schedule", "workflow", "workflow", "schedule"], says, inactive=[1])
    assert harms(after(graph, 0)) == [Harm.DOWN, NOTHING, NOTHING, NOTHING]
    assert harms(after(graph, 3))[2] == Harm.IDLE


def test_data_is_stale_once_all_its_sources_are_gone_and_partly_before() -> None:
    graph = graph_of(["dataset", "workflow", "workflow"], [Says(1, "writes", 0), Says(2, "writes", 0)])
    assert harms(after(graph, 1))[0] == Harm.PARTLY_STALE
    assert harms(after(graph, 1, 2))[0] == Harm.STALE


def test_three_updaters_do_not_keep_a_table_fresh_without_its_importer() -> None:
    updaters = [Says(node, verb, 0) for node in (1, 2, 3) for verb in ("reads", "writes")]
    graph = graph_of(["dataset", *["workflow"] * 4], [*updaters, Says(4, "writes", 0)])
    assert harms(after(graph, 4))[0] == Harm.STALE
    assert harms(after(graph, 1, 2, 3))[0] == NOTHING


def test_updaters_in_a_wider_circle_do_not_keep_data_fresh_either() -> None:
    kinds = ["dataset", "workflow", "dataset", "workflow", "workflow"]
    says = [Says(1, "reads", 0), Says(1, "writes", 2), Says(3, "reads", 2), Says(3, "writes", 0), Says(4, "writes", 0)]
    found = harms(after(graph_of(kinds, says), 4))
    assert [bool(harm & Harm.STALE) for harm in found] == [True, True, True, True, False]


def test_data_without_a_known_source_is_never_stale() -> None:
    graph = graph_of(
        ["dataset", "workflow", "workflow"], [Says(1, "reads", 0), Says(1, "writes", 0), Says(2, "reads", 0)]
    )
    assert harms(after(graph, 1))[0] == NOTHING


def test_staleness_never_takes_another_writer_down() -> None:
    graph = graph_of(["dataset", "workflow", "workflow"], [Says(1, "writes", 0), Says(2, "writes", 0)])
    assert harms(after(graph, 1))[2] == NOTHING


def test_a_reader_of_only_stale_data_is_degraded_and_one_with_a_fresh_input_works_on() -> None:
    kinds = ["dataset", "workflow", "workflow", "workflow", "dataset", "workflow"]
    says = [
        Says(1, "writes", 0),
        Says(2, "reads", 0),
        Says(3, "reads", 0),
        Says(3, "reads", 4),
        Says(5, "writes", 4),
    ]
    found = harms(after(graph_of(kinds, says), 1))
    assert found[2] == Harm.STALE | Harm.DEGRADED
    assert found[3] == Harm.PARTLY_STALE


def test_the_input_that_the_work_goes_through_degrades_it_alone() -> None:
    kinds = ["dataset", "workflow", "workflow", "dataset"]
    says = [Says(1, "writes", 0), Says(2, "reads", 0, stated=True), Says(2, "reads", 3)]
    assert harms(after(graph_of(kinds, says), 1))[2] == Harm.STALE | Harm.DEGRADED


def test_a_tolerated_age_is_waited_for() -> None:
    kinds = ["dataset", "workflow", "workflow", "dataset"]
    says = [Says(1, "writes", 0), Says(2, "reads", 0, hours=24), Says(2, "reads", 3)]
    assert after(graph_of(kinds, says), 1).hours[2] == 24


def test_staleness_does_not_pass_through_a_system_named_as_a_whole() -> None:
    for kind in ("datastore", "service", "feature store"):
        found = after(graph_of([kind, "workflow", "workflow"], [Says(1, "writes", 0), Says(2, "reads", 0)]), 1)
        assert harms(found) == [NOTHING, Harm.DOWN, NOTHING]


def test_work_that_arriving_data_starts_is_idle_when_it_dries_up_unless_something_calls_it() -> None:
    kinds = ["service", "topic", "workflow", "capability", "service"]
    says = [Says(0, "publishes", 1), Says(1, "starts", 2, hours=3), Says(2, "supports", 3)]
    found = after(graph_of(kinds, says), 0)
    assert harms(found)[1:4] == [Harm.STALE, Harm.IDLE, Harm.DOWN]
    assert found.hours[3] == 3
    assert harms(after(graph_of(kinds, [*says, Says(4, "calls", 2)]), 0))[2] == NOTHING


def test_a_model_is_an_input_only_where_something_trains_it() -> None:
    kinds = ["agent", "model", "dataset", "workflow", "workflow"]
    says = [Says(0, "uses model", 1), Says(0, "reads", 2), Says(3, "writes", 2)]
    assert harms(after(graph_of(kinds, says), 3))[0] == Harm.STALE | Harm.DEGRADED
    assert harms(after(graph_of(kinds, [*says, Says(4, "writes", 1)]), 3))[0] == Harm.PARTLY_STALE


def test_stale_data_makes_what_it_supports_stale() -> None:
    says = [Says(0, "writes", 1), Says(1, "supports", 2)]
    assert harms(after(graph_of(["workflow", "dataset", "capability"], says), 0))[2] == Harm.STALE | Harm.DEGRADED


def test_a_start_that_carries_no_data_passes_no_staleness_on() -> None:
    kinds = ["workflow", "workflow", "dataset", "schedule", "event source"]
    says = [Says(0, "starts", 1), Says(0, "writes", 2), Says(3, "starts", 0), Says(4, "starts", 0)]
    graph = graph_of(kinds, says)
    old = Harm.STALE | Harm.DEGRADED
    assert harms(after(graph, 0, travel=Travel.STALENESS)) == [old, NOTHING, Harm.STALE, NOTHING, NOTHING]
    assert harms(after(graph, 3, travel=Travel.STALENESS))[:3] == [NOTHING, NOTHING, NOTHING]


def test_data_that_dried_up_leaves_idle_what_it_starts_and_what_that_starts_in_turn() -> None:
    kinds = ["dataset", "workflow", "workflow", "workflow"]
    says = [Says(0, "starts", 1), Says(1, "starts", 2), Says(0, "starts", 3)]
    found = harms(after(graph_of(kinds, says), 0, travel=Travel.STALENESS))
    assert found == [Harm.STALE, Harm.IDLE, Harm.IDLE, Harm.IDLE]
    kept = [*says, Says(2, "calls", 3)]
    assert harms(after(graph_of(kinds, kept), 0, travel=Travel.STALENESS))[3] == Harm.IDLE  # who calls it is idle too
    scheduled = graph_of([*kinds, "schedule"], [*says, Says(4, "starts", 3)])
    assert harms(after(scheduled, 0, travel=Travel.STALENESS))[3] == NOTHING


def test_data_of_which_nobody_knows_a_source_can_be_supposed_to_dry_up_whatever_it_is_used_for() -> None:
    says = [Says(0, "starts", 1), Says(0, "supports", 2), Says(3, "reads", 0)]
    kinds = ["file", "workflow", "capability", "workflow"]
    for count in (1, 2, 3):
        for some in combinations(says, count):
            found = harms(after(graph_of(kinds, list(some)), 0, travel=Travel.STALENESS))
            hit = {one.target if one.source == 0 else one.source for one in some}
            assert {number for number, harm in enumerate(found) if harm} == {0, *hit}
            assert harms(after(graph_of(kinds, list(some)), 1))[0] == NOTHING  # nobody calls it stale for itself


def test_staleness_can_be_asked_about_by_itself() -> None:
    graph = graph_of(["dataset", "workflow", "dataset"], [Says(1, "reads", 0), Says(1, "writes", 2)])
    found = harms(after(graph, 0, travel=Travel.STALENESS))
    assert found == [Harm.STALE, Harm.STALE | Harm.DEGRADED, Harm.STALE]


def test_an_approver_without_a_deputy_stops_the_work_after_the_buffer() -> None:
    alone = graph_of(["workflow", "person", "person"], [Says(0, "approved by", 1, hours=24)])
    assert after(alone, 1, travel=Travel.ABSENCE).hours[0] == 24
    says = [Says(0, "approved by", 1, group=0), Says(0, "approved by", 2, group=0)]
    assert harms(after(graph_of(["workflow", "person", "person"], says, [1]), 1))[0] == Harm.REDUNDANCY_LOST


def test_a_team_is_there_while_one_of_its_members_is() -> None:
    says = [Says(0, "approved by", 1), Says(2, "member of", 1, group=0), Says(3, "member of", 1, group=0)]
    graph = graph_of(["workflow", "team", "person", "person"], says, [1])
    assert harms(after(graph, 2))[:2] == [NOTHING, Harm.REDUNDANCY_LOST]
    assert harms(after(graph, 2, 3))[:2] == [Harm.DOWN, Harm.DOWN]


def test_what_an_absent_owner_answered_for_is_unowned_also_where_the_owner_was_handed_down() -> None:
    says = [Says(0, "built from", 1), Says(1, "owned by", 2), Says(3, "on call for", 0)]
    found = after(graph_of(["service", "repository", "person", "person"], says), 2, 3)
    assert harms(found)[:2] == [Harm.UNOWNED | Harm.UNATTENDED, Harm.UNOWNED]
    assert found.path(0) == [0, 1]


def test_without_its_monitoring_a_service_is_blind_and_without_its_pipeline_frozen() -> None:
    says = [Says(0, "monitored by", 1), Says(2, "deploys", 0)]
    graph = graph_of(["service", "monitoring", "pipeline"], says)
    assert harms(after(graph, 1))[0] == Harm.BLIND
    assert harms(after(graph, 2))[0] == Harm.FROZEN


def test_what_is_only_possible_is_left_out_unless_it_is_asked_for() -> None:
    graph = graph_of(["service", "service"], [Says(0, "calls", 1, certainty=Certainty.POSSIBLE)])
    assert harms(after(graph, 1))[0] == NOTHING
    assert harms(spread(FaultGraph.of(graph, Certainty), [1]))[0] == Harm.DOWN


def test_what_is_only_named_takes_down_what_needs_it_and_is_taken_down_by_what_it_needs() -> None:
    says = [Says(0, "depends on", 1), Says(1, "depends on", 2)]
    graph = graph_of(THREE_SERVICES, says, dangling=[1])
    assert harms(after(graph, 1))[:2] == [Harm.DOWN, Harm.DOWN]
    assert harms(after(graph, 2)) == [Harm.DOWN] * 3


def test_a_name_stands_in_for_nothing_in_a_group() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0)]
    graph = graph_of(THREE_SERVICES, says, [1], dangling=[2])
    assert harms(after(graph, 1))[0] == Harm.DOWN
    assert harms(after(graph, 2))[0] == NOTHING


def test_names_alone_are_alternatives_to_each_other() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0)]
    graph = graph_of(THREE_SERVICES, says, [1], dangling=[1, 2])
    assert harms(after(graph, 1))[0] == Harm.REDUNDANCY_LOST
    assert harms(after(graph, 1, 2))[0] == Harm.DOWN


@pytest.mark.parametrize(
    ("kinds", "says", "harm"),
    [
        (["workflow", "schedule", "schedule"], ("starts", "starts"), Harm.IDLE),
        (["dataset", "workflow", "workflow"], ("writes", "writes"), Harm.STALE),
        (["service", "person", "person"], ("on call for", "on call for"), Harm.UNATTENDED),
    ],
)
def test_a_name_stands_in_for_no_starter_no_source_and_nobody_on_call(
    kinds: list[str], says: tuple[str, str], harm: Harm
) -> None:
    relations = [Says(other, verb, 0) for other, verb in zip((1, 2), says, strict=True)]
    assert harm not in Harm(harms(after(graph_of(kinds, relations), 1))[0])
    assert harm in Harm(harms(after(graph_of(kinds, relations, dangling=[2]), 1))[0])
    assert harm in Harm(harms(after(graph_of(kinds, relations[:1], dangling=[1]), 1))[0])


def test_what_is_not_hit_has_no_hour_no_edge_and_no_path() -> None:
    found = after(calling((0, 1), count=3), 1)
    assert (found.hours[2], found.edge[2], found.path(1)) == (math.inf, -1, [])
    assert found.edge.tolist() == [0, -1, -1]
