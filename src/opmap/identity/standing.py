"""Who answers at one host: by port, and there by path.

>>> places = Places()
>>> places.add(1, None, "")
>>> places.add(2, 8080, "/api")
>>> places.at(Site("shop", 8080, "/api/v1")), places.at(Site("shop", 80, "/x"))
(({2}, True), ({1}, True))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from opmap.identity.hosts import Site

_ANY = -1  # at whatever port, for who asks for one that nobody has


@dataclass
class Places:
    """Things by the port and the path at which they answer; None is any port."""

    _by_path: dict[int | None, dict[str, set[int]]] = field(default_factory=dict)
    _all: dict[int | None, set[int]] = field(default_factory=dict)

    def add(self, thing: int, port: int | None, path: str) -> None:
        """Let a thing answer at a port, below a path."""
        for each in (port, _ANY):
            self._by_path.setdefault(each, {}).setdefault(path, set()).add(thing)
            self._all.setdefault(each, set()).add(thing)

    def at(self, site: Site) -> tuple[set[int], bool]:
        """Give who answers, by port and then by the longest path that the site's is below; say whether both fit."""
        wanted = site.port or site.implied
        port = next((each for each in (wanted, None) if each in self._by_path), _ANY)
        by_path = self._by_path.get(port, {})
        for path in _outwards(site.path):
            if path in by_path:
                return by_path[path], port != _ANY or wanted is None
        return self._all.get(port, set()), False


Spot = tuple[int, int | None, str, bool]
"""A thing, the port and the path at which it answers, and whether it is a contract that is offered there."""


class Standing:
    """Who answers at one host, as one scope knows it; put in order when somebody asks, since most hosts nobody does."""

    def __init__(self, spots: Iterable[Spot] = ()) -> None:
        self.spots = set(spots)

    @cached_property
    def services(self) -> Places:
        """Give what runs there."""
        return self._places(contract=False)

    @cached_property
    def contracts(self) -> Places:
        """Give the contracts that are offered there."""
        return self._places(contract=True)

    def _places(self, *, contract: bool) -> Places:
        places = Places()
        for thing, port, path, is_contract in self.spots:
            if is_contract is contract:
                places.add(thing, port, path)
        return places


def together(several: Iterable[Standing]) -> Standing:
    """Give who answers at a host of some name, in whatever scope."""
    return Standing(spot for standing in several for spot in standing.spots)


def _outwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield ""
