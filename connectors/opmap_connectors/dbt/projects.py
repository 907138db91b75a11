"""A whole project: the run that builds its models, these, their tables, and who uses them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Effect, Field, Key, Reading, Step, attributes, short_name
from opmap_connectors._shared.startables import project_names
from opmap_connectors.dbt.building import build, build_key, code_of, statement
from opmap_connectors.dbt.controls import Checks
from opmap_connectors.dbt.manifests import BUILT, Manifest, is_built, is_table, type_of, version_of
from opmap_connectors.dbt.tables import described, full_name, table_of
from opmap_connectors.dbt.using import exposure, loader, saved_query


def read_manifest(manifest: Manifest) -> Iterator[Reading | Automation]:
    """Give all that a manifest describes."""
    checks = Checks(manifest)
    yield from manifest.store.beside
    yield _run(manifest)
    for uid, place in manifest.nodes.items():
        if is_table(uid, place):
            yield from described(uid, manifest)
            yield from build(uid, manifest, checks) if type_of(uid, place) in BUILT else _loaded(uid, manifest)
    for uid, _ in manifest.of_type("exposure"):
        yield from exposure(uid, manifest)
    for uid, _ in manifest.of_type("saved_query"):
        yield from saved_query(uid, manifest)


def _loaded(uid: str, manifest: Manifest) -> Iterator[Reading]:
    table = table_of(uid, manifest)
    if isinstance(table, Key):
        yield from loader(uid, manifest, table)


def _run(manifest: Manifest) -> Automation:
    """Give the run of a project, which starts each of its models."""
    metadata = manifest.root["metadata"]
    key = manifest.key("project", manifest.project)
    built = [(uid, place) for uid, place in manifest.nodes.items() if is_built(uid, place) and is_table(uid, place)]
    hooks = [(uid, place) for uid, place in manifest.of_type("operation")]
    starts = [Effect("starts", build_key(uid, manifest), place.at(), place["name"].text) for uid, place in built]
    done = [each for uid, place in hooks for each in statement(code_of(place), _short(uid), manifest)]
    return Automation(
        (key,),
        short_name(manifest.project),
        metadata.at(),
        "pipeline",
        steps=tuple(_steps(manifest)),
        effects=(*starts, *done),
        addresses=project_names(manifest.project, manifest.scope),
        attributes=attributes(
            adapter=manifest.adapter,
            dbt_version=metadata["dbt_version"].text,
            manifest=version_of(manifest.root),
        ),
        environment=manifest.document.settings.get("environment", ""),
    )


def _steps(manifest: Manifest) -> Iterator[Step]:
    for uid, place in manifest.of_type(*BUILT, "operation"):
        kept = place["config"]["materialized"].text or type_of(uid, place)
        words = "put into the queries of others" if kept == "ephemeral" else f"makes {full_name(place)}"
        words = "runs before or after the models" if type_of(uid, place) == "operation" else words
        if place["config"]["enabled"].flag is False:
            words = "disabled"
        yield Step(_short(uid), kept, short_name(words), place.at())
    for uid, places in sorted(manifest.root["disabled"].items()):
        yield from (_disabled(uid, place) for place in list(places.each())[:1])
    for place in manifest.root["disabled"].list():  # the oldest manifests list them
        yield _disabled(place["unique_id"].text, place)


def _disabled(uid: str, place: Field) -> Step:
    return Step(_short(uid), type_of(uid, place), "disabled", place.at())


def _short(uid: str) -> str:
    return short_name(uid.partition(".")[2], "unnamed")
