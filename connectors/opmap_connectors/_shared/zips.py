"""Files that may also stand in a zip, with others that are none of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from opmap.connecting import Document, Notice, Unreadable

Found = TypeVar("Found")


def unpacked(
    document: Document, wanted: re.Pattern[str], what: str, read: Callable[[Document], Iterator[Found]]
) -> Iterator[Found | Notice]:
    """Read a document, or of a zip each member whose whole path fits; a member that cannot be read is said."""
    if document.form != "zip":
        yield from read(document)
        return
    for member in document.members:
        if wanted.fullmatch(member.path):
            try:
                yield from read(member)
                yield from member.notices()
            except Unreadable as error:
                yield Notice(f"{what} of this zip cannot be read: {error.reason}", member.at(line=error.line))
