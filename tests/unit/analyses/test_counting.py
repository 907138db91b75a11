from __future__ import annotations

from hypothesis import given
from tests.building import edge, graph_of, node
from tests.strategies import estates

from opmap.analyses.counting import outcomes
from opmap.analyses.ranking import ranking
from opmap.estate import Estate
from opmap.graph import Graph, from_estate


def counted(graph: Graph) -> list[str]:
    return sorted("+".join(graph.ids[one] for one in outcome.nodes) for outcome in outcomes(graph))


def test_a_declared_capability_counts_with_its_value() -> None:
    graph = graph_of("web supports sales", nodes={"sales": node("sales", "capability", value=3)})
    (only,) = outcomes(graph)
    assert (graph.ids[only.node], only.value, only.assumed) == ("sales", 3.0, False)


def test_what_nothing_else_depends_on_stands_in() -> None:
    assert counted(graph_of("web calls cart", "cart stored in db", db="datastore")) == ["web"]


def test_declaring_one_capability_removes_nothing_else() -> None:
    before = graph_of("web calls cart", "shop calls rate")
    after = graph_of("web calls cart", "shop calls rate", "web supports sales", sales="capability")
    assert counted(before) == ["shop", "web"]
    assert counted(after) == ["sales", "shop"]


def test_a_load_generator_neither_counts_nor_hides_what_it_calls() -> None:
    graph = graph_of("load calls front", nodes={"load": node("load", role="load generator")})
    assert counted(graph) == ["front"]


def test_monitoring_configuration_and_discovery_do_not_count() -> None:
    graph = graph_of(
        "api monitored by prom",
        "grafana reads prom",
        nodes={"conf": node("conf", role="configuration"), "disc": node("disc", role="discovery")},
        prom="monitoring",
        grafana="monitoring",
    )
    assert counted(graph) == ["api"]


def test_a_circle_that_nothing_else_depends_on_counts_once() -> None:
    assert counted(graph_of("a calls b", "b calls a", "b calls c")) == ["a+b"]


def test_what_a_gateway_publishes_counts_though_others_call_it() -> None:
    graph = graph_of("job calls web", nodes={"web": node("web", published=True)}, job="workflow")
    assert counted(graph) == ["job", "web"]


def test_an_operation_that_nobody_calls_hides_nothing() -> None:
    assert counted(graph_of("shop exposes api", "api exposes op", api="API", op="operation")) == ["shop"]
    assert counted(graph_of("shop exposes api", "web calls api", api="API")) == ["web"]


def test_two_consumers_of_one_group_are_one_outcome_and_two_groups_are_two() -> None:
    def reader(name: str, group: str):
        return edge(f"{name} consumes orders", attributes={"consumer_group": group})

    assert counted(graph_of(reader("a", "g"), reader("b", "g"), orders="topic")) == ["a+b"]
    assert counted(graph_of(reader("a", "g"), reader("b", "h"), orders="topic")) == ["a", "b"]


def test_either_consumer_of_one_group_suffices() -> None:
    one = edge("a consumes orders", attributes={"consumer_group": "g"})
    two = edge("b consumes orders", attributes={"consumer_group": "g"})
    (outcome,) = outcomes(graph_of(one, two, orders="topic"))
    assert (len(outcome.nodes), outcome.need) == (2, 1)


def test_an_automation_that_is_switched_off_does_not_count() -> None:
    graph = graph_of(nodes={"old": node("old", "workflow", inactive=True), "new": node("new", "workflow")})
    assert counted(graph) == ["new"]


def test_where_most_are_marked_as_switched_off_the_mark_means_nothing() -> None:
    nodes = {name: node(name, "workflow", inactive=True) for name in "abc"}
    assert counted(graph_of(nodes=nodes)) == ["a", "b", "c"]


def test_a_person_can_say_that_something_counts_or_does_not() -> None:
    said = {"cart": node("cart", counts="yes"), "web": node("web", counts="no")}
    assert counted(graph_of("web calls cart", nodes=said)) == ["cart"]


@given(estates())
def test_every_outcome_is_made_of_nodes_and_needs_no_more_than_it_has(estate: Estate) -> None:
    graph = from_estate(estate)
    for one in outcomes(graph):
        assert 1 <= one.need <= len(one.nodes)
        assert one.value > 0
        assert all(0 <= number < len(graph) for number in one.nodes)


def test_what_only_keeps_a_capability_fresh_is_no_outcome_beside_it() -> None:
    says = ["web supports sales", "web reads prices", "import writes prices", "import calls feed", "web calls cart"]
    kinds = {"sales": "capability", "prices": "dataset", "import": "workflow"}
    graph = graph_of(*says, **kinds)
    assert counted(graph) == ["sales"]
    assert counted(graph_of(*says[:2], "job calls feed", **(kinds | {"job": "workflow"}))) == ["import", "job", "sales"]
    yes = {"import": node("import", "workflow", counts="yes")}
    del kinds["import"]
    assert counted(graph_of(*says, nodes=yes, **kinds)) == ["import", "sales"]


def test_it_has_no_points_and_the_ranking_says_what_it_leaves_on_old_data() -> None:
    kinds = {"sales": "capability", "prices": "dataset", "import": "workflow"}
    found = ranking(graph_of("web supports sales", "web reads prices", "import writes prices", **kinds))
    assert [one.name for one in found.old_data] == ["import"]
    assert "import" not in {one.node.name for one in found.risks}
