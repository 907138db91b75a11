"""Several automations that act on one alert, each as if it were alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from opmap.analyses.overlapping.forms import Form, Trigger
from opmap.analyses.overlapping.matches import CERTAIN, POSSIBLE, RESPONDERS, Families, Match, Part
from opmap.analyses.overlapping.scopes import Meeting, meeting
from opmap.analyses.overlapping.telling import changing

if TYPE_CHECKING:
    from opmap.graph import Graph

Heard = tuple[int, Trigger]


def responders(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    """Give, for each alert, those that act on it; they race for certain where they act on one thing."""
    heard: dict[tuple[str, str], list[Heard]] = defaultdict(list)
    for number, form in enumerate(forms):
        for trigger in form.triggers:
            if trigger.alert and form.acts_on:
                heard[trigger.how, trigger.source].append((number, trigger))
    for several in heard.values():
        yield from _acting_on(graph, forms, several)


def _acting_on(graph: Graph, forms: Sequence[Form], several: list[Heard]) -> Iterator[Match]:
    """Judge those that hear one alert; copies are judged once."""
    classes: dict[object, list[Heard]] = defaultdict(list)
    for number, trigger in several:
        classes[trigger.scope, forms[number].guard, forms[number].acts_on].append((number, trigger))
    families, racing = Families(), set[int]()
    for mine, theirs in combinations_with_replacement(classes.values(), 2):
        (one, my_trigger), (other, their_trigger) = mine[0], theirs[-1]
        if one == other or _apart(forms[one], my_trigger, forms[other], their_trigger):
            continue
        both = [number for number, _ in (*mine, *theirs)]
        families.join_all(both)
        if forms[one].acts_on & forms[other].acts_on:
            racing.update(both)
    for family in families.all():
        parts = {one: _part(graph, forms[one]) for one in family}
        triggers = [trigger for one, trigger in several if one in parts]
        about = min((each for trigger in triggers for each in trigger.data), default=-1)
        reason = f"{len(family):,} act on one alert ({triggers[0].alert})"
        yield Match(RESPONDERS, CERTAIN if racing & set(family) else POSSIBLE, parts, about, reason=reason)


def _apart(one: Form, mine: Trigger, other: Form, theirs: Trigger) -> bool:
    return meeting(mine.scope.and_also(one.guard), theirs.scope.and_also(other.guard)) is Meeting.NEVER


def _part(graph: Graph, form: Form) -> Part:
    names = [graph.names[each] for each in sorted(form.acts_on)]
    edges = [edge for edge in graph.outgoing(form.node).tolist() if int(graph.target[edge]) in form.acts_on]
    return Part(changing(graph, form) or f"acts on {', '.join(names[:3])}", tuple(edges[:3]))
