"""Automations of five engines with planted overlaps, and the truth about them, which is written first.

Each of the seven relations is planted with graded edits (renamed, reordered, a step more, a
step less), and beside it stand look-alikes that are none: the same starter with another part
of the data, steps that only add or count, schedules that never meet, guards that hold. Each relation that can hold
across engines is planted there too (`crossing`).

    python -m tests.generated.overlaps FOLDER [--automations 5000] [--seed 1]
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from tests.generated.crossing import across
from tests.generated.recipes import ACTIONS, ARGO, ENGINES, N8N, STEP_FUNCTIONS, ZAPIER, Do, Recipe, write_recipes

RELATIONS = (
    "duplicate",
    "near-duplicate",
    "same effect",
    "conflicting writers",
    "destroyed need",
    "feedback loop",
    "several responders",
)
_PLANTED_SHARE = 0.4
_FAMILY = 30
Pair = tuple[str, str]


@dataclass
class Planted:
    """Automations, and which pairs of them overlap in which way."""

    recipes: list[Recipe] = field(default_factory=list)
    truth: dict[str, set[Pair]] = field(default_factory=lambda: {name: set() for name in RELATIONS})

    def plant(self, relation: str, *recipes: Recipe) -> None:
        """Add automations of which each two overlap; without a relation, look-alikes."""
        self.recipes += recipes
        if relation:
            self.truth[relation] |= {pair(one.name, other.name) for one, other in combinations(recipes, 2)}


def pair(one: str, other: str) -> Pair:
    """Give two names in one order."""
    return (one, other) if one < other else (other, one)


class Garden:
    """Plants."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.planted = Planted()
        self._number = 0

    def fill(self, automations: int) -> Planted:
        """Plant all relations and their look-alikes in turn, then others that have nothing to do with each other."""
        self._family()
        turn = 0
        while len(self.planted.recipes) < automations * _PLANTED_SHARE:
            engine = ENGINES[turn % len(ENGINES)]
            for plant in (self._copies, self._effects, self._fights, self._removals, self._rings, self._alerts):
                plant(engine)
            across(self, turn)
            turn += 1
        while len(self.planted.recipes) < automations:
            self._stranger(ENGINES[len(self.planted.recipes) % len(ENGINES)])
        return self.planted

    def name(self) -> str:
        self._number += 1
        return f"Flow{self._number:05d}x"

    def table(self) -> str:
        self._number += 1
        return f"t{self._number:05d}"

    def cron(self, hour: int | None = None) -> tuple[str, str]:
        return "cron", f"{self.dice.randrange(60)} {self.dice.randrange(24) if hour is None else hour} * * *"

    def _event(self) -> tuple[str, str]:
        return "event", f"done-{self.table()}"

    def others(self, count: int) -> tuple[Do, ...]:
        """Give steps that nobody else has."""
        return tuple(Do("ask", f"https://api.partner.example/{self.table()}/v1") for _ in range(count))

    def recipe(self, engine: str, starter: tuple[str, ...], *steps: Do, others: int = 3) -> Recipe:
        mixed = [*steps, *self.others(others)]
        self.dice.shuffle(mixed)
        return Recipe(self.name(), engine, starter, tuple(mixed))

    def _starter(self, engine: str) -> tuple[str, ...]:
        return self.cron() if engine == ARGO or self.dice.random() < 0.5 else self._event()

    def _family(self) -> None:
        """Plant one pipeline that was copied into many repositories."""
        steps = (*self.others(8), Do("read", self.table(), "eu"))
        copies = [
            Recipe(self.name(), ACTIONS, ("cron", "5 4 * * *"), steps, place=f"code/service-{number}")
            for number in range(_FAMILY)
        ]
        self.planted.plant("near-duplicate", *copies)

    def _copies(self, engine: str) -> None:
        starter, table = self._starter(engine), self.table()
        both = (Do("read", self.table(), "eu"), Do("set", table, "eu", (("state", "closed"),)))
        self.planted.plant("duplicate", *(self.recipe(engine, starter, *both, others=n) for n in (2, 4)))
        for region in ("eu", "us"):  # the same starter, another part of the data
            apart = (Do("read", table + "a", region), Do("set", table + "b", region, (("state", "closed"),)))
            self.planted.plant("", self.recipe(engine, starter, *apart, others=4))
        whole = [*self.others(14), Do("set", table + "c", "eu", (("state", "open"),))]
        edited = [*whole[:14], Do("set", table + "d", "eu", (("state", "open"),))]
        for _ in range(self.dice.randrange(2)):
            edited[self.dice.randrange(13)] = self.others(1)[0]
        copies = [Recipe(self.name(), engine, starter, tuple(steps)) for steps in (whole, edited)]
        self.planted.plant("near-duplicate", *copies)
        half = [*whole[:5], *self.others(9), Do("set", table + "e", "eu", (("state", "open"),))]
        self.planted.plant("", Recipe(self.name(), engine, self._starter(engine), tuple(half)))

    def _effects(self, engine: str) -> None:
        table = self.table()
        change = Do("set", table, "eu", (("checked", "yes"), ("by", "night run")))
        starters = [self.cron(2), self.cron(14) if engine == ARGO else self._event()]
        self.planted.plant("same effect", *(self.recipe(engine, each, change) for each in starters))
        for starter in starters:  # rows of their own, from somewhere else
            mine = (Do("read", self.table(), "eu"), Do("add", table + "log", values=(("kind", self.table()),)))
            self.planted.plant("", self.recipe(engine, starter, *mine))

    def _fights(self, engine: str) -> None:
        table, hour = self.table(), self.dice.randrange(24)
        self._pair("conflicting writers", engine, hour, hour, self._set(table, "eu", "a"), self._set(table, "eu", "b"))
        gone = Do("delete", table + "g", "eu")
        self._pair("conflicting writers", engine, hour, hour, self._set(table + "g", "eu", "a"), gone)
        self._pair("", engine, hour, hour, self._set(table + "r", "eu", "a"), self._set(table + "r", "us", "b"))
        self._pair("", engine, 3, 15, self._set(table + "s", "eu", "a"), self._set(table + "s", "eu", "b"))
        if engine in (N8N, STEP_FUNCTIONS, ZAPIER):
            for source in ("x", "y"):
                steps = (Do("read", table + source, "eu"), Do("count", table + "n", "eu"))
                self.planted.plant("", self.recipe(engine, self.cron(hour), *steps))

    @staticmethod
    def _set(table: str, region: str, value: str) -> Do:
        return Do("set", table, region, (("state", value),))

    def _pair(self, relation: str, engine: str, hour: int, other: int, mine: Do, theirs: Do) -> None:
        one, two = ("cron", f"10 {hour} * * *"), ("cron", f"20 {other} * * *")
        self.planted.plant(relation, self.recipe(engine, one, mine), self.recipe(engine, two, theirs))

    def _removals(self, engine: str) -> None:
        table = self.table()
        gone, needed = Do("delete", table, "eu"), Do("read", table, "eu")
        self._pair("destroyed need", engine, 1, 13, gone, needed)
        self._pair("", engine, 1, 1, Do("delete", table + "o", "eu"), Do("read", table + "o", "us"))

    def _rings(self, engine: str) -> None:
        names = [self.name(), self.name()]
        if engine == N8N:
            self._rings_of_rows(names)
            return
        place = f"code/{names[0].casefold()}"
        for name, other in zip(names, reversed(names), strict=True):
            starter: tuple[str, ...] = ("event", f"go-{name}") if engine == ACTIONS else ("call",)
            wanted = f"go-{other}" if engine == ACTIONS else other
            steps = (Do("start", wanted), *self.others(3))
            self.planted.recipes.append(Recipe(name, engine, starter, steps, place=place))
        self.planted.truth["feedback loop"].add(pair(*names))
        last = [self.name(), self.name()]  # a chain is no ring
        starts = (Do("start", f"go-{last[1]}" if engine == ACTIONS else last[1]),)
        for name, steps in zip(last, (starts, ()), strict=True):
            starter = ("event", f"go-{name}") if engine == ACTIONS else ("call",)
            self.planted.recipes.append(Recipe(name, engine, starter, (*steps, *self.others(3)), place=place))

    def _rings_of_rows(self, names: list[str]) -> None:
        tables = [self.table(), self.table()]
        for name, mine, other in zip(names, tables, reversed(tables), strict=True):
            steps = (Do("add", other, values=(("note", name),)), *self.others(3))
            self.planted.recipes.append(Recipe(name, N8N, ("row", mine, "INSERT"), steps))
        self.planted.truth["feedback loop"].add(pair(*names))
        marked = self.table()  # it marks what it has seen, and its guard is false from then on
        mark = Do("set", marked, "", (("state", "seen"),))
        guarded = Recipe(self.name(), N8N, ("row", marked, "UPDATE"), (mark, *self.others(3)), ("state", "new"))
        deaf = Recipe(self.name(), N8N, ("row", marked + "d", "INSERT"), (Do("delete", marked + "d", "eu"),))
        self.planted.recipes += [guarded, deaf]

    def _alerts(self, engine: str) -> None:
        alert, table = f"alert-{self.table()}", self.table()
        if engine == ARGO:
            work = [self.name() for _ in range(2)]
            self.planted.recipes += [Recipe(name, ARGO, ("call",), self.others(4)) for name in work]
            sensors = [Recipe(self.name(), ARGO, ("event", alert, name), ()) for name in work]
            self.planted.plant("several responders", *sensors)
            lonely = Recipe(self.name(), ARGO, ("event", alert + "z", work[0]), ())
            self.planted.plant("", lonely)
            return
        acts = [Do("add", table, values=(("done", name),)) for name in ("restart", "scale")]
        mine = [self.recipe(engine, ("event", alert), act) for act in acts]
        self.planted.plant("several responders", *mine)
        if engine == N8N:
            teller = self.recipe(N8N, ("event", alert), Do("tell"), others=0)
            reader = Recipe(self.name(), N8N, ("event", alert), (Do("read", table + "q"), Do("tell")))
            self.planted.plant("", teller, reader)
            levels = [
                Recipe(self.name(), N8N, ("event", alert + "s"), (act, *self.others(5)), ("severity", level))
                for act, level in zip(acts, ("high", "low"), strict=True)
            ]
            self.planted.plant("", *levels)
        else:
            acts = [Do("add", table + "o", values=act.values) for act in acts]  # two alerts
            self.planted.plant("", *(self.recipe(engine, ("event", f"{alert}-{n}"), act) for n, act in enumerate(acts)))

    def _stranger(self, engine: str) -> None:
        steps = [Do("read", f"shared{self.dice.randrange(50)}", self.dice.choice(("eu", "us", "asia")))]
        kind = self.dice.choice(("set", "add"))
        steps.append(Do(kind, self.table(), "eu", (("state", self.dice.choice(("open", "closed"))),)))
        steps.append(Do("add", "audit", values=(("what", self.table()),)))
        self.planted.plant("", self.recipe(engine, self._starter(engine), *steps, others=self.dice.randrange(1, 9)))


def planted(automations: int, seed: int = 1) -> Planted:
    """Give automations, and the truth about them."""
    return Garden(seed).fill(automations)


def write_overlaps(root: Path, automations: int, seed: int = 1) -> dict[str, set[Pair]]:
    """Write the truth beside a folder, then the automations into it; give the truth."""
    found = planted(automations, seed)
    root.parent.mkdir(parents=True, exist_ok=True)
    told = {name: sorted(pairs) for name, pairs in found.truth.items()}
    root.with_name(f"{root.name}-truth.json").write_text(json.dumps(told, indent=1))
    write_recipes(root, found.recipes)
    return found.truth


def pairs_found(overlaps: Iterator[object]) -> dict[str, set[Pair]]:
    """Give the pairs that an answer names; of a destroyed need, who deletes with who needs."""
    said: dict[str, set[Pair]] = {name: set() for name in RELATIONS}
    for one in overlaps:
        sides = one.sides  # type: ignore[attr-defined]
        for mine, theirs in combinations(sides, 2):
            if one.relation != "destroyed need" or mine.role != theirs.role:  # type: ignore[attr-defined]
                said[one.relation].add(pair(mine.node.name, theirs.node.name))  # type: ignore[attr-defined]
    return said


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--automations", type=int, default=5000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    write_overlaps(asked.folder, asked.automations, asked.seed)


if __name__ == "__main__":
    main()
