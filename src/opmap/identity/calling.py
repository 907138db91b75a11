"""Plain names: who is called so, in the nearest scope, else anywhere.

A name is never sure to mean one thing. Where one thing is called so it is probably meant,
where several are each possibly is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from opmap.estate import Outcome
from opmap.facts import Key, Locator, Ref
from opmap.identity.answers import MOST_CANDIDATES, Answer, Asked, one_of, scoped
from opmap.identity.describing import GENERIC
from opmap.identity.directory import plain
from opmap.identity.mentions import kind_by_verb
from opmap.identity.scopes import outwards
from opmap.identity.world import World
from opmap.kinds import KINDS, Certainty

_CUT = re.compile(r"[/#:]")
_SHEET = "sheet:"
_ELSEWHERE = "something in another source is called so; it may mean another"
_NOT_BY_NAME = frozenset({"people"})  # layers of which nothing is meant where a service is expected


class Called:
    """Every name, and the things that have it."""

    def __init__(self, world: World, refs: Iterable[Ref]) -> None:
        self._world = world
        wanted = [ref for ref in refs if isinstance(ref, Locator) and ref.form == "name"]
        self._scopes = {scope for ref in wanted for scope in outwards(ref.scope) if scope}
        self._by_scope: dict[tuple[str, str], dict[int, None]] = {}
        self._fitting_known: dict[tuple[str, str, str], set[int]] = {}
        for thing, entities in world.things.about.items() if wanted else ():
            for name in {plain(entity.name) for entity in entities}:
                self._note(name, thing)
            for address in (address for entity in entities for address in entity.addresses if address.form == "name"):
                self._note_address(address, thing)

    def answer(self, locator: Locator, asked: Asked) -> Answer:
        """Say who is called so; the nearest scope wins, and in it what is of the expected kind."""
        name, expected = plain(locator.value), locator.expects or kind_by_verb(asked.verb)
        found: set[int] = set()
        for scope in outwards(locator.scope):
            found = self._called(scope, name, expected) or found
            if len(found) > 1 or (found and asked.asker not in found):
                break
        if asked.asker in found and 1 < len(found) <= MOST_CANDIDATES + 1:
            found = found - {asked.asker}
        answer = one_of(found, "the one thing of this name", Certainty.PROBABLE)
        if answer and len(found) == 1 and self._is_of_another_world(locator, *found):
            return Answer(answer.targets, Outcome.AMBIGUOUS, _ELSEWHERE, Certainty.POSSIBLE)
        if answer:
            return answer
        product = None if found else self._world.catalogue.called(locator.value, expected)
        if product and self._fits(self._world.catalogue.about(product)[0].kind, expected):
            return self._world.product(product, "the catalogue knows this name")
        key = scoped("name", locator.scope, name)
        return self._world.unhelpful(key, expected, locator.value, len(found))

    def _is_of_another_world(self, locator: Locator, thing: int) -> bool:
        """Say whether a sheet names something that only other sources speak of; people are known everywhere."""
        if not locator.scope.startswith(_SHEET) or KINDS[self._world.kind(thing)].layer in _NOT_BY_NAME:
            return False
        sources = {entity.evidence.source for entity in self._world.things.about.get(thing, ())}
        return not any(locator.scope.startswith(f"{_SHEET}{source}/") for source in sources)

    def _note(self, name: str, thing: int) -> None:
        self._by_scope.setdefault(("", name), {})[thing] = None
        if self._scopes:
            for key in self._world.keys(thing):
                for scope in _scopes_of(key) & self._scopes:
                    self._by_scope.setdefault((scope, name), {})[thing] = None

    def _note_address(self, address: Locator, thing: int) -> None:
        """Note another name: within the scope that goes with it or, where none does, like the thing's own."""
        if address.scope:
            self._by_scope.setdefault((address.scope, plain(address.value)), {})[thing] = None
        else:
            self._note(plain(address.value), thing)

    def _called(self, scope: str, name: str, expected: str) -> set[int]:
        """Give the things of a name in a scope that are what is expected; the same question is answered once."""
        asked = (scope, name, expected)
        if asked not in self._fitting_known:
            things = self._by_scope.get((scope, name))
            self._fitting_known[asked] = self._fitting(things, expected) if things else set()
        return self._fitting_known[asked]

    def _fitting(self, things: Iterable[int], expected: str) -> set[int]:
        """Choose those of the expected kind; where there are none, those of a kind that may be meant by it."""
        kinds = {thing: self._world.kind(thing) for thing in things}
        exact = {thing for thing, kind in kinds.items() if kind == expected}
        return exact or {thing for thing, kind in kinds.items() if self._fits(kind, expected)}

    def _fits(self, kind: str, expected: str) -> bool:
        if not expected or expected not in KINDS:
            return True
        layer, wanted = KINDS[kind].layer, KINDS[expected].layer
        if GENERIC in (kind, expected):
            return _NOT_BY_NAME.isdisjoint((layer, wanted))
        return layer == wanted


def _scopes_of(key: Key) -> set[str]:
    text = str(key)
    return {text[: cut.start()] for cut in _CUT.finditer(text)}
