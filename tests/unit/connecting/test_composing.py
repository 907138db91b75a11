"""YAML composed from its events: what PyYAML's own loader reads, and on which line it stands."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from opmap.connecting.parsing import parse_yaml
from opmap.errors import Unreadable

LEAVES = st.none() | st.booleans() | st.integers(-99, 99) | st.text("ab:#-{ '\"\n", max_size=6)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4),
    max_leaves=20,
)

LAUGHS = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefgh")
)


@given(trees=st.lists(TREES, min_size=1, max_size=3), style=st.sampled_from(["flow", "block"]))
def test_what_pyyaml_writes_is_read_back(trees: list[Any], style: str) -> None:
    text = yaml.safe_dump_all(trees, default_flow_style=style == "flow")
    assert [value for value, _, _ in parse_yaml(text)] == trees


@given(tree=TREES)
def test_every_value_is_found_on_the_line_where_it_stands(tree: Any) -> None:
    text = "---\n" + json.dumps({"top": tree}, indent=1)
    ((value, lines, _),) = parse_yaml(text)
    for path, here in _places(yaml.compose(text, Loader=yaml.SafeLoader), ()):
        assert lines.line(path) == here, (path, value)


def _places(node: Any, path: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], int]]:
    """Give every path with its line, from the tree of nodes that PyYAML makes."""
    found = []
    if isinstance(node, yaml.MappingNode):
        for key, item in node.value:
            found += [((*path, key.value), key.start_mark.line + 1), *_places(item, (*path, key.value))]
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            found += [((*path, index), item.start_mark.line + 1), *_places(item, (*path, index))]
    return found


def test_an_alias_stands_where_it_is_written_and_what_is_in_it_where_that_is() -> None:
    ((value, lines, _),) = parse_yaml("base: &base\n  port: 1\nall:\n  - *base\n")
    assert value == {"base": {"port": 1}, "all": [{"port": 1}]}
    assert [lines.line(path) for path in (("all", 0), ("all", 0, "port"), ("all", 0, "none"))] == [4, 2, 4]


def test_what_is_merged_keeps_its_line_and_gives_way_to_what_a_mapping_says_itself() -> None:
    text = "one: &one {a: 1, b: 1}\ntwo: &two\n  b: 2\n  c: 2\nboth:\n  <<: [*two, *one]\n  c: 3\n"
    ((value, lines, odd),) = parse_yaml(text)
    assert value["both"] == {"a": 1, "b": 2, "c": 3}
    assert [lines.line(("both", key)) for key in "abc"] == [1, 3, 7]
    assert not odd


def test_a_tag_that_nobody_knows_is_kept_and_what_stands_under_it_has_a_line() -> None:
    ((value, lines, _),) = parse_yaml("a: !Sub\n  - x\n  - y\nb: !Ref z\n")
    assert value == {"a": {"!Sub": ["x", "y"]}, "b": {"!Ref": "z"}}
    assert lines.line(("a", "!Sub", 1)) == 3


def test_an_alias_may_be_a_key() -> None:
    ((value, _, _),) = parse_yaml("&name a: 1\nof: {*name : 2}\n")
    assert value == {"a": 1, "of": {"a": 2}}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x [1, *x]", 1),
        ("a: 1\nb: *nobody", 2),
        ("a:\n  {b: 1}: 2", 2),
        ("[" * 500, 1),
        ("\n" + "- " * 5000 + "x", 2),
        (LAUGHS, 7),
    ],
    ids=["itself", "nobody", "key", "brackets", "dashes", "laughs"],
)
def test_what_cannot_be_a_tree_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        list(parse_yaml(text))
    assert refused.value.line == line
