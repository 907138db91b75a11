"""An organisation of any size: departments, teams of very unequal size, what they run, and the files that say so."""

from __future__ import annotations

import random
from itertools import accumulate

from opmap.estate import Edge, EdgeGroup, Estate, Node, SourceState
from opmap.facts import Evidence, attributes
from opmap.graph import Graph, from_estate
from opmap.kinds import VERBS, Certainty, State

_TIERS = (  # from the top: their share, what each consists of, and how it speaks of what it needs
    (0.02, ("capability", "process"), "depends on"),
    (0.16, ("workflow", "agent", "pipeline"), "calls"),
    (0.40, ("service", "service", "service", "MCP server", "function"), "calls"),
    (0.22, ("datastore", "dataset", "topic", "queue"), "stored in"),
    (0.14, ("host", "credential", "cluster"), "runs on"),
    (0.06, ("model", "service", "identity provider"), "depends on"),
)
_NOUNS = (
    "claims policy payout ledger quote invoice order basket parcel route tariff meter grid visit ward roster".split()
)
_WORDS = "intake router mirror checker writer gateway store index export sync archive notifier planner loader".split()
_WHERE = ("production", "production", "production", "production", "staging", "")
_FILES = ("deployment", "catalog-info", "workflow")


def organisation(things: int, *, links: float = 3.0, seed: int = 1) -> Graph:
    """Make an organisation of so many things, with so many relations for each."""
    return from_estate(an_estate(things, links=links, seed=seed))


def an_estate(things: int, *, links: float = 3.0, seed: int = 1) -> Estate:
    """Make its estate, always the same for one seed."""
    return _Founding(things, seed).estate(round(things * links))


class _Founding:
    """An organisation in the making."""

    def __init__(self, things: int, seed: int) -> None:
        self.dice = random.Random(seed)
        self.nodes: list[Node] = []
        self.edges: dict[str, Edge] = {}
        number = max(3, round((things / 30) ** 0.9))
        self.departments = max(3, round(number**0.5))
        self.department = [int(self.departments * self.dice.random() ** 1.5) for _ in range(number)]
        self.weights = list(accumulate(self.dice.paretovariate(1.6) for _ in range(number)))
        self.team = [self._draw_team() for _ in range(things)]
        self.tier = [_tier(at / things) for at in range(things)]
        self.homes: dict[int, list[int]] = {}
        for at, team in enumerate(self.team):
            self.homes.setdefault(team, []).append(at)
            self.nodes.append(self._thing(at))

    def estate(self, links: int) -> Estate:
        things = list(self.nodes)
        self._organise(things)
        while len(self.edges) < links:
            self._link(things)
        read = len(things) // 8
        state = SourceState("organisation", "/srv/organisation", documents=read, read=read)
        return Estate(tuple(self.nodes), tuple(self.edges.values()), sources=(state,))

    def _draw_team(self) -> int:
        return self.dice.choices(range(len(self.weights)), cum_weights=self.weights)[0]

    def _thing(self, at: int) -> Node:
        dice, tier = self.dice, self.tier[at]
        kind = dice.choice(_TIERS[tier][1])
        name = f"{dice.choice(_NOUNS)}-{dice.choice(_WORDS)}-{at % 97}"
        state = State.MENTIONED if dice.random() < 0.05 else State.KNOWN
        said = {"description": f"The {name} of team {self.team[at]}"} if dice.random() < 0.3 else {}
        identity, place = f"{kind.replace(' ', '-')}:{name}-{at:05}", self._place(self.team[at])
        where = _WHERE[self.team[at] % 6] if dice.random() < 0.97 else "test"
        said = attributes(said)
        return Node(identity, kind, name, (f"{kind}:{at}",), state, (place,), environment=where, attributes=said)

    def _place(self, team: int) -> Evidence:
        dice = self.dice
        path = f"teams/{team:04}/{_NOUNS[dice.randrange(5) * team % 16]}/{dice.choice(_FILES)}.yaml"
        return Evidence("organisation", path, dice.randrange(1, 400), "", "0" * 32, "native")

    def _link(self, things: list[Node]) -> None:
        """Let something depend on something below it: mostly of its own team, rarely on what many lean on."""
        dice, size = self.dice, len(things)
        at = int(size * 0.94 * dice.random())
        drawn, own = dice.random(), self.homes[self.team[at]]
        if drawn < 0.06:
            other = size - 1 - 7 * dice.randrange(max(2, size // 400))
        elif drawn < 0.76:
            other = dice.choice(own)
        else:
            other = min(size - 1, at + 1 + int(dice.random() * size * 0.4))
        if other > at:
            self._relate(things[at], _TIERS[self.tier[at]][2], things[other].id)

    def _organise(self, things: list[Node]) -> None:
        """Give most things an owner, teams a department, and each team and department a name."""
        for team, department in enumerate(self.department):
            name = f"{_NOUNS[team % 16].title()} {_WORDS[team // 16 % 14].title()} {team}"
            self.nodes.append(self._group(f"team:{team:04}", "team", name))
            self._relate(self.nodes[-1], "member of", f"department:{department:03}")
        for department in range(self.departments):
            name = f"{_NOUNS[department % 16].title()} {_WORDS[(department + 5) % 14].title()}"
            self.nodes.append(self._group(f"department:{department:03}", "department", name))
        for thing, team in zip(things, self.team, strict=True):
            if self.dice.random() < 0.93:
                self._relate(thing, "owned by", f"team:{team:04}")

    def _group(self, identity: str, kind: str, name: str) -> Node:
        return Node(identity, kind, name, (identity,), State.KNOWN, (self._place(0),))

    def _relate(self, source: Node, verb: str, target: str) -> None:
        number = len(self.edges)
        found = source.evidence[0]
        line = (found.line or 0) + 1 + self.dice.randrange(30)
        place = Evidence(found.source, found.path, line, "", found.digest, found.connector)
        certainty = (
            Certainty.POSSIBLE if number % 40 == 1 else Certainty.PROBABLE if number % 9 == 0 else Certainty.CERTAIN
        )
        group = EdgeGroup(f"{source.id}|{verb}", 1, 2) if number % 31 == 0 and verb != "owned by" else None
        made = Edge(
            f"{source.id}|{verb}|{target}", source.id, verb, target, VERBS[verb].strength, number % 4 != 0, certainty,
            (place,), group=group,
        )  # fmt: skip
        self.edges.setdefault(made.id, made)


def _tier(share: float) -> int:
    for tier, (width, _, _) in enumerate(_TIERS):
        share -= width
        if share < 0:
            return tier
    return len(_TIERS) - 1
