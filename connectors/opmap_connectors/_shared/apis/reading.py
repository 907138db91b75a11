"""All that an API description says beside the API itself."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Reading
from opmap_connectors._shared.apis.backends import backends
from opmap_connectors._shared.apis.description import Api
from opmap_connectors._shared.apis.operations import operations, webhooks
from opmap_connectors._shared.apis.references import remote_references
from opmap_connectors._shared.apis.security import security


def contents(api: Api, text: str) -> Iterator[Reading]:
    """Give operations, webhooks, credentials and backends of an API, and what could not be followed in its text."""
    yield from operations(api)
    yield from webhooks(api)
    yield from security(api)
    yield from backends(api, api.key, [api.root])
    yield from remote_references(text, api.root)
    yield from api.references.notices
