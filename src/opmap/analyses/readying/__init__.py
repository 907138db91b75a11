"""Readiness: which controls automations show, lack, or cannot show, and first of all the exceptions.

An exception stands against its siblings, or against what the automation itself does. What
nearly all lack is a practice, one line. What a definition cannot show is never a pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.counting import dormant
from opmap.analyses.families import families
from opmap.analyses.naming import name_of
from opmap.analyses.ranking import value_by_node
from opmap.analyses.readying.acting import unapproved
from opmap.analyses.readying.defects import defects
from opmap.analyses.readying.lacking import lacking, practices
from opmap.analyses.readying.leaning import leaning_lower
from opmap.analyses.readying.leftovers import leftovers
from opmap.analyses.readying.questioning import answers
from opmap.analyses.readying.seeing import Seen, seen_in
from opmap.analyses.readying.values import (
    NEXT,
    Exceptional,
    Readiness,
    Readying,
    Rule,
    Shown,
    Standing,
    fingerprint_of,
)
from opmap.automations import CONTROLS
from opmap.graph.model import STATES
from opmap.kinds import AUTOMATIONS, State

if TYPE_CHECKING:
    from opmap.graph import Graph

__all__ = ["NEXT", "Exceptional", "Readiness", "Readying", "Rule", "Standing", "exceptions_of", "readying"]


def readying(
    graph: Graph,
    selection: str = "",
    chosen: Iterable[int] | None = None,
    *,
    today: str = "",
    known: frozenset[str] = frozenset(),
    in_families: bool = False,
) -> Readying:
    """Say what the automations lack, or ``chosen`` ones of them, and answer what is asked of their models.

    What people accepted until after ``today``, an ISO date, is told apart. An exception whose
    fingerprint is none of the ``known``, those of the snapshot before, is new.
    """
    every, value = _every(graph), value_by_node(graph)
    asked = set(every) if chosen is None else set(chosen) & set(every)
    found = [one for one in _exceptions(graph, every, value) if graph.number[one.node.id] in asked]
    quiet = _quiet(graph, found, today)
    loud = [
        replace(one, new=bool(known) and one.fingerprint not in known) for one in found if one.fingerprint not in quiet
    ]
    if 2 * sum(one.new for one in loud) >= len(loud):  # where most is new, the word tells nothing
        loud = [replace(one, new=False) for one in loud]
    mentioned = graph.is_one_of(AUTOMATIONS) & (graph.state != STATES.index(State.KNOWN))
    judged = [every[number] for number in sorted(asked)]
    return Readying(
        selection=selection,
        automations=len(judged),
        with_model=sum(seen.has_model for seen in judged),
        inactive=sum(not seen.active for seen in judged),
        silent=sum(not seen.controls for seen in judged),
        exceptions=tuple(_in_turn(_in_families(graph, loud) if in_families else loud)),
        practices=practices({seen.number: seen for seen in judged}),
        accepted=tuple(one for one in found if one.fingerprint in quiet),
        matrix=tuple(_matrix(judged, every, value)),
        not_judged=tuple(name_of(graph, number) for number in np.flatnonzero(mentioned).tolist() if chosen is None),
    )


def exceptions_of(graph: Graph) -> frozenset[str]:
    """Give the fingerprints of all exceptions, to tell later which ones are new."""
    return frozenset(one.fingerprint for one in _exceptions(graph, _every(graph), {}))


def _every(graph: Graph) -> dict[int, Seen]:
    return {seen.number: seen for seen in seen_in(graph, dormant(graph))}


def _exceptions(graph: Graph, every: dict[int, Seen], value: dict[int, float]) -> list[Exceptional]:
    """Give all exceptions; those of one rule stand with what most hangs on first."""
    found = []
    usual = {one.control for one in practices(every)}
    for rule in (unapproved, leaning_lower, defects, leftovers, lacking):
        for one in rule(every):
            if one.rule is Rule.LOOSE and "pinned actions" in usual:  # nearly all do so, which is one line
                continue
            number = graph.number[one.node.id]
            found.append(
                replace(
                    one,
                    next=NEXT[one.rule],
                    hangs_on_it=value.get(number, 0.0),
                    owners=tuple(graph.names[each.owner] for each in graph.owners.get(number, ())),
                    fingerprint=fingerprint_of(one.rule, one.node.id, one.sort),
                )
            )
    return sorted(_folded(found), key=lambda one: (_GRAVITY[one.rule], *_weight(one), one.sort))


def _folded(found: list[Exceptional]) -> list[Exceptional]:
    """Tell once that an error path is switched off and that the siblings have one."""
    off = {one.node.id: one for one in found if one.rule is Rule.NO_WAY_OUT}
    beside = {one.node.id: one for one in found if (one.rule, one.sort) == (Rule.SIBLINGS, "error path")}
    both = off.keys() & beside.keys()
    kept = [one for one in found if one.node.id not in both or one not in (off[one.node.id], beside[one.node.id])]
    return kept + [replace(off[id_], because=f"{off[id_].because}; {beside[id_].because}") for id_ in sorted(both)]


_GRAVITY = {rule: place for place, rule in enumerate(Rule)}


def _weight(one: Exceptional) -> tuple[bool, float, str]:
    return one.node.environment != "production", -one.hangs_on_it, one.node.id


def _quiet(graph: Graph, found: list[Exceptional], today: str) -> Container[str]:
    """Give the fingerprints of what people accepted: all of an automation, one rule, or one control of it."""
    by_words: defaultdict[str, set[int]] = defaultdict(set)
    for one in found:
        for words in ("readiness", one.rule.value, one.sort or one.rule.value):
            by_words[words].add(graph.number[one.node.id])
    quiet = {words: accepted(graph, numbers, words, today) for words, numbers in by_words.items()}
    return {
        one.fingerprint
        for one in found
        if any(
            graph.number[one.node.id] in quiet[words]
            for words in ("readiness", one.rule.value, one.sort or one.rule.value)
        )
    }


def _in_families(graph: Graph, found: list[Exceptional]) -> list[Exceptional]:
    """Put together what is found of copies."""
    several = families(graph, found, lambda one: graph.number[one.node.id], lambda one: (one.rule, one.sort, one.new))
    return [replace(first, alike=tuple(one.node for one in rest)) for first, *rest in several]


def _in_turn(found: list[Exceptional]) -> list[Exceptional]:
    """Put what is new first, then the worst of each rule, the second worst of each, and so on."""
    ordered: list[Exceptional] = []
    for new in (True, False):
        rows = [[one for one in found if one.rule is rule and one.new is new] for rule in Rule]
        ordered += [one for turn in zip_longest(*rows) for one in turn if one is not None]
    return ordered


def _matrix(judged: list[Seen], every: dict[int, Seen], value: dict[int, float]) -> list[Readiness]:
    found = [_readiness(seen, every, value.get(seen.number, 0.0)) for seen in judged]
    return sorted(found, key=lambda row: (not row.active, -row.hangs_on_it, -row.reaches, row.node.id))


def _readiness(seen: Seen, every: dict[int, Seen], value: float) -> Readiness:
    unknown = [seen.controls.get(name) or Shown(name, Standing.UNKNOWN) for name in CONTROLS]
    reaches = {
        tie.other for tie in seen.to("writes", "publishes", "calls", "uses tool", "starts", "supports", "deploys")
    }
    told = answers(seen, every) if seen.has_model else ()
    return Readiness(name_of(seen.graph, seen.number), value, len(reaches), seen.active, tuple(unknown), told)
