"""Documents for tests, made of text."""

from __future__ import annotations

from collections.abc import Mapping

from opmap.connecting import Document


def document(
    path: str, text: str | bytes, *, beside: Mapping[str, str | bytes] | None = None, **settings: str
) -> Document:
    """Make a document of some text, with what stands beside it and what opmap.toml says about it.

    >>> document("a/compose.yaml", "services: {}", project="shop").settings
    {'project': 'shop'}
    """
    files = {name: _bytes(content) for name, content in (beside or {}).items()}
    return Document(path, _bytes(text), "source", settings, files.get, "test")


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
