"""Binary decision diagrams of monotone functions: a small, plain, ordered and reduced kind.

A function is a number: 0 is *never*, 1 is *always*, others are nodes that test one variable
and go on to two functions. Equal functions have equal numbers (R. Bryant, 1986). Own code of
a page: of the libraries, dd compiles only on Linux, and oxidd, which has wheels for all,
solves four more of the forty Aralia models within seconds; past these sampling answers.

>>> diagrams = Diagrams(2)
>>> found = diagrams.either(diagrams.variable(0), diagrams.variable(1))
>>> round(diagrams.chances([0.5, 0.1])[found], 6)
0.55
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

NEVER, ALWAYS = 0, 1
MOST_VARIABLES = 600
"""More would go deeper than Python likes to call."""
_MOST_STEPS = 1_500_000


class Overgrown(Exception):
    """A diagram takes more steps than it is worth."""


class Diagrams:
    """Functions of the same variables, tested in the order of their numbers."""

    def __init__(self, variables: int, most: int = _MOST_STEPS) -> None:
        self.variables = variables
        self.tests = [variables, variables]  # of each function, the variable that it tests
        self.low = [0, 1]  # what it goes on to where the variable is false
        self.high = [0, 1]
        self._known: dict[tuple[int, int, int], int] = {}
        self._either: dict[tuple[int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._left = most

    def variable(self, number: int) -> int:
        """Give the function that is one variable."""
        return self._node(number, NEVER, ALWAYS)

    def either(self, one: int, other: int) -> int:
        """Give the function that is true where one of two is."""
        if other in {one, NEVER}:
            return one
        if one == NEVER or other == ALWAYS:
            return other
        if one == ALWAYS:
            return ALWAYS
        return self._joined(one, other, self._either, self.either)

    def both(self, one: int, other: int) -> int:
        """Give the function that is true where both of two are."""
        if other in {one, ALWAYS}:
            return one
        if one == ALWAYS or other == NEVER:
            return other
        if one == NEVER:
            return NEVER
        return self._joined(one, other, self._both, self.both)

    def at_least(self, count: int, functions: Sequence[int]) -> int:
        """Give the function that is true where so many of several are."""
        reached = [ALWAYS] + [NEVER] * count
        for function in functions:
            for number in range(count, 0, -1):
                reached[number] = self.either(reached[number], self.both(reached[number - 1], function))
        return reached[count]

    def _joined(self, one: int, other: int, known: dict[tuple[int, int], int], join: Callable[[int, int], int]) -> int:
        key = (one, other) if one < other else (other, one)
        found = known.get(key)
        if found is None:
            self._left -= 1
            if self._left < 0:
                raise Overgrown
            first = min(self.tests[one], self.tests[other])
            here, there = self.tests[one] == first, self.tests[other] == first
            low = join(self.low[one] if here else one, self.low[other] if there else other)
            high = join(self.high[one] if here else one, self.high[other] if there else other)
            found = known[key] = self._node(first, low, high)
        return found

    def _node(self, test: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (test, low, high)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.tests)
            self.tests.append(test)
            self.low.append(low)
            self.high.append(high)
        return found

    # chances

    def chances(self, chance: Sequence[float]) -> list[float]:
        """Give how likely each function is true, where each variable is with a chance of its own."""
        found = [0.0, 1.0]
        for node in range(2, len(self.tests)):
            true = chance[self.tests[node]]
            found.append(true * found[self.high[node]] + (1 - true) * found[self.low[node]])
        return found

    def sensitivities(self, function: int, chance: Sequence[float]) -> list[float]:
        """Give for each variable how much likelier a function is where it is true than where it is false.

        That is Birnbaum's importance: what is below a node, times how likely the way leads there.
        """
        found = self.chances(chance)
        reached = [0.0] * len(self.tests)
        reached[function] = 1.0
        difference = [0.0] * self.variables
        for node in range(len(self.tests) - 1, 1, -1):
            if reached[node]:
                low, high, true = self.low[node], self.high[node], chance[self.tests[node]]
                difference[self.tests[node]] += reached[node] * (found[high] - found[low])
                reached[high] += reached[node] * true
                reached[low] += reached[node] * (1 - true)
        return difference
