"""Automations that start themselves again by what they change, alone or in a ring.

One leads to another where it starts or calls it, or changes or publishes what starts the
other. It does not lead there where the other hears of other changes only, where its own
filter or guard is false for what was written, or where the other marks what it has seen so
that its guard is false from then on.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.overlapping.acts import Act
from opmap.analyses.overlapping.forms import Form, Sending, Trigger, Write
from opmap.analyses.overlapping.matches import CERTAIN, LOOP, POSSIBLE, Match, Part
from opmap.analyses.overlapping.scopes import Meeting, Scope, constants, meeting, scope_of
from opmap.analyses.overlapping.telling import wrote
from opmap.frozen import frozen
from opmap.graph.engine.parts import parts_of

if TYPE_CHECKING:
    from opmap.graph import Graph


@frozen
class _Way:
    """How one automation sets another going."""

    words: str
    edges: tuple[int, ...]
    certainty: str


def loops(graph: Graph, forms: Sequence[Form]) -> Iterator[Match]:
    """Give the rings, each once, with the shortest way round."""
    ways = _ways(graph, forms)
    if not ways:
        return
    ends = np.array(sorted(ways), np.int64)
    part = parts_of(ends[:, 0], ends[:, 1], len(forms))
    inside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other in ends.tolist():
        if part[one] == part[other]:
            inside[int(part[one])].append((one, other))
    for links in inside.values():
        ring = _shortest(links)
        hops = [ways[one, other] for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)]
        members = sorted({one for link in links for one in link})
        parts = {one: Part("leads to others of the ring") for one in members}
        parts |= {one: Part(way.words, way.edges) for one, way in zip(ring, hops, strict=True)}
        names = [graph.names[forms[one].node] for one in (*ring, ring[0])]
        sure = all(way.certainty == CERTAIN for way in hops)
        yield Match(LOOP, CERTAIN if sure else POSSIBLE, parts, reason=" → ".join(names))


def _ways(graph: Graph, forms: Sequence[Form]) -> dict[tuple[int, int], _Way]:
    place = {form.node: number for number, form in enumerate(forms)}
    hearing, starting = _hearing(forms), _starting(graph, forms)
    found: dict[tuple[int, int], _Way] = {}
    for number, form in enumerate(forms):
        for write in form.writes:
            for other, trigger in hearing[write.target]:
                _note(found, number, other, _by_data(graph, write, trigger, forms[other]), form)
        for sending in form.sendings:
            others = [place[sending.target]] if sending.target in place else starting[sending.target]
            for other in others:
                _note(found, number, other, _by_call(graph, sending, forms[other]), form)
        if form.restarted_by:
            words = f"starts itself in {', '.join(form.restarted_by)}"
            _note(found, number, number, _Way(words, (), CERTAIN), form)
    return found


def _hearing(forms: Sequence[Form]) -> dict[int, list[tuple[int, Trigger]]]:
    """Give, for each piece of data, those whom it starts."""
    found: dict[int, list[tuple[int, Trigger]]] = defaultdict(list)
    for number, form in enumerate(forms):
        for trigger in form.triggers:
            for data in trigger.data:
                found[data].append((number, trigger))
    return found


def _starting(graph: Graph, forms: Sequence[Form]) -> dict[int, list[int]]:
    """Give, for each thing that starts automations, those that it starts."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        for edge in graph.incoming(form.node).tolist():
            if graph.verb_of(edge) == "starts":
                found[int(graph.source[edge])].append(number)
    return found


def _note(found: dict[tuple[int, int], _Way], one: int, other: int, way: _Way | None, form: Form) -> None:
    """Keep the surest way; which step is come to by which of several entrances, or behind a branch, nobody knows."""
    if way is not None and (form.entrances > 1 or form.branches):
        way = _Way(way.words, way.edges, POSSIBLE)
    if way is not None and (way.certainty == CERTAIN or (one, other) not in found):
        found[one, other] = way


def _by_call(graph: Graph, sending: Sending, other: Form) -> _Way | None:
    certainty = POSSIBLE if graph.certainty[sending.edge] == 2 else CERTAIN
    heard = [each.scope for each in other.triggers if each.how == "webhook"]
    if sending.event and graph.kind_of(sending.target) == "operation" and heard:
        sent = scope_of(sending.event)
        if all(meeting(sent, scope) is Meeting.NEVER for scope in heard):
            return None
    return _Way(f"starts or calls {graph.names[other.node]}", (sending.edge,), certainty)


def _by_data(graph: Graph, write: Write, trigger: Trigger, other: Form) -> _Way | None:
    """Say how a change starts another automation; None where its filter, guard or own mark keeps it from going on."""
    if _is_deaf_to(trigger, write):
        return None
    wanted = trigger.scope.and_also(other.guard)
    written = constants(write.sets)
    met = meeting(written, wanted)
    if met is Meeting.NEVER or (write.act is not Act.ADD and _is_marked(write.target, other, wanted)):
        return None
    told = write.act is not Act.UNKNOWN or not (trigger.heard or trigger.columns)
    sure = (met is Meeting.SURELY or not wanted.limits) and not wanted.opaque and told
    edges = (write.edge,) if trigger.edge < 0 else (write.edge, trigger.edge)
    words = f"{wrote(graph, write)}, which starts {graph.names[other.node]}"
    return _Way(words, edges, CERTAIN if sure else POSSIBLE)


def _is_deaf_to(trigger: Trigger, write: Write) -> bool:
    """Say whether a trigger hears of other changes, or of those of other attributes, only."""
    if trigger.heard and write.act is not Act.UNKNOWN and not _hears(trigger, write):
        return True
    stated = write.act is Act.SET and write.sets and trigger.columns
    return bool(stated) and trigger.columns.isdisjoint(name.casefold() for name, _ in write.sets)


def _hears(trigger: Trigger, write: Write) -> bool:
    if write.act in trigger.heard:
        return True
    return Act.ADD in trigger.heard and "ups" in write.operation.casefold()


def _is_marked(target: int, other: Form, wanted: Scope) -> bool:
    """Say whether an automation marks what it has seen, so that its own filter or guard is false for it."""
    if not wanted.limits:
        return False
    marks = [each for each in other.writes if each.target == target and each.act is Act.SET]
    return any(meeting(constants(each.sets), wanted) is Meeting.NEVER for each in marks)


def _shortest(links: list[tuple[int, int]]) -> list[int]:
    """Give the shortest ring among links, from its lowest member on."""
    following: dict[int, list[int]] = defaultdict(list)
    for one, other in links:
        following[one].append(other)
    best: list[int] = []
    for start in sorted(following):
        ring = _ring(start, following, len(best) or None)
        if ring and (not best or len(ring) < len(best)):
            best = ring
        if len(best) == 1:
            break
    return best


def _ring(start: int, following: dict[int, list[int]], most: int | None) -> list[int]:
    before: dict[int, int] = {}
    waiting = deque([(start, 1)])
    while waiting:
        one, depth = waiting.popleft()
        if most is not None and depth >= most:
            return []
        for other in following[one]:
            if other == start:
                way = [one]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if other not in before:
                before[other] = one
                waiting.append((other, depth + 1))
    return []
