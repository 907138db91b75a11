"""Golden cases of connectors: ``tests/connectors/<connector>/<case>/`` with ``input/`` and ``expected.json``.

``settings.json`` beside ``input`` holds what opmap.toml would say about its files. Every
document that the connector takes is read; what it gives is written down as readable
JSON, in an order that never varies. ``OPMAP_UPDATE_GOLDENS=1`` writes it anew.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from opmap.automations import expanded
from opmap.connecting import (
    Connector,
    Document,
    Entity,
    Evidence,
    Group,
    Known,
    Locator,
    Notice,
    Reading,
    Ref,
    Relation,
    Unreadable,
)
from opmap.connecting.registry import connector_at

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent


def cases() -> list[Path]:
    """Find every case: a folder of a connector's folder that holds an ``input``."""
    return sorted(found.parent for found in CASES.glob("*/*/input") if found.is_dir())


@cache
def built_in(name: str) -> Connector:
    """Load a connector of ours, as pyproject.toml names it, so that none has to be installed first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    places = project["entry-points"]["opmap.connectors"]
    if name not in places:
        msg = f"pyproject.toml names no connector {name!r}; it names {', '.join(places) or 'none'}"
        raise LookupError(msg)
    return connector_at(places[name])


def read_case(case: Path, connector: Connector) -> str:
    """Read all that the connector takes of a case's input; give it as JSON text."""
    documents: dict[str, Any] = {}
    not_taken = []
    for document in documents_of(case, connector.name):
        taken, found = _read(document, connector)
        if taken:
            documents[document.path] = found
        else:
            not_taken.append(document.path)
    return json.dumps({"documents": documents, "not taken": not_taken}, indent=1, ensure_ascii=False) + "\n"


def documents_of(case: Path, connector: str = "") -> Iterator[Document]:
    """Open a case's input, every file of it, hidden ones included."""
    root = case / "input"
    written = case / "settings.json"
    settings = json.loads(written.read_text("utf-8")) if written.exists() else {}
    beside = partial(_file, root)
    for path in sorted(found for found in root.rglob("*") if found.is_file()):
        name = path.relative_to(root).as_posix()
        yield Document(name, path.read_bytes(), "case", settings, beside, connector)


def _file(root: Path, path: str) -> bytes | None:
    found = root / path
    if path.endswith("/"):
        return "\n".join(sorted(each.name + "/" * each.is_dir() for each in found.glob("*"))).encode() or None
    return found.read_bytes() if found.is_file() else None


def _read(document: Document, connector: Connector) -> tuple[bool, Any]:
    try:
        if not connector.detect(document):
            return False, None
        readings = list(expanded(connector.read(document)))
    except Unreadable as error:
        place = f"{document.path}:{error.line}" if error.line else document.path
        return True, {"unreadable": error.reason, "at": place}
    for reading in readings:
        _check_digest(reading.evidence, document)
    return True, sorted((encoded(reading) for reading in readings), key=_order)


def _check_digest(evidence: Evidence, document: Document) -> None:
    if evidence.path == document.path:
        assert evidence.digest == document.digest
    else:
        assert document.consulted.get(evidence.path) == evidence.digest, f"{evidence.path} was never consulted"


def _order(item: dict[str, Any]) -> tuple[int, str]:
    rank = next(index for index, sort in enumerate(("entity", "relation", "notice")) if sort in item)
    return rank, json.dumps(item, ensure_ascii=False)


def encoded(reading: Reading) -> dict[str, Any]:
    """Write one reading as plain data that a person can read; what is empty is left out."""
    if isinstance(reading, Notice):
        item: dict[str, Any] = {"notice": reading.reason}
    elif isinstance(reading, Entity):
        item = _entity(reading)
    else:
        item = _relation(reading)
    item["at"] = _place(reading.evidence)
    if reading.evidence.known is not Known.CONFIGURED:
        item["known"] = reading.evidence.known.value
    return {name: value for name, value in item.items() if value not in (None, "", [], {}, False)}


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "entity": f"{entity.kind} {entity.name}",
        "keys": [str(key) for key in entity.keys],
        "addresses": sorted(written(address) for address in entity.addresses),
        "links": sorted(str(link) for link in entity.links),
        "attributes": dict(entity.attributes),
        "environment": entity.environment,
        "mentioned": entity.mentioned,
        "inactive": entity.inactive,
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "relation": f"{written(relation.source)} | {relation.verb} | {written(relation.target)}",
        "strength": relation.strength.value if relation.strength else None,
        "buffer": "0 h" if relation.buffer == 0 else relation.buffer,
        "certainty": relation.certainty.value if relation.certainty.value != "certain" else None,
        "group": _group(relation.group) if relation.group else None,
        "attributes": dict(relation.attributes),
    }


def _group(group: Group) -> str:
    place = f", place {group.place}" if group.place else ""
    return f"{group.need} of {group.name}{place}"


def written(ref: Ref) -> str:
    """Write the end of a relation so that nothing of it is lost.

    >>> written(Locator("host", "claims-db:5432", "k8s:prod-eu/shop"))
    'host claims-db:5432 in k8s:prod-eu/shop'
    """
    if not isinstance(ref, Locator):
        return str(ref)
    scope = f" in {ref.scope}" if ref.scope else ""
    within = f" within ({written(ref.within)})" if ref.within is not None else ""
    expects = f" expects {ref.expects}" if ref.expects else ""
    return f"{ref.form} {ref.value}{scope}{within}{expects}"


def _place(evidence: Evidence) -> str:
    return f"{evidence.place} {evidence.pointer}".strip()
