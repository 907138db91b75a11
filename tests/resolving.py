"""The dependencies that facts state, found by the plainest means: to hold connectors against a truth, not identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from opmap.automations import expanded
from opmap.connecting import Connector, Document, Entity, Key, Locator, Reading, Ref, Relation, Unreadable, host_of
from opmap.connecting.selecting import matches, parse_labels, parse_selector
from opmap.connecting.settings import joined

Edge = tuple[str, str, str]


def read_folder(connector: Connector, folder: Path, source: str = "", **settings: str) -> list[Reading]:
    """Read all that a connector takes of a folder's files; what it refuses costs only itself."""
    return [reading for document in documents_in(folder, source, settings) for reading in _read(connector, document)]


def documents_in(folder: Path, source: str, settings: dict[str, str]) -> Iterator[Document]:
    """Open the files below a folder."""

    def beside(path: str) -> bytes | None:
        return (folder / path).read_bytes() if (folder / path).is_file() else None

    for path in sorted(found for found in folder.rglob("*") if found.is_file()):
        name = path.relative_to(folder).as_posix()
        yield Document(name, path.read_bytes(), source or folder.name, settings, beside, "test")


def _read(connector: Connector, document: Document) -> list[Reading]:
    try:
        return list(expanded(connector.read(document))) if connector.detect(document) else []
    except Unreadable:
        return []


def edges(readings: Iterable[Reading]) -> set[Edge]:
    """Give who depends how on whom, by the names in their keys; a Service is the one workload that it selects."""
    facts = list(readings)
    entities = [fact for fact in facts if isinstance(fact, Entity)]
    relations = joined(fact for fact in facts if isinstance(fact, Relation))
    homes = dict(_homes(entities, relations))
    hosts = {
        (address.scope, address.value): homes.get(entity.keys[0], entity.keys[0])
        for entity in entities
        for address in entity.addresses
        if address.form == "host"
    }
    found = ((_end(r.source, homes, hosts), r.verb, _end(r.target, homes, hosts)) for r in relations)
    return {(source, verb, target) for source, verb, target in found if source != target and "selector" not in target}


def _homes(entities: list[Entity], relations: list[Relation]) -> Iterator[tuple[Key, Key]]:
    carried = [(entity, address) for entity in entities for address in entity.addresses if address.form == "labels"]
    for relation in relations:
        asked = relation.target
        if isinstance(asked, Locator) and asked.form == "selector" and isinstance(relation.source, Key):
            selector = parse_selector(asked.value)
            found = {
                entity.keys[0]
                for entity, address in carried
                if address.scope == asked.scope and matches(parse_labels(address.value), selector)
            }
            if len(found) == 1:
                yield relation.source, found.pop()


def _end(ref: Ref, homes: dict[Key, Key], hosts: dict[tuple[str, str], Key]) -> str:
    if isinstance(ref, Key):
        return homes.get(ref, ref).name.rpartition("/")[2]
    host, scope = (host_of(ref.value) or ref.value).partition(":")[0], ref.scope
    while (scope, host) not in hosts and scope:
        scope = scope.rpartition("/")[0]
    found = hosts.get((scope, host))
    return found.name.rpartition("/")[2] if found else str(ref.form) + " " + ref.value


def pairs(found: Iterable[Edge]) -> set[tuple[str, str]]:
    """Give edges without their verbs."""
    return {(source, target) for source, _, target in found}


def score(found: set[tuple[str, str]], truth: set[tuple[str, str]]) -> str:
    """Say how many of the found are true, and how many of the true are found."""
    both = len(found & truth)
    return f"precision {both}/{len(found)}, recall {both}/{len(truth)}"
