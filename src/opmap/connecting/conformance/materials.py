"""The documents that a connector is tried on: its own cases, and what is made of them to harm it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from opmap.connecting.documents import Document
from opmap.errors import Unreadable

Steps = tuple[str | int, ...]

_MOST_BYTES = 3_000_000  # of all variants of one document together
_ODD: tuple[Any, ...] = (
    None,
    17,
    -1e308,
    True,
    "",
    "x",
    "\u202e\x1b[31m",
    "a" * 5000,
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"x": {"x": []}},
)
_PATHS = ("a.yaml", "a.json", "a.csv", "a.txt", "a.xml", "CODEOWNERS", "compose.yaml", "Dockerfile", "a.xlsx", "a")


@dataclass(frozen=True)
class Material:
    """A document to be made, as often as needed."""

    path: str
    data: bytes
    what: str = ""  # what was done to it
    settings: dict[str, str] = field(default_factory=dict)
    folder: Mapping[str, bytes] = field(default_factory=dict)  # what stands beside it

    @property
    def label(self) -> str:
        """Name it in a failure."""
        return f"{self.path}, {self.what}" if self.what else self.path

    def document(self, connector: str) -> Document:
        """Make the document anew, as the scanner would."""
        return Document(self.path, self.data, "case", dict(self.settings), self.folder.get, connector)


def load(cases: Path) -> list[Material]:
    """Open every file of a folder: of each case in it that holds an ``input``, or of all of it."""
    roots = sorted({found for found in cases.rglob("input") if found.is_dir()}) or [cases]
    return [material for root in roots for material in _load(root)]


def _load(root: Path) -> Iterator[Material]:
    written = root.parent / "settings.json"
    settings = json.loads(written.read_text("utf-8")) if root.name == "input" and written.exists() else {}
    files = sorted(found for found in root.rglob("*") if found.is_file())
    folder = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    for path, data in folder.items():
        yield Material(path, data, "", settings, folder)


def empty() -> list[Material]:
    """Give documents in which nothing stands."""
    contents = [(path, data) for path in _PATHS for data in (b"", b"\n", b"\xef\xbb\xbf", b"# nothing\n")]
    contents += [("a.yaml", b"---\n"), ("a.yaml", b"{}"), ("a.json", b"{}"), ("a.json", b"[]"), ("a.json", b"null")]
    return [Material(path, data, "empty") for path, data in contents]


def harmful() -> Iterator[Material]:
    """Give documents that nobody meant to be read."""
    random = Random(7)  # noqa: S311 - the same bytes in every run
    contents = {
        "random bytes": random.randbytes(2000),
        "random letters": bytes(random.choices(b"abc{}[]:,\"'\n -|=<>&*!%@`~#\\", k=2000)),
        "zero bytes": b"\0" * 500,
        "a broken zip": b"PK\x03\x04" + random.randbytes(300),
        "broken UTF-16": b"\xff\xfe\x00",
        "a deep list": b"[" * 3000 + b"]" * 3000,
        "deep mappings": b'{"a":' * 3000 + b"1" + b"}" * 3000,
        "a long line": b"x" * 200_000,
        "an alias bomb": _alias_bomb(),
        "an alias to itself": b"a: &a [*a]\n",
        "an odd key": b"? [a, b]\n: c\n",
        "a cut string": b'{"a": "b',
        "an unclosed quote": b'name,owner\n"a,b\n' * 3,
        "an entity bomb": b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>',
    }
    for what, data in contents.items():
        for path in _PATHS:
            yield Material(path, data, what)
    yield from empty()


def _alias_bomb() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines.extend(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    return "\n".join(lines).encode()


def renamed(material: Material) -> Iterator[Material]:
    """Take away what stands in a document, and leave its name."""
    trees = trees_of(material)
    for data in (b"", b"\n", *((b'{"hello": "world"}\n', b"[]\n") if trees else ())):
        yield replace(material, data=data, what="with nothing of the kind in it", folder={})


def twisted(material: Material, most: int) -> Iterator[Material]:
    """Make documents that are nearly this one: cut, with bytes changed, with other things in the place of values."""
    size = max(len(material.data), 1)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        yield replace(material, data=material.data[: int(size * share)], what=f"cut at {share:.0%}")
    random = Random(size)  # noqa: S311 - the same variants in every run
    for _ in range(min(20, most, _MOST_BYTES // size)):
        data = bytearray(material.data or b" ")
        for _ in range(3):
            data[random.randrange(len(data))] = random.randrange(256)
        yield replace(material, data=bytes(data), what="with some bytes changed")
    trees = trees_of(material)
    if trees:
        yield from _with_odd_values(material, trees, random, min(most, _MOST_BYTES // size))


def _with_odd_values(material: Material, trees: list[Any], random: Random, count: int) -> Iterator[Material]:
    places = [place for place in steps_in(trees) if place]
    for number, place in enumerate(random.sample(places, min(count, len(places)))):
        changed = with_value(trees, place, _ODD[number % len(_ODD)])
        yield written(material, changed, f"with something odd at {'/'.join(map(str, place[1:])) or 'its top'}")


def trees_of(material: Material) -> list[Any]:
    """Give the values of a JSON or YAML document; none where it is something else."""
    try:
        return [part.value for part in material.document("").parts]
    except Unreadable:
        return []


def written(material: Material, trees: list[Any], what: str) -> Material:
    """Write values down again under the same name, each tree on one line, so that no order changes a line."""
    texts = [json.dumps(tree, ensure_ascii=False) for tree in trees]
    return replace(material, data="\n---\n".join(texts).encode("utf-8", "replace"), what=what)


def steps_in(value: Any, before: Steps = ()) -> Iterator[Steps]:
    """Give the way to each value of a tree."""
    yield before
    if isinstance(value, dict):
        for key, item in value.items():
            yield from steps_in(item, (*before, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from steps_in(item, (*before, index))


def with_value(tree: Any, place: Steps, value: Any) -> Any:
    """Copy a tree with one value changed."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(tree, dict):
        return {key: with_value(item, rest, value) if key == step else item for key, item in tree.items()}
    return [with_value(item, rest, value) if index == step else item for index, item in enumerate(tree)]
