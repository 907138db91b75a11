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
    return Document(path, _bytes(text), "source", settings, lambda place: _beside(files, place), "test")


def _beside(files: Mapping[str, bytes], place: str) -> bytes | None:
    """Give a file, or for a place that ends in a slash the names of what stands below it."""
    if not place.endswith("/"):
        return files.get(place)
    below = [name.removeprefix(place).partition("/") for name in files if name.startswith(place)]
    return "\n".join(sorted({first + slash for first, slash, _ in below})).encode() or None


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
