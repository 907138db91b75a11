"""Families of those that stand in each other's way: only members that can meet are told together.

Two that never meet may both stand in the way of a third. That makes two families, each with the third.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

Pair = tuple[int, int]


def meeting_families(pairs: Sequence[Pair], meet: Callable[[int, int], bool]) -> list[set[int]]:
    """Put together those that are in conflict so that all of a family meet each other, and each pair is in one.

    A family grows from the first pair that no family has yet, by those in conflict with one of it that meet
    all of it: the largest families would take too long to find, and none of these can be larger as it stands.

    >>> meeting_families([(0, 2), (1, 2)], lambda one, other: {one, other} != {0, 1})
    [{0, 2}, {1, 2}]
    """
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    known: dict[Pair, bool] = {}

    def can_meet(one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        if pair not in known:
            known[pair] = other in beside[one] or meet(*pair)
        return known[pair]

    families: list[set[int]] = []
    told: set[Pair] = set()
    for pair in pairs:
        if pair in told:
            continue
        family = set(pair)
        left = sorted(set.union(*(beside[one] for one in family)) - family)
        while left:
            each = left.pop(0)
            if all(can_meet(each, one) for one in family):
                family.add(each)
                left = sorted({*left, *beside[each]} - family)
        told.update((one, other) for one in family for other in beside[one] & family)
        told.update((one, one) for one in family if one in beside[one])
        families.append(family)
    return families
