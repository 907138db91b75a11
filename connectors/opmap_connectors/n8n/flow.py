"""How the steps of a workflow are connected, and which connections lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from opmap.connecting import Field, Notice
from opmap_connectors.n8n.steps import Step, steps_of

MAIN = "main"
_MOST_NOTICES = 20
_BROKEN = "a connection leads from or to a step that is not there"
_MISLED = "the run is led to a step that only serves others, where n8n cannot follow"
_SERVING = ("lm", "memoryBuffer", "memoryRedis", "memoryPostgres", "memoryMongo", "embeddings", "textSplitter",
            "outputParser", "document", "retriever")  # fmt: skip
_TWICE = "two steps have one name, so that a connection may mean either"


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A connection: from a step's output to a step's input."""

    source: Step
    kind: str  # main, or what a sub-step gives: ai_languageModel, ai_tool …
    output: int
    target: Step
    input: int


@dataclass(frozen=True)
class Flow:
    """The steps of a workflow, and how they are connected."""

    root: Field
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    broken: tuple[Field, ...]  # connections from or to a step that is not there

    @cached_property
    def links_from(self) -> dict[Step, list[Link]]:
        """Give the connections of each step, by where they start."""
        found: dict[Step, list[Link]] = {step: [] for step in self.steps}
        for link in self.links:
            found[link.source].append(link)
        return found

    @cached_property
    def links_to(self) -> dict[Step, list[Link]]:
        """Give the connections of each step, by where they end."""
        found: dict[Step, list[Link]] = {step: [] for step in self.steps}
        for link in self.links:
            found[link.target].append(link)
        return found

    def reached_from(self, steps: Iterable[Step]) -> set[Step]:
        """Give the steps that a run comes to behind some steps, these included."""
        seen = set(steps)
        waiting = list(seen)
        while waiting:
            for link in self.links_from[waiting.pop()]:
                if link.kind == MAIN and link.target not in seen:
                    seen.add(link.target)
                    waiting.append(link.target)
        return seen

    @cached_property
    def misled(self) -> tuple[Step, ...]:
        """Give the sub-steps that the run is led to, as no editor draws it."""
        led = dict.fromkeys(link.target for link in self.links if link.kind == MAIN)
        return tuple(step for step in led if step.short.startswith(_SERVING) and self._serves(step))

    def _serves(self, step: Step) -> bool:
        return any(link.kind != MAIN for link in self.links_from[step])

    @cached_property
    def unclear(self) -> bool:
        """Say whether nobody can know what leads where."""
        return bool(self.broken or self.misled) or len({step.name for step in self.steps}) < len(self.steps)

    @cached_property
    def starters(self) -> tuple[Step, ...]:
        """Give the triggers that are switched on."""
        return tuple(step for step in self.steps if step.type.is_trigger and not step.disabled)

    def notices(self) -> Iterator[Notice]:
        """Say what is wrong with the steps and their connections."""
        yield from _said(self.broken, _BROKEN, "{} connections lead from or to steps that are not there")
        yield from _said(
            [step.title for step in self.misled], _MISLED, "the run is led to {} steps that only serve others"
        )
        first = {step.name: step for step in reversed(self.steps)}
        again = [step.title for step in self.steps if first[step.name] is not step]
        yield from _said(
            again, _TWICE, "{} steps have a name that another one has, so that a connection may mean either"
        )
        unchosen = [place for step in self.steps for place in step.unchosen]
        if unchosen:
            count = f"{len(unchosen)} credentials are" if len(unchosen) > 1 else "a credential is"
            yield Notice(f"{count} asked for and not chosen", unchosen[0].at())
        wrong = [node for node in self.root["nodes"].list() if not node["type"].is_text]
        if wrong:
            yield Notice(f"{len(wrong)} of the steps have no type; not read", wrong[0].at())


def _said(places: Sequence[Field], one: str, many: str) -> Iterator[Notice]:
    """Say something of each place, or of all of them at once where they are many."""
    if len(places) > _MOST_NOTICES:
        yield Notice(many.format(len(places)), places[0].at())
    else:
        yield from (Notice(one, place.at()) for place in places)


def flow_of(root: Field) -> Flow:
    """Read the steps of a workflow and how they are connected."""
    steps, notes = steps_of(root)
    named: dict[str, Step] = {}
    for step in steps:
        if step.called:
            named.setdefault(step.called, step)
    links: list[Link] = []
    broken: list[Field] = []
    for source, kind, output, place in _connections(root["connections"]):
        target = place.value if isinstance(place.value, dict) else {}
        name = str(target.get("node", "")).strip()
        start, end = named.get(source), named.get(name)
        if start is not None and end is not None:
            links.append(Link(start, kind, output, end, _number(target.get("index"))))
        elif source not in notes and name not in notes:
            broken.append(place)
    return Flow(root, tuple(steps), tuple(links), tuple(broken))


def _number(index: object) -> int:
    return int(index) if isinstance(index, int) or (isinstance(index, str) and index.isdecimal()) else 0


def _connections(connections: Field) -> Iterator[tuple[str, str, int, Field]]:
    """Give every connection: the source's name, the kind, the number of the output, and where it stands."""
    for source, kinds in connections.items():
        for kind, outputs in kinds.items():
            for output, targets in enumerate(outputs.list()):
                for target in targets.each():
                    yield source.strip(), kind, output, target
