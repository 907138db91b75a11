"""The JSON schema of an inventory, made from its models, for editors."""

from __future__ import annotations

from typing import Any

from opmap_connectors.native.models import Inventory


def schema() -> dict[str, Any]:
    """Give the schema, without what only pydantic needs: titles, and places where nothing may stand."""
    made: dict[str, Any] = _plain(Inventory.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "opmap inventory", **made}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _plain(item) for name, item in value.items() if name != "default" and not _is_title(name, item)}
    choices = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if "anyOf" in kept:
        del kept["anyOf"]
        kept |= choices[0] if len(choices) == 1 else {"anyOf": choices}
    return kept


def _is_title(name: str, item: Any) -> bool:
    return name == "title" and isinstance(item, str)
