"""An estate cut into parts that are named by what they hold, and the hash of it all.

Where a part ends depends on the ids in it and not on their number, so that a node that
comes or goes changes one part and leaves all others as they are: snapshots that hardly
differ share nearly everything.

>>> content_hash(Estate()) == content_hash(Estate(sources=(SourceState("acme", "/srv/acme", commit="1f0c"),)))
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

from opmap.encoding.estates import encode_beside, encode_edges, encode_nodes, encode_sources
from opmap.encoding.tables import to_bytes
from opmap.estate import Edge, Estate, Node, SourceState
from opmap.facts import Notice
from opmap.frozen import frozen

_Item = TypeVar("_Item", Node, Edge)
_FEWEST, _MOST, _ONE_IN = 64, 1024, 256


@frozen
class Part:
    """Some of an estate, as bytes, with their digest and the range that they hold."""

    role: str  # nodes, edges, beside
    first: int
    count: int
    digest: str
    data: bytes


def parts_of(estate: Estate) -> Iterator[Part]:
    """Cut an estate into parts; its sources are in none of them."""
    yield from _cut("nodes", estate.nodes, encode_nodes)
    yield from _cut("edges", estate.edges, encode_edges)
    data = encode_beside(estate)
    yield Part("beside", 0, 1, digest_of_part(data), data)


def content_hash(estate: Estate) -> str:
    """Give the hash of what an analysis can see: no clock, no commit, no folder, no count of files."""
    return content_of([part.digest for part in parts_of(estate)], estate.sources)


def content_of(digests: Sequence[str], sources: Sequence[SourceState]) -> str:
    """Give the hash of an estate of which the digests of its parts are known already."""
    told = [_told(source) for source in sources if source.unreadable or source.unseen_since]
    return blake2b(to_bytes(digests) + encode_sources(told), digest_size=32).hexdigest()


def _told(source: SourceState) -> SourceState:
    """Keep of a source that it is not there, and what cannot be read, whatever bytes it is that cannot."""
    unreadable = tuple(Notice(each.reason, each.evidence._replace(digest="")) for each in source.unreadable)
    return SourceState(source.name, "", unreadable=unreadable, unseen_since=source.unseen_since)


def digest_of_part(data: bytes) -> str:
    """Give the name of a part: a digest of what it holds."""
    return blake2b(data, digest_size=20).hexdigest()


def _cut(role: str, items: Sequence[_Item], encode: Callable[[Sequence[_Item]], bytes]) -> Iterator[Part]:
    first = 0
    for end in _ends([item.id for item in items]):
        data = encode(items[first:end])
        yield Part(role, first, end - first, digest_of_part(data), data)
        first = end


def _ends(ids: Sequence[str]) -> Iterator[int]:
    """Say after which items a part ends: after one in so many, chosen by its id alone."""
    start = 0
    for number, name in enumerate(ids, 1):
        held = number - start
        if held >= _MOST or (held >= _FEWEST and _ends_here(name)):
            yield number
            start = number
    if start < len(ids):
        yield len(ids)


def _ends_here(name: str) -> bool:
    mark = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(mark) % _ONE_IN == 0
