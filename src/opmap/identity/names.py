"""Which keys name one thing: a union-find that can be told to keep two apart."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.facts import Key


class Names:
    """Keys, and the things that they name; a thing is a number, good until the next `join`.

    >>> names = Names()
    >>> names.join(Key("k8s", "a"), Key("backstage", "a")), names.same(Key("backstage", "a"), Key("k8s", "a"))
    (True, True)
    """

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._above: list[int] = []
        self._size: list[int] = []
        self._apart: dict[int, set[int]] = {}

    def __contains__(self, key: Key) -> bool:
        """Say whether anything has named this key yet."""
        return key in self._numbers

    def __iter__(self) -> Iterator[Key]:
        """Give every key that was named."""
        return iter(self._numbers)

    @property
    def divided(self) -> bool:
        """Say whether any two things are kept apart; if so, the order of joining matters."""
        return bool(self._apart)

    def thing(self, key: Key) -> int:
        """Give the thing that a key names; a new key names a new thing."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._above)
            self._above.append(number)
            self._size.append(1)
            return number
        return self._top(number)

    def same(self, one: Key, other: Key) -> bool:
        """Say whether two keys name one thing."""
        return self.thing(one) == self.thing(other)

    def join(self, one: Key, other: Key) -> bool:
        """Make two keys name one thing; give False where the two are kept apart."""
        small, large = self.thing(one), self.thing(other)
        if small == large:
            return True
        if self._size[small] > self._size[large]:
            small, large = large, small
        apart = self._apart.get(small)
        if apart is not None:
            if large in apart:
                return False
            self._move(small, large, apart)
        self._above[small] = large
        self._size[large] += self._size[small]
        return True

    def keep_apart(self, one: Key, other: Key) -> None:
        """Never let two keys name one thing; one that they share already stays one."""
        first, second = self.thing(one), self.thing(other)
        if first != second:
            self._apart.setdefault(first, set()).add(second)
            self._apart.setdefault(second, set()).add(first)

    def _top(self, number: int) -> int:
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def _move(self, small: int, large: int, apart: set[int]) -> None:
        """Let what was kept apart from one thing be kept apart from the thing that it becomes."""
        del self._apart[small]
        for other in apart:
            self._apart[other].discard(small)
            self._apart[other].add(large)
        self._apart.setdefault(large, set()).update(apart)
