"""What a run makes of a node: a pipeline that reads tables and writes its own."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Effect,
    Field,
    How,
    Key,
    Locator,
    Notice,
    Reading,
    Ref,
    Set,
    Starter,
    Step,
    attributes,
    short_name,
)
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.sql import Access, accesses
from opmap_connectors._shared.warehouses import DIALECTS
from opmap_connectors.dbt.controls import Checks
from opmap_connectors.dbt.manifests import Manifest, is_table, type_of
from opmap_connectors.dbt.owners import owners_of
from opmap_connectors.dbt.tables import full_name, table_of

_OPERATIONS = {
    "model": "create table",
    "view": "create view",
    "seed": "load",
    "snapshot": "merge",
    "incremental": "merge",
}
_HOOKS = ("pre-hook", "post-hook")
_MOST_COLUMNS = 200


def build_key(uid: str, manifest: Manifest) -> Key:
    """Give the key of what a run makes of a node."""
    return manifest.key(uid)


def build(uid: str, manifest: Manifest, checks: Checks) -> Iterator[Reading | Automation]:
    """Give the pipeline that makes a node's table; nothing where it has none of its own."""
    place = manifest.nodes[uid]
    if not is_table(uid, place):
        return
    key, name = build_key(uid, manifest), place["name"].text or uid.rpartition(".")[2]
    kept = place["config"]["materialized"].text or type_of(uid, place)
    unknown = [each for each in manifest.tables_under(uid) if each not in manifest.nodes]
    if unknown:
        yield Notice("it depends on what the manifest does not hold", (place["depends_on"] or place).at())
    code = code_of(place)
    yield Automation(
        (key,),
        short_name(f"{name} ({type_of(uid, place)})"),
        place.at(),
        "pipeline",
        (Starter(How.CALL, "a run of the project starts it", place.at()),),
        (Step(name, kept, short_name(f"makes {full_name(place)}"), (code or place).at()),),
        (*_read(uid, manifest), _written(uid, manifest), *_hooked(place, manifest)),
        tuple(checks.controls(uid, place)),
        beside=tuple(owners_of(place, key, manifest)),
        attributes=attributes(
            file=place["original_file_path"].text,
            tags=sorted({each.text for each in place["tags"].list()}),
            hard_coded_secrets=[(name, *found) for part in (code, place["config"]) for found in hard_coded(part)],
        ),
        environment=manifest.document.settings.get("environment", ""),
    )


def code_of(place: Field) -> Field:
    """Give the query of a node, compiled where it is, under the name that its version has for it."""
    words = ("compiled_code", "compiled_sql", "raw_code", "raw_sql")
    return next((place[word] for word in words if place[word].text), place["raw_code"])


def _read(uid: str, manifest: Manifest) -> Iterator[Effect]:
    """Give the tables that a node reads: those that it declares, and those that its query names all the same."""
    place, name = manifest.nodes[uid], manifest.nodes[uid]["name"].text
    found = {each.table.casefold(): each for each in _accessed(place, manifest) if each.verb == "reads"}
    tables = manifest.tables_under(uid)
    for each in tables:
        ref = table_of(each, manifest)
        access = _named(found, manifest.nodes[each]) if each in manifest.nodes else None
        where = access.where if access is not None and len(tables) == 1 else ""
        yield Effect("reads", ref, (place["depends_on"] or place).at(), name, "select", where=where)
    declared = {spelling for each in tables for spelling in _spelled(manifest.nodes.get(each))}
    for table in sorted(found.keys() - declared) if place["compiled_code"] or place["compiled_sql"] else ():
        target = Locator("object", found[table].table, within=manifest.store.ref)
        said = attributes(declared="no")
        yield Effect("reads", target, code_of(place).at(), name, "select", attributes=said)


def _accessed(place: Field, manifest: Manifest) -> tuple[Access, ...]:
    compiled = place["compiled_code"].text or place["compiled_sql"].text
    if not compiled or place["language"].text == "python":
        return ()
    return accesses(compiled, DIALECTS.get(manifest.adapter, ""))


def _spelled(place: Field | None) -> set[str]:
    """Give each way in which a query may name a node's table."""
    if place is None:
        return set()
    parts = full_name(place).casefold().split(".")
    return {".".join(parts[start:]) for start in range(len(parts))} | {
        (place["alias"] or place["name"]).text.casefold()
    }


def _named(found: dict[str, Access], place: Field) -> Access | None:
    return next((found[each] for each in sorted(_spelled(place)) if each in found), None)


def _written(uid: str, manifest: Manifest) -> Effect:
    place = manifest.nodes[uid]
    kept = place["config"]["materialized"].text or type_of(uid, place)
    strategy = place["config"]["incremental_strategy"].text if kept == "incremental" else ""
    sets = tuple(Set(name) for name in sorted(name for name, _ in place["columns"].items())[:_MOST_COLUMNS])
    operation = strategy or _OPERATIONS.get(kept, f"create {kept}")
    return Effect("writes", table_of(uid, manifest), place.at(), place["name"].text, operation, sets)


def _hooked(place: Field, manifest: Manifest) -> Iterator[Effect]:
    for word in _HOOKS:
        for hook in place["config"][word].each():
            yield from statement(hook["sql"] or hook, word, manifest)


def statement(place: Field, step: str, manifest: Manifest) -> Iterator[Effect]:
    """Give what a statement beside the models reads and writes."""
    for each in accesses(place.text, DIALECTS.get(manifest.adapter, "")):
        if each.is_open:  # a macro names it, mostly the model that it stands beside
            continue
        target: Ref = Locator("object", each.table, within=manifest.store.ref)
        yield Effect(each.verb, target, place.at(), step, each.operation, each.sets, each.where)
