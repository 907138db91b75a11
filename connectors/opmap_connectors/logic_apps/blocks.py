"""A block of actions: in which order they run, which run only when another fails, and after which the run goes on."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field

_FAILED = frozenset({"failed", "timedout"})
_MOST_LOOKED_INTO = 2000


class Block:
    """The actions that stand beside each other."""

    def __init__(self, place: Field) -> None:
        self.places = {name: step for name, step in sorted(place.items(), key=_name) if step.is_mapping}
        self._after = {
            name: {before: _statuses(stated) for before, stated in step["runAfter"].items()}
            for name, step in self.places.items()
        }
        self._followers: dict[str, list[str]] = {}
        for name, befores in self._after.items():
            for before in befores:
                self._followers.setdefault(before, []).append(name)
        self.order = list(self._ordered())
        reached = set(self.order)
        self.circular = [name for name in self.places if name not in reached]
        self._handlers = self._handling()
        self._failing = self._ending_in_failure()

    def handles(self, name: str) -> bool:
        """Say whether an action runs only when another fails, or only after one that does."""
        return name in self._handlers

    def goes_on_after(self, name: str) -> bool:
        """Say whether the run goes on when an action fails: something runs then, and does not end in failure."""
        after = [each for each in self._followers.get(name, ()) if self._after[each][name] & _FAILED and each != name]
        return bool(after) and self._failing.isdisjoint(after)

    def takes_failures(self, name: str) -> bool:
        """Say whether an action also runs when one before it fails."""
        return any(wanted & _FAILED for wanted in self._after[name].values())

    def broken(self) -> Iterator[tuple[Field, str]]:
        """Give the places of an order that cannot be kept, and why."""
        for name, befores in self._after.items():
            for before in befores:
                if before not in self.places:
                    yield self.places[name]["runAfter"][before], "it runs after an action that is not there"
        for name in self.circular[:1]:
            yield self.places[name]["runAfter"], "it runs after itself, by a detour, and so never"

    def _ordered(self) -> Iterator[str]:
        """Give the names so that each comes after what it runs after, else by name; none that run in a circle."""
        left = {name: sum(before in self.places for before in befores) for name, befores in self._after.items()}
        ready = [name for name in self.places if not left[name]]
        while ready:
            name = ready.pop(0)
            yield name
            for follower in self._followers.get(name, ()):
                left[follower] -= 1
                if not left[follower]:
                    ready.append(follower)

    def _handling(self) -> set[str]:
        found: set[str] = set()
        for name in self.order:
            for before, wanted in self._after[name].items():
                if before in found or ("succeeded" not in wanted and wanted & _FAILED):
                    found.add(name)
        return found

    def _ending_in_failure(self) -> set[str]:
        """Give the actions that end the run as failed: they, what stands inside them, or what follows them."""
        waiting = [name for name, place in self.places.items() if any(map(_fails, place.walk(_MOST_LOOKED_INTO)))]
        found = set(waiting)
        while waiting:
            earlier = [each for each in self._after[waiting.pop()] if each in self.places and each not in found]
            found.update(earlier)
            waiting += earlier
        return found


def _name(entry: tuple[str, Field]) -> str:
    return entry[0]


def _statuses(place: Field) -> set[str]:
    """Give the statuses under which an action runs, in one spelling: two are in use."""
    return {each.text.casefold() for each in place.each()}


def _fails(place: Field) -> bool:
    ends = place["type"].text.casefold() == "terminate"
    return ends and place["inputs"]["runStatus"].text.casefold() != "succeeded"
