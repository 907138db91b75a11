"""What steps do outside Zapier: which data they read or write, what they call, ask of a model, or set going."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from opmap.connecting import Certainty, Effect, Entity, Field, Key, Locator, Reading, Ref, Set, attributes, short_name
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.places import addresses_in_text, locator
from opmap_connectors._shared.requests import METHODS, changing, of_body
from opmap_connectors._shared.setting import equal, told
from opmap_connectors._shared.sql import accesses, may_write, unread
from opmap_connectors.zapier.exports import Zap, own_id
from opmap_connectors.zapier.meaning import known, plain
from opmap_connectors.zapier.naming import named
from opmap_connectors.zapier.steps import Node

LOCAL = frozenset(
    """filter branching paths formatter zapierformatter delay looping digest schedule codeby translate utilities
    numbers datetime text subzaptrigger humanintheloop approval approvals
    interfaces zapierinterfaces""".split()
)
WEBHOOKS = frozenset({"webhook", "webhooks"})
_DATABASES = {"postgresql": "postgres", "mysql": "mysql", "sqlserver": "tsql", "mssql": "tsql", "azuresql": "tsql"}
_TITLES = {"postgresql": "PostgreSQL", "mysql": "MySQL", "sqlserver": "SQL Server", "mssql": "SQL Server"}
_MODELS = {"openai": "openai", "chatgpt": "openai", "anthropic": "anthropic", "claude": "anthropic"} | {
    "googleaistudio": "google",
    "geminigoogle": "google",
    "gemini": "google",
    "mistralai": "mistral",
    "perplexity": "perplexity",
    "ai": "zapier",
    "aibyzapier": "zapier",
}
_KEPT = {"storage": "Storage of Zapier", "zapiertables": "Zapier table", "tables": "Zapier table"}
_OWN_NAMES = ("key", "table_id", "table")
_CALLED = ("subzap", "sub_zap", "zap_id", "subzap_id", "zap")
_CONDITIONS = ("id", "recordid", "objectid", "row", "lookupkey", "contactid", "filter", "where")
"""Parameters that say which record, as `_spelled` writes them: an `Id`, an `object_id`, a `recordId`."""
_MOST_ADDRESSES = 20

Told = tuple[Effect, tuple[Reading, ...]]
"""What is done, and what is to be said of the things that only this names."""


def done(node: Node, home: Zap) -> Iterator[Told]:
    """Give what one step does."""
    if node.app in WEBHOOKS or node.given["url"].text:
        yield from _asked(node, home)
    elif node.app == "code":
        yield from _coded(node, home)
    elif node.app == "subzap":
        yield from _handed_on(node, home)
    elif node.app in _KEPT:
        yield from _kept(node, home)
    elif node.app in _DATABASES:
        yield from _queried(node, home)
    elif node.app in _MODELS:
        yield from _thought(node)
    elif node.app and node.app not in LOCAL:
        yield _used(node), ()


def _effect(node: Node, verb: str, target: Ref, place: Field, **more: Any) -> Effect:
    return Effect(verb, target, (place or node.title).at(), node.name, soft=node.tolerant, **more)


def _asked(node: Node, home: Zap) -> Iterator[Told]:
    """Ask an address; a request in an application's own name goes to the address too."""
    place, given = node.given["url"], node.given
    word = (given["method"].text or node.action.rpartition("_")[2]).upper()
    method = word if word in METHODS else "POST" if place.text else ""
    found = located(plain(place.text), home.scope)
    said = attributes(method=method)
    if found is None:
        words = short_name(" ".join(_references(place.text)), "an address that is not set")[:120]
        yield _effect(node, "calls", Locator("expression", words, str(home.key)), place, attributes=said), ()
        return
    more = changing(found, method, of_body(given["data"] or given["body"], plain))
    yield _effect(node, "calls", found.target, place, certainty=found.certainty, attributes=said, **more), ()


def _references(text: str) -> list[str]:
    return re.findall(r"\{\{.{0,200}?\}\}", text[:4000])


def _coded(node: Node, home: Zap) -> Iterator[Told]:
    """Find the addresses in code, which may or may not be asked."""
    place = node.given["code"]
    found = dict.fromkeys(locator(each, home.scope) for each in addresses_in_text(place.text[:20_000]) if each.scheme)
    for target in list(found)[:_MOST_ADDRESSES]:
        yield _effect(node, "calls", target, place, certainty=Certainty.POSSIBLE), ()


def _handed_on(node: Node, home: Zap) -> Iterator[Told]:
    """Hand work to another zap, and wait for what it returns."""
    if node.action.startswith(("return", "start")):
        return
    place = node.chosen(*_CALLED)
    own = own_id(place) if known(place.text) else ""
    target: Ref = Key("zapier", f"{home.instance}/{own}")
    if not own:
        words = short_name(plain(place.text), "a zap that the export does not name")
        target = Locator("expression", words[:120], str(home.key), expects="workflow")
    yield _effect(node, "calls", target, place), ()


def _kept(node: Node, home: Zap) -> Iterator[Told]:
    """Read and write what Zapier keeps itself: a store behind its key, a table."""
    place = node.chosen(*_OWN_NAMES)
    if node.app == "storage":
        name, key = _KEPT[node.app], home.shared("storage", node.place["authentication_id"].text or "own")
    elif known(place.text):
        name, key = f"{_KEPT[node.app]} {place.text}", home.shared("table", place.text)
    else:
        return
    entity = Entity("dataset", short_name(name), (key,), (place or node.title).at(), mentioned=True)
    doing = named(node)
    more = {"sets": _sets(node), "where": _where(node)} if doing.verb == "writes" else {}
    yield (
        _effect(node, "writes" if doing.verb == "writes" else "reads", key, place, operation=node.action, **more),
        (entity,),
    )


def system_of(node: Node, home: Zap) -> tuple[Key, tuple[Reading, ...]]:
    """Give the database that a step's connection opens."""
    connection = node.place["authentication_id"].text or node.id
    key = home.shared("credential", f"{connection}/system")
    title = _TITLES.get(node.app, "Database")
    label = short_name(f"{title} behind connection {connection[:8]}")
    return key, (Entity("datastore", label, (key,), node.title.at(), mentioned=True),)


def _queried(node: Node, home: Zap) -> Iterator[Told]:
    key, beside = system_of(node, home)
    query = node.chosen("query", "sql", "custom_query")
    found = accesses(plain(query.text), _DATABASES[node.app]) if query.text else ()
    for each in found:
        more = {"operation": each.operation, "sets": each.sets, "where": each.where}
        yield _effect(node, each.verb, each.target(key, home.key), query, **more), beside
    table, doing = node.chosen("table", "tableName"), named(node)
    if not found and known(table.text) and doing.verb != "calls":
        schema = node.given["schema"].text
        target = Locator("object", f"{schema}.{table.text}" if known(schema) else table.text, within=key)
        more = {"sets": _sets(node), "where": _where(node)} if doing.verb == "writes" else {}
        yield _effect(node, doing.verb, target, table, operation=doing.operation, **more), beside
    elif all(each.is_open for each in found):
        yield (
            _effect(
                node, "depends on", key, node.title, operation=unread(query.text), open=may_write(plain(query.text))
            ),
            beside,
        )


def _thought(node: Node) -> Iterator[Told]:
    """Ask a model."""
    place = node.chosen("model", "model_id", "engine")
    name = place.text if known(place.text) else "chosen at run time" if place.text else "default chat model"
    target = Locator("model", name if "/" in name else f"{_MODELS[node.app]}/{name}")
    said = attributes(chosen=None if place.text else "by default")
    yield _effect(node, "uses model", target, place, attributes=said), ()


def _used(node: Node) -> Effect:
    """Use an application: read or write an object of it where one is named, else call it."""
    product, doing = Locator("node type", f"zapier:{node.app}"), named(node)
    if doing.verb == "calls" or not doing.object:
        return _effect(node, "calls", product, node.title, operation=doing.operation)
    target = Locator("object", doing.object, within=product)
    sets = _sets(node) if doing.verb == "writes" else ()
    return _effect(node, doing.verb, target, doing.place, operation=doing.operation, sets=sets, where=_where(node))


def _sets(node: Node) -> tuple[Set, ...]:
    """Give what a write changes: the parameters that say neither where nor which."""
    kept = {*named(node).around, *_OWN_NAMES, "schema", "query", "lookup_value", "fail_on_errors"}
    return told(
        (name.replace("$", " "), plain(each.text))
        for name, each in node.given.items()
        if name not in kept and _spelled(name) not in _CONDITIONS and each.text
    )


def _where(node: Node) -> str:
    """Give what limits a read or a write: an id, a row, a lookup; as it is written."""
    given = {_spelled(name): each for name, each in node.given.items() if each.text}
    said = next((name for name in _CONDITIONS if name in given), "")
    if not said:
        return ""
    if said == "lookupkey":
        return equal(given[said].text, plain(node.given["lookup_value"].text))
    if said in {"filter", "where"}:
        return " ".join(plain(given[said].text).split())[:200]
    return equal("id", plain(given[said].text))


def _spelled(name: str) -> str:
    return name.casefold().replace("_", "")
