"""What modules do outside Make: which data they read or write, what they call, ask of a model, or set going."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Field, Key, Locator, Reading, Ref, Set, attributes, short_name
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.operations import verb_of
from opmap_connectors._shared.requests import changing, of_body
from opmap_connectors._shared.setting import told
from opmap_connectors._shared.sql import accesses, may_write, unread
from opmap_connectors.make.blueprints import Blueprint
from opmap_connectors.make.meaning import constant, known, plain
from opmap_connectors.make.modules import Module

LOCAL = frozenset(
    """builtin util gateway json csv xml markdown regexp math iterator archive image-tools encryptor placeholder
    text-parser code app""".split()
)
_ASKING = frozenset({"http", "soap", "graphql", "rss", "make-an-api-call"})
_DATABASES = {
    "mysql": "MySQL",
    "postgres": "PostgreSQL",
    "postgresql": "PostgreSQL",
    "mssql": "SQL Server",
    "oracle": "Oracle",
}
_DIALECTS = {"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mssql": "tsql", "oracle": "oracle"}
_MODELS = {
    "openai-gpt-3": "openai",
    "anthropic-claude": "anthropic",
    "gemini-ai": "google",
    "mistral-ai": "mistral",
    "azure-openai": "azure",
    "aws-bedrock": "bedrock",
    "perplexity-ai": "perplexity",
    "groq": "groq",
    "deepseek-ai": "deepseek",
    "openrouter": "openrouter",
    "xai": "xai",
    "cohere": "cohere",
    "ai-local-agent": "make",
}
_INSIDE = (
    ("baseId", "base", "spreadsheetId", "databaseId", "database", "siteId", "workspace", "projectId", "project"),
    ("tableId", "table", "sheetId", "sheet", "collection", "collectionName", "object", "objectType", "sobject"),
    ("entity", "resource", "listId", "list", "boardId", "board", "pipeline", "module", "form", "formId", "bucket"),
)
_PREFIX = re.compile(r"^(?:Action|Trigger|Watch|Universal|Make(?:An?)?)(?=[A-Z])")
_FIELDS = ("record", "fields", "values", "properties", "row", "data", "columns", "attributes")
_SENDING = re.compile(
    r"^(?:send|post|reply|create)(?:a|an|new)?(?:message|email|mail|sms|notification|reply)", re.IGNORECASE
)
Told = tuple[Effect, tuple[Reading, ...]]
"""What is done, and what is to be said of the things that only this names."""


def operation_of(module: Module) -> str:
    """Give what a module does, without what only says of which sort the module is.

    >>> _PREFIX.sub("", "ActionCreateRecord"), _PREFIX.sub("", "TriggerNewOrder")
    ('CreateRecord', 'NewOrder')
    """
    return _PREFIX.sub("", module.action) or module.action


def done(module: Module, home: Blueprint) -> Iterator[Told]:
    """Give what one module does."""
    if module.app == "http" or module.app in _ASKING:
        yield from _asked(module, home)
    elif module.app == "datastore":
        yield from _kept(module, home)
    elif module.app in {"scenario-service", "scenarios"} or module.action in {"CallSubscenario", "StartSubscenario"}:
        yield from _handed_on(module, home)
    elif module.app in _DATABASES:
        yield from _queried(module, home)
    elif module.app in _MODELS and (module.chosen("model", "defaultModel").text or "ompletion" in module.action):
        yield from _thought(module)
    elif module.app not in LOCAL:
        yield _used(module), ()


def _effect(module: Module, verb: str, target: Ref, place: Field, **more: object) -> Effect:
    soft = module.tolerant or module.handling
    return Effect(verb, target, place.at(), module.name, soft=soft, **more)  # type: ignore[arg-type]


def _asked(module: Module, home: Blueprint) -> Iterator[Told]:
    place = module.chosen("url", "URL", "endpoint")
    found = located(plain(place.text), home.scope)
    method = constant(module.chosen("method").text).upper()
    said = attributes(method=method)
    unknown = not method and bool(module.chosen("method").text)
    if found is None:
        target = Locator("expression", short_name(place.text, "an address that is not set")[:120], str(home.key))
        yield _effect(module, "calls", target, place or module.title, attributes=said, open=unknown), ()
    else:
        more = changing(found, method, _sent(module)) | {"certainty": found.certainty, "open": unknown}
        yield _effect(module, "calls", found.target, place, attributes=said, **more), ()


def _sent(module: Module) -> tuple[Set, ...]:
    """Give what the body of a request sets: JSON as text, or a list of fields."""
    rows = module.given["formDataFields"].list()
    fields = told((row["key"].text, plain(row["value"].text)) for row in rows)
    return fields or of_body(module.chosen("data", "jsonStringBodyContent", "body"), plain)


def _kept(module: Module, home: Blueprint) -> Iterator[Told]:
    """Read and write the tables that Make keeps itself."""
    place = module.chosen("datastore")
    if not place.text:
        return
    name = module.label(place) or f"data store {place.text}"
    key = home.shared("datastore", place.text)
    entity = Entity("dataset", short_name(name), (key,), place.at(), mentioned=True)
    operation = operation_of(module)
    verb = "writes" if verb_of(operation) == "writes" else "reads"
    yield _effect(module, verb, key, place, operation=operation, sets=sets_of(module)), (entity,)


def _handed_on(module: Module, home: Blueprint) -> Iterator[Told]:
    """Hand work to another scenario, and wait for it unless told not to."""
    place = module.chosen("scenarioId", "scenario")
    if not place.text:
        return
    waits = module.chosen("shouldWait", "waitForResponse", "wait").flag is not False
    waits = waits and not module.action.startswith(("Start", "Run"))
    target: Ref = Key("make", f"{home.instance}/{place.text}")
    if not known(place.text):
        target = Locator("expression", place.text[:120], str(home.key), expects="workflow")
    yield _effect(module, "calls" if waits else "starts", target, place), ()


def _queried(module: Module, home: Blueprint) -> Iterator[Told]:
    """Read what a query touches in the database that a connection opens."""
    connection = module.fixed["__IMTCONN__"]
    title = _DATABASES[module.app]
    key = home.shared("credential", f"{connection.text or module.name}/system")
    label = connection_label(module) or connection.text
    system = Entity("datastore", short_name(f"{title} behind {label}"), (key,), module.title.at(), mentioned=True)
    query = module.chosen("query", "sql", "statement")
    found = accesses(plain(query.text), _DIALECTS[module.app]) if query.text else ()
    for each in found:
        target = each.target(key, home.key)
        more = {"operation": each.operation, "sets": each.sets, "where": each.where}
        yield _effect(module, each.verb, target, query, **more), (system,)
    table = module.chosen("table", "tableName")
    if not found and known(table.text):
        operation = operation_of(module)
        verb = "writes" if verb_of(operation) == "writes" else "reads"
        target = Locator("object", table.text, within=key)
        yield _effect(module, verb, target, table, operation=operation, sets=sets_of(module)), (system,)
    elif all(each.is_open for each in found):
        yield (
            _effect(
                module, "depends on", key, module.title, operation=unread(query.text), open=may_write(plain(query.text))
            ),
            (system,),
        )


def _thought(module: Module) -> Iterator[Told]:
    """Ask a model."""
    place = module.chosen("model", "defaultModel")
    name = place.text if known(place.text) else "chosen at run time" if place.text else "default chat model"
    provider = _MODELS[module.app]
    target = Locator("model", name if "/" in name else f"{provider}/{name}")
    said = attributes(chosen=None if place.text else "by default")
    yield _effect(module, "uses model", target, place or module.title, attributes=said), ()


def _used(module: Module) -> Effect:
    """Use an application: read or write an object of it where one is named, else call it."""
    operation = operation_of(module)
    product = Locator("node type", f"make:{module.app}")
    verb = verb_of(operation[:1].lower() + operation[1:])
    place, name = object_of(module)
    if verb == "calls" or _SENDING.match(operation) or not name:
        return _effect(module, "calls", product, module.title, operation=operation)
    target = Locator("object", name, within=product)
    sets = sets_of(module) if verb == "writes" else ()
    return _effect(module, verb, target, place, operation=operation, sets=sets, where=where_of(module))


def object_of(module: Module) -> tuple[Field, str]:
    """Give the name of the table, sheet or record type that a module works with, and where it stands."""
    parts, place = [], module.title
    for names in _INSIDE:
        found = module.chosen(*names)
        if known(found.text):
            place = found
            parts.append(module.label(found) or found.text)
    if not parts:
        kind = module.chosen("type")
        if known(kind.text) and kind.text[:1].isupper():
            return kind, kind.text[:200]
    return place, short_name("/".join(parts), "")[:200]


def sets_of(module: Module) -> tuple[Set, ...]:
    """Give what a write changes: the fields that are handed over, and the constants among them."""
    inside = next((module.given[name] for name in _FIELDS if module.given[name].is_mapping), None)
    if inside is None:
        named = {name for names in _INSIDE for name in names} | {"type", "select", "from", "useColumnHeaders", "mode"}
        pairs = [(name, value) for name, value in module.given.items() if name not in named and value.text]
    else:
        pairs = list(inside.items())
    return tuple(
        sorted((Set(name[:80], constant(value.text)) for name, value in pairs), key=lambda each: each.attribute)
    )


def where_of(module: Module) -> str:
    """Give what limits a read or a write: a filter, a formula, an id; as it is written."""
    place = module.chosen("formula", "filter", "query", "where", "id", "recordId", "rowNumber")
    return " ".join(plain(place.text).split())[:200]


def connection_label(module: Module) -> str:
    """Give what people call the connection of a module."""
    return module.place["metadata"]["restore"]["parameters"]["__IMTCONN__"]["label"].text


def keys_of(module: Module, home: Blueprint) -> Iterator[Told]:
    """Give the connections, keys and certificates that a module proves itself with."""
    for name, place in module.fixed.items():
        if name in {"__IMTCONN__", "account", "__IMTKEY__"} or name.endswith("Keychain"):
            if not place.text or module.app == "gateway":
                continue
            restored = module.place["metadata"]["restore"]["parameters"][name]
            key = home.shared("credential", place.text)
            said = attributes(type=restored["data"]["connection"].text)
            named = short_name(restored["label"].text, f"connection {place.text}")
            entity = Entity("credential", named, (key,), place.at(), attributes=said, mentioned=True)
            yield _effect(module, "uses credential", key, place), (entity,)
