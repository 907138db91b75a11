"""Who owns what a manifest describes: by its group, by its metadata, or as an exposure says."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field, Key, Reading, Relation
from opmap_connectors._shared.people import email_in, mention, organisation_of, person_key, team_key
from opmap_connectors.dbt.manifests import Manifest


def owners_of(place: Field, owned: Key, manifest: Manifest) -> Iterator[Reading]:
    """Give the owners of a node, each once."""
    said: set[Key] = set()
    for owner in _stated(place, manifest):
        name, email = owner["name"].text or owner.text, email_in(owner["email"].text or owner.text)
        if not (name or email):
            continue
        organisation = organisation_of(manifest.document)
        key = person_key(email, organisation) if email else team_key(name.lstrip("@"), organisation)
        if key not in said:
            said.add(key)
            yield mention(key, name.lstrip("@") or email, owner.at())
            yield Relation(owned, "owned by", key, owner.at())


def _stated(place: Field, manifest: Manifest) -> Iterator[Field]:
    group = place["group"].text or place["config"]["group"].text
    named = (each for _, each in manifest.root["groups"].items() if group and each["name"].text == group)
    yield from (each["owner"] or each["name"] for each in named)
    for meta in (place["meta"], place["config"]["meta"], place["source_meta"]):
        yield from meta["owner"].each()
        yield from meta["owners"].each()
    if place["owner"].is_mapping:
        yield place["owner"]
