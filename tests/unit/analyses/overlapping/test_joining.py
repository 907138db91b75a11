from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import overlaps as reference

from opmap.analyses.overlapping.joining import near_pairs

_PIECES = st.frozensets(st.integers(0, 24).map(str), min_size=1, max_size=20)


def _found(sets: list[frozenset[str]]) -> set[tuple[int, int]]:
    one, other, _ = near_pairs(sets)
    return set(zip(one.tolist(), other.tolist(), strict=True))


@given(st.lists(_PIECES, max_size=24))
@settings(max_examples=300, deadline=None)
def test_the_join_finds_exactly_the_pairs_that_counting_finds(sets: list[frozenset[str]]) -> None:
    assert _found(sets) == reference.near_pairs(sets)


@given(_PIECES, st.integers(0, 2**20))
@settings(max_examples=100, deadline=None)
def test_edited_copies_are_found_exactly_up_to_the_limit(pieces: frozenset[str], seed: int) -> None:
    dice = random.Random(seed)
    whole = pieces | {f"own {number}" for number in range(10)}
    copies = [whole]
    for edits in range(1, len(whole)):
        kept = sorted(whole)
        dice.shuffle(kept)
        copies.append(
            frozenset(kept[edits:]) | {f"new {edits} {number}" for number in range(dice.randrange(edits + 1))}
        )
    assert _found(copies) == reference.near_pairs(copies)


def test_a_small_set_inside_a_far_larger_one_is_found() -> None:
    small = frozenset(f"s{number}" for number in range(10))
    large = small | {f"l{number}" for number in range(400)}
    assert _found([large, small]) == {(0, 1)}


def test_the_index_is_that_of_jaccard() -> None:
    *_, index = near_pairs([frozenset("abcdefgh"), frozenset("abcdefgx")])
    assert index.tolist() == [7 / 9]
