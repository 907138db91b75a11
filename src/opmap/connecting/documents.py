"""A document: bytes with a name, what stands beside it, and the power to make evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from opmap.connecting.fields import Part
from opmap.connecting.parsing import (
    HELM_REASON,
    TEMPLATE_REASON,
    is_helm_template,
    is_template,
    parse_json,
    parse_yaml,
    pieces_of,
)
from opmap.errors import Unreadable
from opmap.facts import Evidence, Notice
from opmap.kinds import Known

if TYPE_CHECKING:
    from opmap.connecting.tables import Table

_SOURCE_CODE = frozenset(
    (
        "c cc cpp cs css dart ex exs go h hpp html htm java jl js jsx kt less lua md mjs php pl ps1 py r rb rs rst "
        "scala scss sh sql svelte swift tf tfvars ts tsx vue txt adoc log lock patch diff ipynb"
    ).split()
)
_MARKED = (b"\xff\xfe", b"\xfe\xff")
_ENOUGH = 64  # bytes at the beginning, by whose zeros text in UTF-16 is known that bears no mark
_WRITTEN = frozenset(b"\t\n\r" + bytes(range(32, 127)))
_YAML_START = ("---", "%YAML", "#")


def utf16_of(data: bytes) -> str:
    r"""Say which UTF-16 bytes are in; empty where they are in none.

    >>> utf16_of(b"<\0?\0x\0m\0"), utf16_of(b"\0{\0 \0}\0 "), utf16_of(b"{}")
    ('utf-16-le', 'utf-16-be', '')
    """
    if data.startswith(_MARKED):
        return "utf-16"
    head = data[: _ENOUGH if len(data) >= _ENOUGH else len(data) // 2 * 2]
    for encoding, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) >= 4 and not any(zeros) and all(each in _WRITTEN for each in letters):
            return encoding
    return ""


def no_sibling(path: str) -> bytes | None:  # noqa: ARG001 - the shape of a reader
    """Find nothing beside a document that stands alone."""
    return None


@dataclass
class Document:
    """What a connector sees of a file: its path in its source, its bytes, and its siblings."""

    path: str  # relative to the source's root, with forward slashes
    data: bytes
    source: str = "source"
    settings: Mapping[str, str] = field(default_factory=dict)  # what opmap.toml says about this path
    beside: Callable[[str], bytes | None] = no_sibling
    connector: str = ""  # who is reading; stands in the evidence
    consulted: dict[str, str] = field(default_factory=dict)  # sibling path -> digest, "" where none stood
    archive: Document | None = None  # the zip that it is a member of; its path is then the member's

    @cached_property
    def digest(self) -> str:
        """Give the digest of the bytes."""
        return digest_of(self.data)

    @cached_property
    def utf8(self) -> bytes:
        """Give the bytes in UTF-8 whichever way they are encoded: to look for words in, before anything is parsed."""
        return self.data.decode(self.wide, "replace").encode() if self.wide else self.data

    @cached_property
    def wide(self) -> str:
        """Say which UTF-16 the bytes are in, by their mark or by where their zeros stand; empty where they are not."""
        return utf16_of(self.data)

    @cached_property
    def text(self) -> str:
        """Give the text; raise Unreadable where the bytes are none."""
        if self.wide:
            return self._decoded(self.wide)
        return self._decoded("utf-8-sig" if self.data.startswith(b"\xef\xbb\xbf") else "utf-8")

    def _decoded(self, encoding: str) -> str:
        try:
            return self.data.decode(encoding)
        except UnicodeDecodeError as error:
            line = self.data[: error.start].count(b"\n") + 1
            raise Unreadable(f"not {encoding.upper().removesuffix('-SIG')} text", line) from None

    @property
    def name(self) -> str:
        """Give the file's own name."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """Give the folder that the file stands in; empty for the root."""
        return dirname(self.path)

    @property
    def suffix(self) -> str:
        """Give the ending of the name, in lower case and without its dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @cached_property
    def form(self) -> str:
        """Say what the bytes look like: json, yaml, xml, zip, text or binary; by content, not by name."""
        head = self.data[:4096]
        if head.startswith(b"PK\x03\x04"):
            return "zip"
        if self.wide:
            head = self.utf8[:4096]
        if b"\0" in head and self.suffix in {"yaml", "yml", "json"}:
            return "json" if self.suffix == "json" else "yaml"  # damaged, and to be said with its place
        if b"\0" in head:
            return "binary"
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"<"):
            return "xml"
        if start[:1] in (b"{", b"[") and self.suffix not in {"yaml", "yml"} | _SOURCE_CODE:
            return "json"
        if self.suffix == "json":
            return "json"
        if self.suffix in {"yaml", "yml"}:
            return "yaml"
        if self.suffix in _SOURCE_CODE | {"csv", "tsv"}:
            return "text"
        first = start.split(b"\n", 1)[0].decode("utf-8", "replace")
        plain_key = first.split(":")[0].replace("_", "").replace("-", "").isalnum() and ":" in first
        return "yaml" if first.startswith(_YAML_START[:2]) or (plain_key and "=" not in first) else "text"

    @property
    def parts(self) -> tuple[Part, ...]:
        """Give the trees of a JSON or YAML document, none for other forms; raise Unreadable where it does not parse."""
        found = self._parsed
        if isinstance(found, Unreadable):
            raise Unreadable(found.reason, found.line)
        return found

    @cached_property
    def _parsed(self) -> tuple[Part, ...] | Unreadable:
        """Parse once, also what does not parse: every connector asks."""
        try:
            if self.form == "json":
                value, lines, odd = parse_json(self.text)
                self._odd.extend(odd)
                return (Part(self, 0, value, lines),)
            return self._yaml_parts() if self.form == "yaml" else ()
        except Unreadable as error:
            return error

    @cached_property
    def members(self) -> tuple[Document, ...]:
        """Give what a zip that is no workbook holds; raise Unreadable where it is damaged or would grow too far."""
        from opmap.connecting.archives import members_of

        return members_of(self)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Give the tables of a CSV, TSV, XLSX or JSON document; raise Unreadable where it is a broken workbook."""
        from opmap.connecting.tables import tables_of

        return tables_of(self)

    def _yaml_parts(self) -> tuple[Part, ...]:
        try:
            return self._parts_in(self.text, 0)
        except Unreadable as error:
            if is_helm_template(self.text):
                raise Unreadable(HELM_REASON, error.line) from None
            if is_template(self.text):
                raise Unreadable(TEMPLATE_REASON, error.line) from None
            return self._parts_that_parse(error)

    def _parts_that_parse(self, error: Unreadable) -> tuple[Part, ...]:
        """Read what stands between the parts that cannot be read; raise the error where nothing does."""
        pieces = pieces_of(self.text)
        parts: list[Part] = []
        broken: list[Unreadable] = []
        self._odd.clear()
        for index, piece in enumerate(pieces):
            try:
                parts += self._parts_in(piece, index)
            except Unreadable as one:
                broken.append(Unreadable(f"part {index + 1} of {len(pieces)} is {one.reason}", one.line))
        if not parts or not broken:
            raise error
        more = f"; so are {len(broken) - 1} more" if broken[1:] else ""
        self._broken.append(Unreadable(f"{broken[0].reason}{more}; the others were read", broken[0].line))
        return tuple(parts)

    def _parts_in(self, text: str, first: int) -> tuple[Part, ...]:
        parts = []
        for index, (value, lines, odd) in enumerate(parse_yaml(text), first):
            self._odd.extend(odd)
            parts.append(Part(self, index, value, lines))
        return tuple(parts)

    @property
    def broken(self) -> Unreadable | None:
        """Give the fault of a document of which some parts could be read and some not; None where there is none."""
        return next(iter(self._broken), None)

    @cached_property
    def _broken(self) -> list[Unreadable]:
        return []

    @cached_property
    def _odd(self) -> list[tuple[str, int | None]]:
        return []

    def notices(self) -> list[Notice]:
        """Give what was odd about the text itself: duplicate keys, comments in JSON."""
        return [Notice(reason, self.at(line=line)) for reason, line in self._odd]

    def sibling(self, path: str) -> Document | None:
        """Open what stands at a path relative to this document's folder; None where nothing does.

        The path may climb, but never out of the source's root. What was asked for is
        remembered, so that a cache knows what these facts were read with.
        """
        found = normpath(join(self.folder, path))
        if found.startswith(("../", "/")) or found in {"..", "."}:
            return None
        data = self.beside(found)
        self.consulted[found] = "" if data is None else digest_of(data)
        if data is None:
            return None
        return replace(self, path=found, data=data)

    def names_beside(self, path: str) -> tuple[str, ...]:
        """List what stands in a folder, at a path relative to this document's own; folders end in a slash.

        As with a sibling, the listing is remembered, so that a file that is added counts as a change.
        """
        found = normpath(join(self.folder, path))
        if found.startswith(("../", "/")) or found in {"..", "."}:
            return ()
        data = self.beside(f"{found}/")
        self.consulted[f"{found}/"] = "" if data is None else digest_of(data)
        return tuple(data.decode("utf-8", "replace").splitlines()) if data else ()

    def at(self, *, line: int | None = None, pointer: str = "", known: Known = Known.CONFIGURED) -> Evidence:
        """Make the evidence that a fact was read here: the only way to make it.

        What a member of a zip says stands at the zip's path, with the member in the pointer.
        """
        if self.archive is not None:
            return self.archive.at(line=line, pointer=f"{self.path}#{pointer}", known=known)
        return Evidence(self.source, self.path, line, pointer, self.digest, self.connector, known)


def digest_of(data: bytes) -> str:
    """Give a short, strong digest of some bytes."""
    return blake2b(data, digest_size=16).hexdigest()
