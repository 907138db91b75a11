"""Agents that act without anybody's approval, and what strangers write that reaches one.

What is known of a webhook is whether it asks who calls; a mail, a ticket, a form, a public
chat and a page of the web are written by anybody. It reaches an agent directly, or through
automations that call or start it, and stops where a person approves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.naming import name_of
from opmap.analyses.readying.doing import Act, acts_of
from opmap.analyses.readying.strangers import Origin, origin_of
from opmap.analyses.readying.values import Exceptional, Rule

if TYPE_CHECKING:
    from opmap.analyses.readying.seeing import Seen
    from opmap.facts import Evidence

_MOST_WORDS = 2


def unapproved(every: Mapping[int, Seen]) -> Iterator[Exceptional]:
    """Give agents that change something with nobody's approval; the graver finding where strangers reach them."""
    origins = _reached(every)
    for seen in every.values():
        if seen.kind != "agent" or not seen.active:
            continue
        acts = [act for act in acts_of(seen, every, frozenset({seen.number})) if not seen.approves(act.steps)]
        chosen = [act for act in acts if act.by_model]
        if chosen and seen.number in origins:
            yield _untrusted(seen, chosen, *origins[seen.number])
        elif acts:
            yield _unapproved(seen, acts)


def _untrusted(seen: Seen, acts: list[Act], words: str, evidence: tuple[Evidence, ...]) -> Exceptional:
    choice = "whether it" if acts[0].edge else "what it does: it"
    because = f"{words}; a model then chooses {choice} {_said(acts)}, and {_unasked(seen)}"
    return Exceptional(Rule.UNTRUSTED, name_of(seen.graph, seen.number), because, (*evidence, *_proof(acts)))


def _unapproved(seen: Seen, acts: list[Act]) -> Exceptional:
    unsure = "; what it is unsure of takes another way" if seen.shows("confidence threshold") else ""
    because = f"it {_said(acts)}, and {_unasked(seen)}{unsure}"
    return Exceptional(Rule.UNAPPROVED, name_of(seen.graph, seen.number), because, _proof(acts))


def _unasked(seen: Seen) -> str:
    """Say that nobody approves; where an approval is there, that it does not stand before this."""
    if "human approval" not in seen.controls:
        return "no approval is known"
    control = seen.controls["human approval"]
    if seen.lacks(control.name):
        return control.words or "nobody approves"
    return f"the approval ({control.words or 'it has one'}) does not stand before it"


def _said(acts: list[Act]) -> str:
    several = list(dict.fromkeys(act.words for act in acts))
    more = f" and {len(several) - _MOST_WORDS} more" if len(several) > _MOST_WORDS else ""
    return " and ".join(several[:_MOST_WORDS]) + more if not more else ", ".join(several[:_MOST_WORDS]) + more


def _proof(acts: list[Act]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one for act in acts for one in act.evidence))


def _reached(every: Mapping[int, Seen]) -> dict[int, Origin]:
    """Give the automations that a stranger's words reach, each with how they came, the shortest way."""
    found = {number: origin for number, seen in every.items() if seen.active and (origin := origin_of(seen))}
    waiting = deque(sorted(found))
    while waiting:
        number = waiting.popleft()
        words, evidence = found[number]
        through = words if words.endswith(every[number].node.name) else f"{words} through {every[number].node.name}"
        for other, proof in _next(every[number], every):
            if other not in found and every[other].active:
                found[other] = through, (*evidence[:2], *proof)
                waiting.append(other)
    return found


def _next(seen: Seen, every: Mapping[int, Seen]) -> Iterator[tuple[int, tuple[Evidence, ...]]]:
    """Give the automations that one hands its input to: called, started, or listening to what it publishes."""
    graph = seen.graph
    for tie in seen.to("calls", "starts", "uses tool", "publishes"):
        if seen.approves(tie.steps):
            continue
        if tie.other in every:
            yield tie.other, tie.edge.evidence[:1]
            continue
        for edge in graph.outgoing(tie.other).tolist():  # a topic or an event that starts others
            if graph.verb_of(edge) == "starts" and int(graph.target[edge]) in every:
                yield int(graph.target[edge]), tie.edge.evidence[:1]
        for edge in graph.incoming(tie.other).tolist():  # an operation that another automation offers
            offered = graph.verb_of(edge) == "exposes" and int(graph.source[edge]) in every
            if offered and graph.kind_of(tie.other) == "operation":
                yield int(graph.source[edge]), tie.edge.evidence[:1]
