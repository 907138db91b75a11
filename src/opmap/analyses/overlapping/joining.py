"""All pairs of sets that are nearly the same, exactly: none is missed and none is sampled.

Two sets are near where their Jaccard index is at least 0.7, or where the larger holds at least
nine tenths of a smaller one that is not too small to tell. Pairs that share a rare token at
all are found by prefix filtering (S. Chaudhuri, V. Ganti and R. Kaushik, 2006; R. Bayardo, Y.
Ma and R. Srikant, 2007); most of them fall by a bound on the overlap from signatures of 256
bits, ``|a & b| <= (|a| + |b| - popcount(s(a) ^ s(b))) / 2``, which never drops a true pair;
what is left is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

JACCARD = 0.7
CONTAINMENT = 0.9
SMALLEST_HELD = 10
"""A set of fewer pieces that stands in a larger one says nothing: small things are alike by chance."""
Numbers: TypeAlias = NDArray[np.int64]
Pairs: TypeAlias = tuple[Numbers, Numbers]

_WORDS = 4  # of 64 bits, in a signature
_BLOCK = 1 << 21  # so many candidates at once
_SLACK = 1e-9


def near_pairs(sets: Sequence[frozenset[str]]) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Give all pairs (i < j) that are near, with their Jaccard index; sets are told apart by their places."""
    tokens = _Tokens.of(sets)
    found = [_verified(tokens, *block) for block in _candidates(tokens)]
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    one, other, index = (np.concatenate(each) for each in zip(*found, strict=True))
    _, first = np.unique(one * np.int64(len(sets)) + other, return_index=True)
    return one[first], other[first], index[first]


class _Tokens:
    """The tokens of all sets in one array, the rarest of a set first, and a signature of each set."""

    def __init__(self, length: Numbers, token: Numbers, kinds: int) -> None:
        self.length, self.token, self.kinds = length, token, kinds
        self.start = np.concatenate([np.zeros(1, np.int64), np.cumsum(length)])
        self.owner = np.repeat(np.arange(len(length)), length)
        self.place = np.arange(len(token)) - self.start[self.owner]
        self.signature = np.zeros((len(length), _WORDS), np.uint64)
        bit = (token * np.int64(2654435761) >> 7) & 255
        np.bitwise_xor.at(
            self.signature, (self.owner, bit >> 6), np.left_shift(np.uint64(1), (bit & 63).astype(np.uint64))
        )

    @classmethod
    def of(cls, sets: Sequence[frozenset[str]]) -> _Tokens:
        """Give each token a number, the rarest the first, and sort each set by them."""
        number: dict[str, int] = {}
        length = np.fromiter((len(each) for each in sets), np.int64, len(sets))
        raw = np.fromiter(
            (number.setdefault(token, len(number)) for each in sets for token in sorted(each)),
            np.int64,
            int(length.sum()),
        )
        count = np.bincount(raw, minlength=len(number))
        rank = np.empty(len(number), np.int64)
        rank[np.argsort(count, kind="stable")] = np.arange(len(number))
        owner = np.repeat(np.arange(len(sets)), length)
        order = np.lexsort((rank[raw], owner))
        return cls(length, rank[raw][order], len(number))


def _candidates(tokens: _Tokens) -> Iterator[Pairs]:
    """Give pairs that may be near, block by block; one pair may come more than once."""
    length = tokens.length[tokens.owner]
    by_jaccard = tokens.place < length - np.ceil(JACCARD * length - _SLACK) + 1
    yield from _sharing(tokens, by_jaccard, by_jaccard, 1.0, 1 / JACCARD)
    by_containment = (tokens.place < length - np.ceil(CONTAINMENT * length - _SLACK) + 1) & (length >= SMALLEST_HELD)
    # what is not so much larger and holds nine tenths of the other is near by Jaccard already
    least = CONTAINMENT / JACCARD - (1 - CONTAINMENT)
    yield from _sharing(tokens, by_containment, np.ones(len(length), np.bool_), least, np.inf)


def _sharing(
    tokens: _Tokens, small: NDArray[np.bool_], large: NDArray[np.bool_], least: float, most: float
) -> Iterator[Pairs]:
    """Give pairs that share a token, one of the chosen ones of each, with lengths in a ratio between two bounds."""
    widest = np.int64(tokens.length.max(initial=0) + 2)
    where = np.flatnonzero(large)
    where = where[np.lexsort((tokens.length[tokens.owner[where]], tokens.token[where]))]
    holder = tokens.owner[where]
    keys = tokens.token[where] * widest + tokens.length[holder]
    asking = where if least == 1.0 else np.flatnonzero(small)
    owner, token = tokens.owner[asking], tokens.token[asking]
    length = tokens.length[owner]
    if least == 1.0:
        low = np.arange(1, len(where) + 1)  # each pair of equals once
    else:
        low = np.searchsorted(keys, token * widest + np.floor(length * least + _SLACK).astype(np.int64), "right")
    top = np.minimum(np.floor(length * most + _SLACK), widest - 1).astype(np.int64)
    high = np.searchsorted(keys, token * widest + top, "right")
    count = np.maximum(high - low, 0)
    for begin, end in _blocks(count):
        several = count[begin:end]
        first = np.repeat(owner[begin:end], several)
        offset = np.arange(len(first)) - np.repeat(np.cumsum(several) - several, several)
        second = holder[np.repeat(low[begin:end], several) + offset]
        yield first, second


def _blocks(count: Numbers) -> Iterator[tuple[int, int]]:
    total = np.cumsum(count)
    begin = 0
    while begin < len(count):
        done = total[begin - 1] if begin else 0
        end = max(int(np.searchsorted(total, done + _BLOCK, "right")), begin + 1)
        yield begin, end
        begin = end


def _verified(tokens: _Tokens, one: Numbers, other: Numbers) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Keep the pairs that are near, the lower number first, with their Jaccard index."""
    both = tokens.length[one] + tokens.length[other]
    differing = np.bitwise_count(tokens.signature[one] ^ tokens.signature[other]).sum(1, dtype=np.int64)
    kept = _is_near(tokens, one, other, (both - differing) // 2)
    one, other = one[kept], other[kept]
    low, high = np.minimum(one, other), np.maximum(one, other)
    _, first = np.unique(low * np.int64(len(tokens.length)) + high, return_index=True)
    low, high = low[first], high[first]
    shared = _shared(tokens, low, high)
    near = _is_near(tokens, low, high, shared)
    low, high, shared = low[near], high[near], shared[near]
    return low, high, shared / (tokens.length[low] + tokens.length[high] - shared)


def _is_near(tokens: _Tokens, one: Numbers, other: Numbers, shared: Numbers) -> NDArray[np.bool_]:
    mine, theirs = tokens.length[one], tokens.length[other]
    by_jaccard = shared * (1 + JACCARD) >= JACCARD * (mine + theirs) - _SLACK
    smaller = np.minimum(mine, theirs)
    by_containment = (shared >= CONTAINMENT * smaller - _SLACK) & (smaller >= SMALLEST_HELD)
    near: NDArray[np.bool_] = (by_jaccard | by_containment) & (one != other)
    return near


def _shared(tokens: _Tokens, one: Numbers, other: Numbers) -> Numbers:
    """Count the tokens that pairs share: in the tokens of both, sorted, those that stand twice."""
    found = np.zeros(len(one), np.int64)
    step = max(1, _BLOCK // max(1, int(tokens.length.max(initial=1))))
    for begin in range(0, len(one), step):
        ends = np.stack([one[begin : begin + step], other[begin : begin + step]], 1).ravel()
        lengths = tokens.length[ends]
        total = int(lengths.sum())
        offset = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        token = tokens.token[np.repeat(tokens.start[ends], lengths) + offset]
        pair = np.repeat(np.arange(len(ends)) // 2, lengths)
        key = np.sort(pair * np.int64(tokens.kinds + 1) + token)
        twice = key[1:][key[1:] == key[:-1]] // (tokens.kinds + 1)
        found[begin : begin + step] = np.bincount(twice, minlength=len(ends) // 2)
    return found
