"""On which line a path of a JSON text starts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap.connecting.lines import JsonLines

TREES = st.recursive(
    st.integers() | st.text(max_size=6) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(tree=TREES, indent=st.sampled_from([None, 0, 1, 4]))
def test_every_value_is_found_on_the_line_where_it_stands(tree: Any, indent: int | None) -> None:
    marked, paths = _marked(tree)
    text = json.dumps(marked, indent=indent)
    lines = JsonLines(text)
    for mark, path in paths.items():
        (line,) = [number for number, found in enumerate(text.split("\n"), 1) if mark in found]
        assert lines.line(path) == line


def _marked(tree: Any) -> tuple[Any, dict[str, tuple[str | int, ...]]]:
    """Put a mark of its own in the place of each leaf."""
    paths: dict[str, tuple[str | int, ...]] = {}

    def mark(value: Any, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            return {key: mark(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [mark(item, (*path, index)) for index, item in enumerate(value)]
        name = f"<mark {len(paths)}>"
        paths[name] = path
        return name

    return mark(tree, ()), paths


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("a",), 3),
        (("a", 0), 4),
        (("a", 1), 5),
        (("a", 1, "b"), 6),
        (("c\n",), 8),
        (("twice",), 10),
        (("a", 9), 3),
        (("nowhere", "at", "all"), 2),
        (("a", "word"), 3),
    ],
)
def test_a_path_has_its_line_or_that_of_the_nearest_place_above(path: tuple[str | int, ...], line: int) -> None:
    text = '\n{\n"a": [\n1,\n{\n"b": "}"}],\n\n"c\\n": 2,\n"twice": 1,\n"twice": 2}'
    assert JsonLines(text).line(path) == line


def test_a_tree_that_nests_on_purpose_costs_no_more_than_its_first_levels() -> None:
    deep = "[\n" * 500 + "]" * 500
    assert JsonLines(deep).line((0,) * 500) == 41


def _each(lines: JsonLines, count: int) -> Iterator[int | None]:
    return (lines.line((number, "x")) for number in range(count))


def test_the_lines_of_a_long_list_are_found_in_one_walk() -> None:
    text = json.dumps([{"x": number} for number in range(20_000)], indent=0)
    assert list(_each(JsonLines(text), 20_000)) == [3 + 3 * number for number in range(20_000)]
