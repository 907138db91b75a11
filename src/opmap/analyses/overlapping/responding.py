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
from opmap.identity.channels import Syntax, Word, matching, syntax_of

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
    wider = [match for several in _through_patterns(graph, heard) for match in _acting_on(graph, forms, several)]
    yield from wider
    told: dict[int, list[set[int]]] = defaultdict(list)
    for match in wider:
        for one in match.parts:
            told[one].append(set(match.parts))
    for several in heard.values():
        for match in _acting_on(graph, forms, several):
            if not any(members.issuperset(match.parts) for members in told[match.members[0]]):
                yield match


def _through_patterns(graph: Graph, heard: dict[tuple[str, str], list[Heard]]) -> Iterator[list[Heard]]:
    """Give, for each topic, those that hear it together with those that hear it by a pattern of the same broker."""
    topics: dict[tuple[object, str], list[Heard]] = defaultdict(list)
    for several in heard.values():
        for number, trigger in several:
            for data in trigger.data if len(trigger.data) == 1 and trigger.how == "message" else ():
                topics[_broker(graph, data), graph.names[data]].append((number, trigger))
    patterns: dict[object, dict[Syntax, Word[str]]] = defaultdict(dict)
    for broker, name in topics:
        syntax = syntax_of(name)
        if syntax is not None:
            patterns[broker].setdefault(syntax, Word()).grow(name.split(syntax.between), name)
    for (broker, name), several in topics.items():
        trees = patterns.get(broker, {}).items()
        ends = [end for syntax, top in trees for end in matching(top, name.split(syntax.between), syntax)]
        wider = [each for end in ends for pattern in end if pattern != name for each in topics[broker, pattern]]
        if wider:
            yield [*several, *wider]


def _broker(graph: Graph, topic: int) -> object:
    """Give what a topic is kept in; where nobody says, what is said of its name."""
    kept = [int(graph.target[edge]) for edge in graph.outgoing(topic).tolist() if graph.verb_of(edge) == "stored in"]
    return tuple(kept) or graph.ids[topic].removesuffix(graph.names[topic])


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
