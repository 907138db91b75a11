"""The small parts that the engine is made of."""

from __future__ import annotations

from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap.graph.arrays import distinct, in_order, ranges, starts_of
from opmap.graph.engine import parts
from opmap.graph.engine.bits import column_counts, spelled, united, weighted_counts
from opmap.graph.engine.columns import Columns

numbers = st.lists(st.integers(0, 200_000), max_size=50)


@given(numbers)
def test_in_order_sorts_and_lets_equals_stand(keys: list[int]) -> None:
    found = in_order(np.array(keys, np.int64)).tolist()
    assert found == sorted(range(len(keys)), key=lambda place: keys[place])


def test_in_order_sorts_numbers_wider_than_two_words() -> None:
    assert in_order(np.array([1 << 40, 5, 1 << 33])).tolist() == [1, 2, 0]


@given(st.lists(st.integers(0, 9), max_size=30))
def test_starts_and_ranges_give_the_neighbours_of_each_key(keys: list[int]) -> None:
    start = starts_of(np.array(keys, np.int64), 10)
    every = ranges(start[:-1], np.diff(start)).tolist()
    assert every == list(range(len(keys)))
    assert np.diff(start).tolist() == [keys.count(key) for key in range(10)]


@given(numbers)
def test_distinct_gives_each_number_once_in_order(keys: list[int]) -> None:
    assert distinct(np.array(keys, np.int64)).tolist() == sorted(set(keys))


@pytest.mark.parametrize("few", [0, 50_000], ids=["by scipy", "by search"])
@given(st.randoms(use_true_random=False))
def test_parts_are_those_of_networkx(few: int, rng: Random) -> None:
    size = rng.randint(1, 12)
    arcs = [(rng.randrange(size), rng.randrange(size)) for _ in range(rng.randint(0, 30))]
    tail, head = np.array(arcs, np.int32).reshape(-1, 2).T
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_FEW", few)
        found = parts.parts_of(tail, head, size).tolist()
    graph = nx.DiGraph(arcs)
    graph.add_nodes_from(range(size))
    for members in nx.strongly_connected_components(graph):
        assert {found[member] for member in members} == {min(members)}


@pytest.mark.parametrize("count", [0, 1, 17, 255, 256, 900, 5000])
def test_columns_are_counted_bit_by_bit(count: int) -> None:
    rows = np.random.default_rng(count).integers(0, 1 << 63, (count, 2)).astype(np.uint64)
    plain = np.unpackbits(rows.view(np.uint8), axis=1, bitorder="little").astype(int)
    assert (column_counts(rows) == plain.sum(axis=0)).all()
    weights = np.random.default_rng(1).integers(-5, 9, count)
    assert (weighted_counts(rows, weights) == (plain * weights[:, None]).sum(axis=0)).all()


def test_rows_with_one_key_are_united() -> None:
    rows = np.array([[1], [2], [4]], np.uint64)
    keys, found = united(rows, np.array([7, 3, 7]))
    assert (keys.tolist(), found.tolist()) == ([3, 7], [[2], [5]])


def test_bits_are_spelled_from_the_lowest() -> None:
    assert spelled(np.array([5], np.uint64), 4).tolist() == [True, False, True, False]


def test_a_part_of_the_columns_counts_from_nought_again() -> None:
    part = Columns.sets([[1], [2, 3], [4]]).part(1, 3)
    assert (part.count, part.aspect.tolist(), part.scenario.tolist()) == (2, [2, 3, 4], [0, 0, 1])
