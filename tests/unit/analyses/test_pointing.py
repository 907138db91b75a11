"""A path means what the files of the organisation describe, and never a file that opmap ships."""

from __future__ import annotations

import pytest
from tests.building import graph_of, node

from opmap.analyses.pointing import pointed_at
from opmap.errors import UnknownNode
from opmap.facts import SHIPPED, Evidence


def at(source: str, path: str) -> tuple[Evidence, ...]:
    return (Evidence(source, path, 3, "", "", "native"),)


def test_a_path_that_opmap_ships_too_means_the_organisations_own() -> None:
    own = node("crm", evidence=at("acme", "vendors/crm.yaml"))
    shipped = node("salesforce", evidence=at(SHIPPED, "vendors/crm.yaml"))
    graph = graph_of(nodes={"crm": own, "salesforce": shipped})
    for text in ("vendors/crm.yaml", "crm.yaml:3", "./vendors/crm.yaml:9"):
        assert [graph.ids[number] for number in pointed_at(graph, text)] == ["crm"]


def test_a_path_of_opmap_alone_means_nothing() -> None:
    graph = graph_of(nodes={"salesforce": node("salesforce", evidence=at(SHIPPED, "crm.yaml"))})
    with pytest.raises(UnknownNode):
        pointed_at(graph, "crm.yaml")
