"""What starts an automation, told so that the same happening is the same in two engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from opmap.analyses.overlapping.acts import acts_heard
from opmap.analyses.overlapping.clocks import ANY_TIME, UTC, Clock, clock_of
from opmap.analyses.overlapping.forms import NO_EDGE, Trigger
from opmap.analyses.overlapping.scopes import scope_of
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.facts import Plain
    from opmap.graph import Graph

_DATA = frozenset({"dataset", "topic", "queue", "file", "index", "datastore", "feature store", "model"})
_MESSAGES = frozenset({"topic", "queue"})
_WATCHING = frozenset({"calls", "reads", "consumes"})
_ALERT = re.compile(
    r"(?<![a-z])(?:alerts?|alerting|alertmanager|alarms?|incidents?|pager ?duty|ops ?genie|on[- ]?call|outages?)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])")


def triggers_of(graph: Graph, number: int, said: dict[str, Plain]) -> Iterator[Trigger]:
    """Give what starts an automation."""
    rows = said.get("starters")
    edges = _starting(graph, number)
    told: set[int] = set()
    for row in rows if isinstance(rows, tuple) else ():
        if not (isinstance(row, tuple) and len(row) == 4):
            continue
        how, words, limit, step = (str(each) for each in row)
        mine = [edge for edge, steps in edges.items() if step in steps] if step else []
        mine = mine or [edge for edge, steps in edges.items() if not steps and how != "person"]
        told.update(mine)
        yield _trigger(graph, number, how, words, limit, mine, step)
    for edge in edges:
        if edge not in told:
            yield _trigger(graph, number, _how(graph, edge), graph.names[int(graph.source[edge])], "", [edge])


def _starting(graph: Graph, number: int) -> dict[int, tuple[str, ...]]:
    found = {}
    for edge in graph.incoming(number).tolist():
        if graph.verb_of(edge) == "starts":
            steps = dict(graph.details.edge(edge).attributes).get("steps")
            found[edge] = tuple(str(each) for each in steps) if isinstance(steps, tuple) else ()
    return found


def _how(graph: Graph, edge: int) -> str:
    kind = graph.kind_of(int(graph.source[edge]))
    return {"schedule": "schedule", "operation": "webhook", "topic": "message", "queue": "message"}.get(
        kind, "call" if kind in ("workflow", "agent", "pipeline") else "event"
    )


def _trigger(graph: Graph, number: int, how: str, words: str, limit: str, edges: list[int], step: str = "") -> Trigger:
    sources = [int(graph.source[edge]) for edge in edges]
    facts = [dict(graph.details.node(source).attributes) for source in sources]
    event = " ".join(str(each["event"]) for each in facts if isinstance(each.get("event"), str))
    data = frozenset(each for source in sources for each in _data(graph, source))
    if data and all(graph.kind_of(each) in _MESSAGES for each in data):  # one happening, however an engine tells it
        how, event = "message", ""
    clock = _clock(facts) if how == "schedule" else None
    listening = [source for source in sources if graph.kind_of(source) == "event source"] if how != "message" else []
    shared = [source for source in listening if _is_shared(graph, source)]
    told = _Told(how, words, event, data, tuple(shared), clock)
    return Trigger(
        how,
        _source(graph, number, told),
        scope_of(limit),
        clock,
        acts_heard(event or limit) if data and how == "event" else frozenset(),
        frozenset(column.casefold() for each in facts for column in _texts(each.get("columns"))),
        data,
        _alert(graph, how, words, f"{limit} {event}", (*sources, *data)),
        words,
        edges[0] if edges else NO_EDGE,
        step,
    )


@frozen
class _Told:
    """What is said of one trigger."""

    how: str
    words: str
    event: str
    data: frozenset[int]
    shared: tuple[int, ...]  # sources of events that start others, too
    clock: Clock | None


def _data(graph: Graph, source: int) -> Iterator[int]:
    """Give the data that starts work by itself, or through what watches it."""
    if graph.kind_of(source) in _DATA:
        yield source
    elif graph.kind_of(source) == "event source":
        for edge in graph.outgoing(source).tolist():
            target = int(graph.target[edge])
            if graph.verb_of(edge) in _WATCHING and graph.kind_of(target) in _DATA:
                yield target


def _is_shared(graph: Graph, source: int) -> bool:
    return sum(graph.verb_of(edge) == "starts" for edge in graph.outgoing(source).tolist()) > 1


def _clock(facts: list[dict[str, Plain]]) -> Clock:
    crons = tuple(line for each in facts for line in _texts(each.get("cron")))
    words = tuple(line for each in facts for line in _texts(each.get("every")))
    zones = {str(each["timezone"]) for each in facts if each.get("timezone")}
    return clock_of(crons, words, zones.pop() if len(zones) == 1 else "")


def _texts(value: Plain) -> list[str]:
    several = value if isinstance(value, tuple) else (value,)
    return [each for each in several if isinstance(each, str) and each]


def _source(graph: Graph, number: int, told: _Told) -> str:
    """Name a happening: by the data or the source of events that is shared, by the time, else by its words."""
    if told.clock is not None and told.clock.times != ANY_TIME.times:
        return f"{sorted(told.clock.times)} {told.clock.zone or UTC}"
    if told.shared:
        return f"node {told.shared[0]}"
    if told.data:
        return f"data {sorted(told.data)} {told.event}"
    if told.how in ("webhook", "event"):
        return f"{told.words} {told.event} {_home(graph, number)}"
    return told.words


def _home(graph: Graph, number: int) -> str:
    """Give the repository that a pipeline stands in: a push there is no push elsewhere."""
    if graph.kind_of(number) != "pipeline":
        return ""
    for edge in graph.outgoing(number).tolist():
        if graph.verb_of(edge) == "built from":
            return graph.ids[int(graph.target[edge])]
    return graph.ids[number].partition("/.github/")[0]


def _alert(graph: Graph, how: str, words: str, more: str, nodes: tuple[int, ...]) -> str:
    """Give the words by which a trigger is an alert; empty where it is none."""
    if how not in ("webhook", "event", "message"):
        return ""
    if any(graph.kind_of(each) == "monitoring" for each in nodes):
        return words
    names = " ".join(graph.names[each] for each in nodes if graph.kind_of(each) != "operation")
    told = _CAMEL.sub(" ", f"{words} {more} {names}").replace("_", " ")
    return words if _ALERT.search(told) else ""
