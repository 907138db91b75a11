"""Labels and selectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap.connecting.selecting import (
    Requirement,
    format_labels,
    format_selector,
    is_service,
    matches,
    parse_labels,
    parse_selector,
    selector_of,
    verb_towards,
)
from opmap.facts import Key
from opmap.kinds import KINDS, VERBS

texts = st.text(max_size=8)
labels = st.dictionaries(st.text(min_size=1, max_size=8), texts, max_size=4)
operators = st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist", "Gt"])
requirements = st.builds(
    Requirement,
    st.text(min_size=1, max_size=8),
    operators,
    st.lists(texts, min_size=1, max_size=3, unique=True).map(sorted).map(tuple),
).map(lambda r: Requirement(r.name, r.operator, r.values if r.operator in ("In", "NotIn") else ()))


@given(labels)
def test_labels_survive_being_written_and_read(carried: dict[str, str]) -> None:
    assert dict(parse_labels(format_labels(carried))) == carried


@given(st.lists(requirements, max_size=4))
def test_selectors_survive_being_written_and_read(asked: list[Requirement]) -> None:
    selector = selector_of({}, asked)
    assert parse_selector(format_selector(selector)) == selector


@given(st.lists(requirements, max_size=4).flatmap(lambda asked: st.tuples(st.just(asked), st.permutations(asked))))
def test_equal_selectors_are_written_alike(pair: tuple[list[Requirement], list[Requirement]]) -> None:
    assert format_selector(selector_of({}, pair[0])) == format_selector(selector_of({}, pair[1]))


@given(labels.filter(bool), labels)
def test_plain_labels_select_whatever_carries_them_all(asked: dict[str, str], more: dict[str, str]) -> None:
    carried = {**more, **asked}
    assert matches(parse_labels(format_labels(carried)), selector_of(asked))
    missing = dict(list(carried.items())[1:])
    lost = set(asked) - set(missing)
    assert matches(parse_labels(format_labels(missing)), selector_of(asked)) is not bool(lost)


def test_an_empty_selector_selects_nothing() -> None:
    assert not matches((("app", "cart"),), ())


@pytest.mark.parametrize(
    ("selector", "selects"),
    [
        ("app in (cart;shop)", True),
        ("app in (shop)", False),
        ("app notin (shop)", True),
        ("tier notin (shop)", True),
        ("app notin (cart)", False),
        ("app", True),
        ("tier", False),
        ("!tier", True),
        ("!app", False),
        ("app=cart,!tier", True),
        ("app=cart,tier=x", False),
        ("app Gt", False),
        ("app in ()", False),
    ],
)
def test_each_way_of_asking(selector: str, *, selects: bool) -> None:
    assert matches((("app", "cart"),), parse_selector(selector)) is selects


def test_only_a_services_key_is_one() -> None:
    assert is_service(Key("k8s", "a/b/c/Service/x"))
    assert not is_service(Key("k8s", "c/Service/Deployment/x"))
    assert not is_service(Key("compose", "a/Service/x"))


def test_every_verb_towards_a_kind_is_one_of_the_vocabulary() -> None:
    assert {verb_towards(kind) for kind in KINDS} <= {None, *VERBS}
