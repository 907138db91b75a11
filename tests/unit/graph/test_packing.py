from __future__ import annotations

import numpy as np
from hypothesis import given
from tests.strategies import estates

from opmap.estate import Estate
from opmap.graph import from_estate, pack, unpack


@given(estates())
def test_a_graph_comes_out_of_its_bytes_as_it_went_in(estate: Estate) -> None:
    graph = from_estate(estate, snapshot=7)
    again = unpack(pack(graph), graph.details)
    assert list(again.ids) == list(graph.ids)
    assert list(again.names) == list(graph.names)
    assert list(again.environments) == list(graph.environments)
    assert (again.snapshot, again.content) == (7, graph.content)
    for name, column in vars(graph).items():
        if isinstance(column, np.ndarray):
            np.testing.assert_array_equal(getattr(again, name), column, err_msg=name)


@given(estates())
def test_equal_estates_give_equal_bytes_whatever_the_order(estate: Estate) -> None:
    turned = Estate(**{**vars(estate), "nodes": estate.nodes[::-1], "edges": estate.edges[::-1]})
    assert pack(from_estate(turned)) == pack(from_estate(estate))
