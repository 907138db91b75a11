"""Agents that act without anybody's approval, and what strangers write that reaches one.

What is known of a webhook is whether it asks who calls; a mail, a ticket, a form, a public
chat and a page of the web are written by anybody. It reaches an agent directly, or through
automations that call or start it, and stops where a person approves.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from opmap.analyses.naming import name_of
from opmap.analyses.readying.doing import Act, acts_of
from opmap.analyses.readying.values import Exceptional, Rule
from opmap.automations import How
from opmap.kinds import Certainty

if TYPE_CHECKING:
    from opmap.analyses.defining import StarterRow
    from opmap.analyses.readying.seeing import Seen
    from opmap.facts import Evidence

_FROM_ANYBODY = re.compile(
    r"mail|imap|outlook|form\b|forms\b|typeform|jotform|tally\b|zendesk|freshdesk|intercom|helpscout|telegram|whatsapp"
    r"|twilio|\bsms|messenger|facebook|instagram|twitter|discord|\brss|\bfeed|chat",
    re.IGNORECASE,
)
_FROM_THE_WEB = re.compile(
    r"rssfeed|serpapi|searx|wikipedia|firecrawl|crawl|scrap|browserless|puppeteer|jina|apify|tavily|bravesearch|perplexity",
    re.IGNORECASE,
)
_ANY_PAGE = re.compile(r"^GET (?:https?://)?\{\}", re.IGNORECASE)
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


_Origin = tuple[str, "tuple[Evidence, ...]"]


def _reached(every: Mapping[int, Seen]) -> dict[int, _Origin]:
    """Give the automations that a stranger's words reach, each with how they came, the shortest way."""
    found = {number: origin for number, seen in every.items() if seen.active and (origin := _origin(seen))}
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


def _origin(seen: Seen) -> _Origin | None:
    """Say how a stranger's words come into an automation; None where nothing shows that they do."""
    for starter in seen.starters:
        if words := _stranger(seen, starter):
            return words, starter.evidence
    for step in seen.steps:
        if step.runs and (_FROM_THE_WEB.search(step.type) or (seen.kind == "agent" and _ANY_PAGE.match(step.does))):
            return f"it reads pages of the web ({step.name})", step.evidence
    return None


def _stranger(seen: Seen, starter: StarterRow) -> str:
    kind = seen.step[starter.step].type if starter.step in seen.step else ""
    if starter.how == How.EVENT and _FROM_ANYBODY.search(f"{kind} {starter.words}"):
        return f"anybody's words start it ({starter.step or starter.words})"
    if starter.how != How.WEBHOOK:
        return ""
    guards = _guards(seen, starter)
    if guards and "none" not in guards:
        return ""
    asked = "asks nobody who calls" if guards else "may ask nobody who calls"
    return f"a path that {asked} starts it ({starter.step or starter.words})"


def _guards(seen: Seen, starter: StarterRow) -> set[str]:
    """Give how the path of a starter asks who calls: its own, where the steps are told apart."""
    graph = seen.graph
    found = set()
    for edge in graph.incoming(seen.number).tolist():
        whole = graph.details.edge(edge)
        if whole.verb != "starts" or whole.certainty is Certainty.POSSIBLE:
            continue
        steps = dict(whole.attributes).get("steps")
        if not isinstance(steps, tuple) or not starter.step or starter.step in steps:
            guard = dict(graph.details.node(int(graph.source[edge])).attributes).get("authentication")
            found |= {str(guard).casefold()} if guard else set()
    return found
