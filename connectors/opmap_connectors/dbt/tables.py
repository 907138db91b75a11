"""The tables of a manifest: what they are called, in the warehouse and everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Attributes, Entity, Field, Key, Locator, Reading, Ref, Relation, attributes, short_name
from opmap_connectors._shared.warehouses import relation_name
from opmap_connectors.dbt.manifests import BUILT, Manifest, reference, type_of
from opmap_connectors.dbt.owners import owners_of

_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0}


def full_name(place: Field) -> str:
    """Give the whole name of a node's table, with its database where it has one."""
    own = place["alias"] or place["identifier"] or place["name"]
    parts = [each.text for each in (place["database"], place["schema"], own)]
    return relation_name(*parts) or relation_name(*place["relation_name"].text.split("."))


def table_of(uid: str, manifest: Manifest) -> Ref:
    """Give what leads to the table of a node; a name that leads nowhere where the manifest does not hold it."""
    if uid not in manifest.nodes:
        return reference(uid, manifest)
    return _keys(uid, manifest)[0]


def _keys(uid: str, manifest: Manifest) -> tuple[Key, ...]:
    name = full_name(manifest.nodes[uid])
    own = manifest.key(manifest.adapter or "warehouse", name.casefold())
    return (own, *manifest.store.keys_of(name))


def described(uid: str, manifest: Manifest) -> Iterator[Reading]:
    """Describe the table of a node, where it is stored, and who owns it."""
    place = manifest.nodes[uid]
    keys, name = _keys(uid, manifest), full_name(place)
    store = manifest.store.ref
    addresses = tuple(Locator("object", each, within=store) for each in _spellings(place, name, manifest))
    if type_of(uid, place) in BUILT:  # another project may refer to it
        addresses = (*addresses, Locator("name", place["name"].text, manifest.scope))
    yield Entity("dataset", short_name(name, uid), keys, place.at(), addresses, attributes=_said(place))
    yield Relation(keys[0], "stored in", store, place.at())
    yield from owners_of(place, keys[0], manifest)


def _spellings(place: Field, name: str, manifest: Manifest) -> list[str]:
    """Give the ways in which queries name a table; without its database where it is the one that most are in."""
    database, schema = place["database"].text, place["schema"].text
    own = (place["alias"] or place["identifier"] or place["name"]).text
    found = [name, name.replace(".", "/")] if manifest.adapter == "bigquery" else [name]
    if database == manifest.home:
        found.append(relation_name(schema, own))
    return [each for each in dict.fromkeys(found) if each]


def _said(place: Field) -> Attributes:
    error = place["freshness"]["error_after"]
    hours = (error["count"].number or 0) * _HOURS.get(error["period"].text, 0)
    return attributes(
        description=short_name(place["description"].text, "")[:300],
        materialized=place["config"]["materialized"].text,
        columns=sorted(name for name, _ in place["columns"].items())[:200],
        tags=sorted({each.text for each in place["tags"].list()}),
        access=place["access"].text,
        contract="enforced" if place["contract"]["enforced"].flag else "",
        fails_when_older_than_hours=hours or None,
    )
