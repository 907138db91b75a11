"""Members of a zip: documents that are read in memory. What a file may grow to is checked before it is opened."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from opmap.errors import Unreadable

if TYPE_CHECKING:
    from opmap.connecting.documents import Document

MOST_MEMBERS = 5_000
MOST_BYTES = 100_000_000
"""How much a zip may hold once it is unpacked."""
MOST_GROWTH = 200
"""How many times larger than packed a member may be; beyond a first million bytes, which anything may reach."""

_WORKBOOK = "xl/workbook.xml"
_READ = (".json", ".xml", ".yaml", ".yml")
_FREE = 1_000_000


def members_of(document: Document) -> tuple[Document, ...]:
    """Give the texts that a zip holds, by name; none of a workbook, whose sheets are tables."""
    if document.form != "zip":
        return ()
    try:
        with ZipFile(BytesIO(document.data)) as archive:
            listed = archive.infolist()
            if any(member.filename == _WORKBOOK for member in listed):
                return ()
            _refuse_too_much(listed)
            wanted = [member for member in listed if member.filename.lower().endswith(_READ)]
            texts = {_path(member): archive.read(member) for member in wanted}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise Unreadable("a zip that is damaged or encrypted") from None
    return tuple(_member(document, path, texts) for path in sorted(texts))


def _refuse_too_much(listed: list[ZipInfo]) -> None:
    if len(listed) > MOST_MEMBERS:
        raise Unreadable(f"a zip with more than {MOST_MEMBERS:,} files; unpack it, and scan the folder")
    if sum(member.file_size for member in listed) > MOST_BYTES:
        raise Unreadable(
            f"a zip that unpacks to more than {MOST_BYTES // 1_000_000} MB; unpack it, and scan the folder"
        )
    if any(member.file_size > max(_FREE, member.compress_size * MOST_GROWTH) for member in listed):
        raise Unreadable("a zip with a file that grows beyond measure when it is unpacked")


def _path(member: ZipInfo) -> str:
    """Give a member's path as people write it; some programs write it with backslashes."""
    return member.filename.replace("\\", "/").lstrip("/")


def _member(document: Document, path: str, texts: dict[str, bytes]) -> Document:
    from opmap.connecting.documents import Document as Member

    def beside(wanted: str) -> bytes | None:
        if wanted.endswith("/"):
            return "\n".join(sorted(_inside(wanted, texts))).encode() or None
        return texts.get(wanted)

    return Member(path, texts[path], document.source, document.settings, beside, archive=document)


def _inside(folder: str, texts: dict[str, bytes]) -> set[str]:
    """Give the names that stand in a folder; folders end in a slash."""
    below = [path.removeprefix(folder) for path in texts if path.startswith(folder)]
    return {path.partition("/")[0] + "/" * ("/" in path) for path in below}
