"""What is to be pushed: a map, the decisions that were made on it, and how it differs from an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from opmap.encoding import encode_sources
from opmap.graphdb.deciding import rows_of

if TYPE_CHECKING:
    from opmap.decisions import Decision
    from opmap.estate import Estate, SourceState


@dataclass(frozen=True)
class Parcel:
    """What is to be pushed; the long part is loaded only when it is needed."""

    content: str  # the hash of the map
    sources: tuple[SourceState, ...]
    decisions: tuple[Decision, ...]
    load: Callable[[], Estate]
    since: Callable[[str], tuple[Estate, Estate] | None] = lambda _: None
    """Gives what is otherwise than in the map of that hash, and how it was there; None where it is not known."""

    @property
    def digest(self) -> str:
        """Give a hash of all that a push of it would say."""
        told = blake2b(self.content.encode(), digest_size=16)
        told.update(encode_sources(self.sources))
        told.update(repr(list(rows_of(self.decisions).values())).encode("utf-8", "surrogatepass"))
        return told.hexdigest()
