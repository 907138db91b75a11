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


@dataclass
class Standing:
    """Who answers at one host, as one scope knows it: what runs, and the contracts that are offered there."""

    services: Places = field(default_factory=Places)
    contracts: Places = field(default_factory=Places)
    spots: set[tuple[int, int | None, str, bool]] = field(default_factory=set)

    def add(self, thing: int, port: int | None, path: str, *, contract: bool) -> None:
        """Let a thing answer here."""
        self.spots.add((thing, port, path, contract))
        (self.contracts if contract else self.services).add(thing, port, path)


def together(several: Iterable[Standing]) -> Standing:
    """Give who answers at a host of some name, in whatever scope."""
    found = Standing()
    for standing in several:
        for thing, port, path, contract in standing.spots:
            found.add(thing, port, path, contract=contract)
    return found


def _outwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield ""
