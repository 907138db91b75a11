"""Who uses the tables of a project: exposures, and queries that are saved and exported."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Certainty,
    Effect,
    Entity,
    Field,
    Key,
    Locator,
    Reading,
    Relation,
    attributes,
    short_name,
    url_locator,
)
from opmap_connectors._shared.warehouses import relation_name
from opmap_connectors.dbt.manifests import Manifest
from opmap_connectors.dbt.owners import owners_of
from opmap_connectors.dbt.tables import table_of


def exposure(uid: str, manifest: Manifest) -> Iterator[Reading]:
    """Give a dashboard, a notebook, an application: a service that reads tables."""
    place, key = manifest.nodes[uid], manifest.key(uid)
    name = place["label"].text or place["name"].text or uid
    where = url_locator(place["url"].text)
    said = attributes(
        description=short_name(place["description"].text, "")[:300],
        type=place["type"].text,
        maturity=place["maturity"].text,
        file=place["original_file_path"].text,
        tags=sorted({each.text for each in place["tags"].list()}),
    )
    yield Entity("service", short_name(name), (key,), place.at(), (where,) if where else (), attributes=said)
    for each in manifest.tables_under(uid):
        yield Relation(key, "reads", table_of(each, manifest), (place["depends_on"] or place).at())
    yield from owners_of(place, key, manifest)


def saved_query(uid: str, manifest: Manifest) -> Iterator[Automation]:
    """Give a saved query that is exported into tables of its own."""
    place, key = manifest.nodes[uid], manifest.key(uid)
    exports = list(place["exports"].list())
    if not exports:
        return
    name = place["name"].text or uid
    reads = [Effect("reads", table_of(each, manifest), place.at(), name) for each in manifest.tables_under(uid)]
    writes = [effect for each in exports for effect in _exported(each, name, manifest)]
    yield Automation((key,), short_name(f"{name} (saved query)"), place.at(), "pipeline", effects=(*reads, *writes))


def _exported(export: Field, name: str, manifest: Manifest) -> Iterator[Effect]:
    config = export["config"]
    table = relation_name(config["schema_name"].text, config["alias"].text or export["name"].text)
    if table:
        kept = config["export_as"].text or "table"
        target = Locator("object", table, within=manifest.store.ref)
        yield Effect("writes", target, export.at(), name, f"create {kept}")


def loader(uid: str, manifest: Manifest, table: Key) -> Iterator[Reading]:
    """Say that what a source names as its loader writes it."""
    place = manifest.nodes[uid]["loader"]
    name = "-".join(place.text.casefold().split())
    if name:
        app = Locator("node type", f"dbt:{name[:80]}", manifest.scope, expects="service")
        yield Relation(app, "writes", table, place.at(), certainty=Certainty.PROBABLE)
