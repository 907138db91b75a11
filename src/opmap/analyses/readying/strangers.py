"""What strangers write and an automation takes in: by what starts it, or by a step that fetches it.

A mail, a form, a ticket, a public chat or a feed holds anybody's words, whether it starts the
automation or a step reads it; so does a page of the web. What is asked of a programming
interface, or of the organisation's own hosts, is no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from opmap.analyses.readying.systems import within
from opmap.automations import How
from opmap.kinds import Certainty, State

if TYPE_CHECKING:
    from opmap.analyses.defining import StarterRow
    from opmap.analyses.readying.seeing import Seen, Tie
    from opmap.facts import Evidence

Origin = tuple[str, "tuple[Evidence, ...]"]
"""How a stranger's words come in, and where that is written."""

_FROM_ANYBODY = re.compile(
    r"mail|imap|outlook|forms?\b|formwebhook|typeform|jotform|tally\b|zendesk|freshdesk|intercom|helpscout|telegram|whatsapp"
    r"|twilio|\bsms|messenger|facebook|instagram|twitter|discord|\brss|\bfeed|chat",
    re.IGNORECASE,
)
_FROM_THE_WEB = re.compile(
    r"rssfeed|serpapi|searx|wikipedia|firecrawl|crawl|scrap|browserless|puppeteer|jina|apify|tavily|bravesearch|perplexity"
    r"|reddit|substack|hacker ?news|stack ?overflow",
    re.IGNORECASE,
)
_ANY_PAGE = re.compile(r"^GET (?:https?://)?\{\}", re.IGNORECASE)
_FETCHES = re.compile(r"(?:get|list|search|find|read|fetch|query|export|download|select|scan|watch)", re.IGNORECASE)
_ABOUT_A_MAILBOX = re.compile(r"labels?|folders?|contacts?|drafts?", re.IGNORECASE)
_KEPT_BY_ITSELF = frozenset({"datastore", "dataset", "file", "topic", "workflow", "agent", "pipeline", "model"})
_HOST = re.compile(r"(?:[a-z]+://)?((?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*)(?::\d+)?(?:/.*)?", re.IGNORECASE)
_INTERNAL = re.compile(r"\.(?:local|internal|lan|corp|intra|svc|localhost)$", re.IGNORECASE)
_PROGRAMS = re.compile(
    r"(?:^|[./_-])(?:api|apis|rest|graphql|odata|rpc|soap|oauth2?|webhooks?|hooks?|v\d+)(?=[./_-]|$)|\.(?:json|csv|ndjson)$",
    re.IGNORECASE,
)


def origin_of(seen: Seen) -> Origin | None:
    """Say how a stranger's words come into an automation; None where nothing shows that they do."""
    for starter in seen.starters:
        if words := _stranger(seen, starter):
            return words, starter.evidence
    for step in seen.steps:
        if step.runs and (_FROM_THE_WEB.search(step.type) or (seen.kind == "agent" and _ANY_PAGE.match(step.does))):
            return f"it reads pages of the web ({step.name})", step.evidence
    for tie in seen.ties:
        if words := _fetched(seen, tie):
            return f"{words}{_at(tie)}", tie.edge.evidence[:1]
    return None


def _at(tie: Tie) -> str:
    return f" ({tie.steps[0]})" if tie.steps else ""


def _stranger(seen: Seen, starter: StarterRow) -> str:
    kind = seen.step[starter.step].type if starter.step in seen.step else ""
    if starter.how == How.EVENT:
        events = " ".join(str(each.get("event", "")) for each in _sources(seen, starter))
        if _FROM_ANYBODY.search(f"{kind} {starter.words} {events}"):
            return f"anybody's words start it ({starter.step or starter.words})"
    if starter.how != How.WEBHOOK:
        return ""
    guards = {str(each["authentication"]).casefold() for each in _sources(seen, starter) if each.get("authentication")}
    if guards and "none" not in guards:
        return ""
    asked = "asks nobody who calls" if guards else "may ask nobody who calls"
    return f"a path that {asked} starts it ({starter.step or starter.words})"


def _sources(seen: Seen, starter: StarterRow) -> Iterator[dict[str, Any]]:
    """Give what is said of the paths and events behind a starter: its own, where the steps are told apart."""
    graph = seen.graph
    for edge in graph.incoming(seen.number).tolist():
        whole = graph.details.edge(edge)
        if whole.verb != "starts" or whole.certainty is Certainty.POSSIBLE:
            continue
        steps = dict(whole.attributes).get("steps")
        if not isinstance(steps, tuple) or not starter.step or starter.step in steps:
            yield dict(graph.details.node(int(graph.source[edge])).attributes)


def _fetched(seen: Seen, tie: Tie) -> str:
    """Say what of strangers a relation takes in; nothing where it takes in none of theirs."""
    types = [seen.step[name].type for name in tie.steps if name in seen.step]
    if types and all(one.startswith("memory") for one in types):  # what the conversation itself was
        return ""
    if tie.verb in {"calls", "uses tool"} and "GET" in tie.said("method"):
        return "it may read pages of the web" if _is_page(seen, tie) else ""
    fetches = tie.verb in {"reads", "consumes"}
    if not fetches and (tie.verb not in {"calls", "uses tool"} or not any(map(_FETCHES.match, tie.said("operation")))):
        return ""
    graph = seen.graph
    if _ABOUT_A_MAILBOX.fullmatch(graph.names[tie.other]):
        return ""
    systems = [one for one in (tie.other, *within(graph, tie.other)) if graph.kind_of(one) not in _KEPT_BY_ITSELF]
    from_anybody = any(_FROM_ANYBODY.search(graph.names[one]) for one in systems)
    return "it reads anybody's words" if from_anybody else ""


def _is_page(seen: Seen, tie: Tie) -> bool:
    """Say whether a request may fetch a page that others write."""
    graph = seen.graph
    name = graph.names[tie.other]
    if _FROM_THE_WEB.search(name):
        return True
    found = _HOST.fullmatch(name)
    if not found or _INTERNAL.search(found[1]) or graph.state_of(tie.other) is State.KNOWN:
        return False
    own = {one.source.casefold() for one in tie.edge.evidence}
    programs = any(map(_PROGRAMS.search, (found[1], *_paths(tie))))
    return not programs and own.isdisjoint(found[1].casefold().split("."))


def _paths(tie: Tie) -> Iterator[str]:
    """Give the paths of the requests that a relation stands for."""
    rows = tie.attributes.get("effects")
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, tuple) and len(row) == 5 and row[1] == "GET":
            yield str(row[4])
