"""One zap: what starts it, its steps, and what these need."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Effect, Key, Notice, Reading, Starter, Step, attributes, short_name
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.pinning import pinned
from opmap_connectors.zapier.agreeing import agreed_in, asks_people
from opmap_connectors.zapier.controls import approvals, controls
from opmap_connectors.zapier.doing import LOCAL, Told, done
from opmap_connectors.zapier.exports import Zap
from opmap_connectors.zapier.guarding import condition, guard_of
from opmap_connectors.zapier.naming import named
from opmap_connectors.zapier.starters import credentials, starter
from opmap_connectors.zapier.steps import Node, nodes_of

_ZAPIER = Key("product", "zapier")
_AGENTS = frozenset({"zapieragents", "agents", "zapiercentral"})
_WORDS = {
    "filter": "goes on only for some",
    "branching": "branches",
    "paths": "branches",
    "delay": "waits a while",
    "formatter": "turns values",
    "looping": "does it for each item",
    "code": "runs code",
    "subzap": "another zap",
    "storage": "keeps values",
}


def read_zap(home: Zap) -> Iterator[Reading | Automation]:
    """Give a zap."""
    nodes = nodes_of(home.root)
    live = [node for node in nodes if node.attached]
    for node in (node for node in nodes if not node.attached and node.parent):
        yield Notice("it hangs on a step that is not there, or on itself", node.title.at())
    title = home.root["title"] if home.root["title"].is_text else home.root
    told: list[Told] = [each for node in live if not node.first for each in done(node, home)]
    told += [each for node in live if not node.first for each in credentials(node, home)]
    beside = [reading for _, readings in told for reading in readings]
    beside += [reading for node in live[:1] for _, readings in credentials(node, home) for reading in readings]
    effects, agreed = [effect for effect, _ in told], agreed_in(live)
    yield Automation(
        (home.key,),
        home.name,
        title.at(),
        "agent" if any(node.app in _AGENTS for node in live) else "workflow",
        tuple(_starters(live, home)),
        tuple(Step(node.name, node.type, _words(node, home), node.title.at()) for node in nodes),
        (*effects, *approvals(live), Effect("runs on", _ZAPIER, title.at())),
        (*controls(home, live, agreed), *pinned(effects)),
        approved=agreed,
        guard=guard_of(live),
        beside=tuple(beside),
        attributes=attributes(
            hard_coded_secrets=[(node.name, *found) for node in nodes for found in hard_coded(node.given)] or None
        ),
        environment=home.root.part.document.settings.get("environment", ""),
        inactive=home.is_off,
    )


def _starters(live: list[Node], home: Zap) -> Iterator[Starter]:
    if live:
        yield starter(live[0], home)


def _words(node: Node, home: Zap) -> str:
    if node.first:
        return starter(node, home).words
    words = _WORDS.get(node.app) or _done(node)
    if node.app in LOCAL and node.sort == "filter" and condition(node):
        words = f"goes on only where {condition(node)}"
    said = [words] + ["waits for a person"] * asks_people(node)
    said += ["the run goes on when it fails"] * node.tolerant + ["nothing leads to it"] * (not node.attached)
    return short_name("; ".join(said))


def _done(node: Node) -> str:
    doing, app = named(node), node.app or "an app that the file does not name"
    if doing.verb == "calls" or not doing.object:
        return f"{node.action or 'uses'}: {app}"
    return f"{doing.operation} {doing.object} in {app}"
