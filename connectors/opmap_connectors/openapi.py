"""OpenAPI and Swagger: an API, what it can be asked, where it answers, what opens it, and who answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from opmap.connecting import Document, Entity, Field, Key, Known, Notice, Reading, attributes
from opmap_connectors._shared.apis import Api, addresses, contents, is_description, owners
from opmap_connectors._shared.apis.servers import base_path
from opmap_connectors._shared.skeletons import REASON, in_skeleton

_HINT = re.compile(rb"""(?:openapi|swagger)["']?\s*:""")


class OpenApi:
    """Read API descriptions, in JSON or YAML, of every version from Swagger 2.0 to OpenAPI 3.2."""

    name = "openapi"
    title = "OpenAPI and Swagger"
    recognises = "JSON or YAML with `openapi: 3…` or `swagger: 2…` and info, paths, webhooks or components"
    version = 1

    def detect(self, document: Document) -> bool:
        """Take a document of which a part is an API description."""
        data = document.utf8
        if document.form not in {"json", "yaml"} or not (b"openapi" in data or b"swagger" in data):
            return False
        return bool(_HINT.search(data)) and any(is_description(part.root) for part in document.parts)

    def read(self, document: Document) -> Iterable[Reading]:
        """Give the API and everything that its description says."""
        roots = [part.root for part in document.parts if is_description(part.root)]
        if in_skeleton(document) or any("{{" in root["info"]["title"].text for root in roots):
            yield Notice(REASON, document.at(known=Known.DECLARED))
            return
        for number, root in enumerate(roots):
            yield from _description(root, f"/{number}" if len(roots) > 1 else "")


def key_of(document: Document, suffix: str = "") -> Key:
    """Give the key of the API that a document describes."""
    return Key("openapi", f"{document.source}/{document.path}{suffix}")


def _description(root: Field, suffix: str) -> Iterator[Reading]:
    document = root.part.document
    api = Api(root, key_of(document, suffix))
    yield Entity(
        "API",
        api.name,
        (api.key,),
        api.at(root["openapi"] or root["swagger"]),
        addresses=addresses(api),
        attributes=attributes(api.traits(), base_path=base_path(api)),
        environment=document.settings.get("environment", ""),
    )
    yield from owners(api)
    yield from contents(api, document.text)
