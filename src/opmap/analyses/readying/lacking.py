"""Controls that are lacking: where siblings have them an exception, where nearly nobody has them a practice.

Siblings are automations with one effect on one system: they write to one database, or call
one service. In a wider sense all automations of one engine's instance are, so that more of
them must agree. An automation whose definition cannot show a control is no sibling of any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.naming import name_of
from opmap.analyses.readying.doing import acts_of
from opmap.analyses.readying.systems import system_of
from opmap.analyses.readying.values import Exceptional, Practice, Rule
from opmap.automations import CONTROLS
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.analyses.readying.seeing import Seen

NEARLY_ALL = 0.8
FEWEST = 5
"""Of fewer automations than this nobody can tell a practice from chance."""
_OF_MODELS = frozenset({"human approval", "confidence threshold", "model monitoring", "fallback", "pinned model"})
"""What an automation without a model in it may well do without."""
_TOLD_LAST = frozenset({"error path", "incident escalation"})
"""What is told of failures needs nobody to be told of its own."""


@frozen
class _Family:
    """How many must have a control, and how many may lack it, for these to be an exception."""

    fewest: int
    share: float
    controls: tuple[str, ...]

    def tells(self, shown: int, lacking: int) -> bool:
        return shown >= self.fewest and lacking <= shown * self.share


_TOLD_ELSEWHERE = "pinned actions"  # by a rule of its own
_ONE_EFFECT = _Family(3, 1 / 3, tuple(name for name in CONTROLS if name != _TOLD_ELSEWHERE))
_ONE_INSTANCE = _Family(
    8, 1 / 10, ("error path", "time-out", "audit log", "tracing", "permission scope", "incident escalation")
)
"""What an automation has as a whole, whatever its steps do."""


def lacking(every: Mapping[int, Seen]) -> Iterator[Exceptional]:
    """Give each control that an automation lacks and its siblings have."""
    told: set[tuple[int, str]] = set()
    for words, kind, members in (*_by_effect(every), *_by_instance(every)):
        for control in kind.controls:
            judged = [seen for seen in members if _is_judged(seen, control)]
            shown = [seen for seen in judged if seen.shows(control)]
            without = [seen for seen in judged if seen.lacks(control) and not _has_a_rule(seen, control)]
            if not kind.tells(len(shown), len(without)):
                continue
            for seen in without:
                if (seen.number, control) not in told:
                    told.add((seen.number, control))
                    yield _exception(seen, control, len(shown), len(judged), words)


def _exception(seen: Seen, control: str, shown: int, judged: int, words: str) -> Exceptional:
    place = seen.controls[control].evidence
    because = f"no {control}: {shown} of {judged} that {words} have one"
    return Exceptional(Rule.SIBLINGS, name_of(seen.graph, seen.number), because, place, control)


def _is_judged(seen: Seen, control: str) -> bool:
    if control in _TOLD_LAST and seen.is_told_of_failures:
        return False
    return seen.active and control in seen.controls


def _has_a_rule(seen: Seen, control: str) -> bool:
    """Say whether a rule of its own tells it: what an agent does without approval."""
    return control == "human approval" and seen.kind == "agent"


def _by_effect(every: Mapping[int, Seen]) -> Iterator[tuple[str, _Family, list[Seen]]]:
    """Give those with one effect on one system, largest families first."""
    families: defaultdict[tuple[str, int], dict[int, Seen]] = defaultdict(dict)
    for seen in every.values():
        for effect, number in _effects(seen, every):
            families[effect, number][seen.number] = seen
    ordered = sorted(families.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for (effect, number), members in ordered:
        graph = next(iter(members.values())).graph
        yield f"{effect} {graph.names[number]}", _ONE_EFFECT, list(members.values())


def _effects(seen: Seen, every: Mapping[int, Seen]) -> Iterator[tuple[str, int]]:
    graph = seen.graph
    acting = {act.edge for act in acts_of(seen, every, frozenset({seen.number}))}
    for tie in seen.ties:
        if tie.edge.id in acting:
            yield "write to", system_of(graph, tie.other)
        elif tie.verb == "reads":
            yield "read from", system_of(graph, tie.other)
        elif tie.verb in {"calls", "uses tool"}:
            yield "call", system_of(graph, tie.other)
        elif tie.verb == "uses model":
            yield "ask", system_of(graph, tie.other)
        elif tie.verb == "deploys":
            yield "deploy", tie.other


def _by_instance(every: Mapping[int, Seen]) -> Iterator[tuple[str, _Family, list[Seen]]]:
    """Give those that one engine's instance or one repository holds."""
    families: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    for seen in every.values():
        instance = seen.node.id.rpartition("/")[0]
        families[instance, seen.kind if seen.kind == "pipeline" else ""].append(seen)
    for (instance, _), members in sorted(families.items()):
        if instance:
            yield "stand beside it", _ONE_INSTANCE, members


def practices(every: Mapping[int, Seen]) -> tuple[Practice, ...]:
    """Give the controls that nearly all lack which could show them, of all engines or of one."""
    engines: defaultdict[str, list[Seen]] = defaultdict(list)
    for seen in every.values():
        engines[seen.engine].append(seen)
    found: list[Practice | None] = []
    for control in CONTROLS:
        whole = _practice(control, list(every.values()), "")
        found += [whole] if whole else [_practice(control, members, name) for name, members in sorted(engines.items())]
    told = [one for one in found if one is not None]
    return tuple(sorted(told, key=lambda one: (-one.lacking, list(CONTROLS).index(one.control), one.engine)))


def _practice(control: str, members: list[Seen], engine: str) -> Practice | None:
    asked = [seen for seen in members if seen.active and (control not in _OF_MODELS or seen.has_model)]
    judged = [seen for seen in asked if _is_judged(seen, control)]
    without = sum(seen.lacks(control) for seen in judged)
    if len(judged) < FEWEST or without < NEARLY_ALL * len(judged):
        return None
    return Practice(control, without, len(judged), len(asked) - len(judged), engine)
