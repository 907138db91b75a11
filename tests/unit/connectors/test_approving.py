"""An approval counts where every way passes it, and a refusal closes that way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.reference import approvals

from opmap_connectors._shared.approving import Ways, agrees, approved

_MOST = 7
NODES = range(_MOST)
_LINKS = st.dictionaries(st.sampled_from(NODES), st.sets(st.sampled_from(NODES), max_size=4), max_size=_MOST)
_SOME = st.sets(st.sampled_from(NODES), max_size=3)


@given(_LINKS, st.sets(st.sampled_from(NODES), min_size=1, max_size=2), _SOME)
def test_what_is_behind_gates_is_what_every_simple_way_passes_one_to(
    onwards: dict[int, set[int]], starts: set[int], gates: set[int]
) -> None:
    assert Ways(starts, onwards).behind(gates) == approvals.behind(gates, starts, onwards, NODES)


@given(st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda one: one[0] < one[1])), _SOME)
def test_what_waits_for_all_before_it_is_behind_a_gate_on_any_of_its_ways(
    links: set[tuple[int, int]], gates: set[int]
) -> None:
    onwards = {here: [after for before, after in links if before == here] for here in NODES}
    before = {here: [each for each, after in links if after == here] for here in NODES}
    starts = [here for here in NODES if not before[here]]
    expected = {here for here in NODES if not approvals.comes_by(here, gates, starts, before)}
    assert Ways(starts, onwards, frozenset(NODES)).behind(gates) == expected


@given(_LINKS, _SOME)
def test_a_join_in_a_ring_is_never_taken_for_approved_because_it_waits_for_itself(
    onwards: dict[int, set[int]], joins: set[int]
) -> None:
    ways = Ways([0], onwards, joins)
    assert ways.reached() == Ways([0], onwards).reached()


def test_a_refusal_that_leads_to_the_same_step_approves_nothing() -> None:
    onwards = {"start": ["ask"], "ask": ["agreed?"], "agreed?": ["yes", "no"], "yes": ["pay"], "no": ["tell", "pay"]}
    ways = Ways(["start"], onwards)
    told = {"yes": True, "no": False}
    assert "pay" not in approved(ways, asking={"ask"}, decisions={"agreed?": told})
    onwards["no"] = ["tell"]
    assert "pay" in approved(ways, asking={"ask"}, decisions={"agreed?": told})


def test_a_decision_of_which_no_way_is_known_to_be_the_agreement_approves_nothing() -> None:
    onwards = {"ask": ["this", "that"], "this": ["pay"], "that": ["tell"]}
    ways = Ways(["ask"], onwards)
    assert approved(ways, asking={"ask"}, decisions={"ask": {"this": None, "that": None}}) == set()
    assert "pay" in approved(ways, asking={"ask"}, decisions={"ask": {"this": None, "that": False}})


def test_what_only_a_refusal_leads_to_is_approved_by_nobody() -> None:
    onwards = {"ask": ["yes", "no"], "no": ["pay"]}
    assert "pay" not in approved(Ways(["ask"], onwards), asking={"ask"}, decisions={"ask": {"yes": True, "no": False}})


def test_a_decision_that_no_approval_stands_before_decides_something_else() -> None:
    onwards = {"start": ["agreed?", "ask"], "agreed?": ["yes"], "yes": ["pay"]}
    assert approved(Ways(["start"], onwards), asking={"ask"}, decisions={"agreed?": {"yes": True}}) == set()


def test_words_agree_refuse_or_say_neither() -> None:
    assert [agrees(word) for word in ("Approve", "Reject", "not approved", "yes", "freigegeben", "abgelehnt", "")] == [
        True,
        False,
        False,
        True,
        True,
        False,
        None,
    ]
