"""Formulas of fault trees, worked out: they fail with what they failed with before."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document

from opmap.connecting import Notice, Relation
from opmap_connectors.open_psa import OpenPsa
from opmap_connectors.open_psa.formulas import AtLeast, Formula, Named, folded

EVENTS = ["e0", "e1", "e2", "e3", "on"]


def fails(formula: Formula, down: dict[str, bool]) -> bool:
    """Work a formula out, word for word."""
    if isinstance(formula, bool):
        return formula
    if isinstance(formula, Named):
        return down[formula.name]
    assert isinstance(formula, AtLeast)
    return sum(fails(one, down) for one in formula.inputs) >= formula.least


def value(named: Named) -> Formula:
    return True if named.name == "on" else named


def _at_least(inputs: list[Formula]) -> st.SearchStrategy[Formula]:
    return st.builds(AtLeast, st.integers(1, len(inputs)), st.just(tuple(inputs)), st.just(1))


formulas: st.SearchStrategy[Formula] = st.recursive(
    st.builds(Named, st.just("basic-event"), st.sampled_from(EVENTS), st.just(1)),
    lambda inner: st.lists(inner, min_size=1, max_size=5).flatmap(_at_least),
    max_leaves=14,
)


@given(formulas)
@settings(max_examples=300, deadline=None)
def test_what_is_worked_out_fails_with_the_same(formula: Formula) -> None:
    found = folded(formula, value)
    for states in product([False, True], repeat=4):
        down = dict(zip(EVENTS, (*states, True), strict=True))
        assert fails(found, down) == fails(formula, down)


@given(formulas)
@settings(max_examples=300, deadline=None)
def test_no_input_stands_twice_in_what_is_worked_out(formula: Formula) -> None:
    waiting = [folded(formula, value)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, AtLeast):
            names = [each.name for each in one.inputs if isinstance(each, Named)]
            assert len(names) == len(set(names))
            assert 1 < len(one.inputs) >= one.least >= 1
            waiting += one.inputs


def _read(formula: str) -> list[object]:
    gate = f'<define-gate name="top">{formula}</define-gate>'
    return [*OpenPsa().read(document("m.xml", f"<opsa-mef><define-fault-tree>{gate}</define-fault-tree></opsa-mef>"))]


def test_an_argument_that_counts_twice_may_be_enough() -> None:
    e1, e3 = (f'<basic-event name="{name}"/>' for name in ("e1", "e3"))
    found = _read(f'<atleast min="2">{e3}{e1}<or>{e3}</or></atleast>')
    ends = [(str(one.source)[-3:], str(one.target)[-2:]) for one in found if isinstance(one, Relation)]
    assert ends == [("top", "e3")]


@pytest.mark.parametrize(("repeated", "is_read"), [(6, True), (7, False)])
def test_a_formula_that_names_too_many_things_twice_is_said_not_to_be_understood(
    repeated: int, *, is_read: bool
) -> None:
    twice = "".join(f'<basic-event name="e{number}"/>' for number in range(repeated)) * 2
    found = _read(f'<atleast min="3">{twice}</atleast>')
    notices = [one for one in found if isinstance(one, Notice) and "names more than 6 things twice" in one.reason]
    assert bool(notices) is not is_read
