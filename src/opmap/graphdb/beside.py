"""What stands beside nodes and edges, cut into parts that are named by what they hold.

Each push says for its sources how names met, where references led, and what was not
read. Of two pushes that hold the same source, the newer one is believed about it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import chain
from typing import Any

from opmap.encoding import decode_beside, decode_sources, digest_of_part, encode_beside, encode_sources
from opmap.estate import Estate
from opmap.frozen import frozen
from opmap.graphdb.voices import plain_voice

_SOURCES, _BESIDE = b"s", b"b"
_LISTS = ("merges", "questions", "references", "notices", "waiting", "renamed")
_FEWEST, _MOST, _ONE_IN = 64, 1024, 256


@frozen
class Voices:
    """What one push said beside nodes and edges, and for which sources."""

    key: str
    sources: tuple[str, ...]
    push: int
    content: str  # of the map that was pushed; empty where somebody else spoke for some of it since
    parts: tuple[str, ...]
    map: str = ""  # the hash of the map alone, without decisions and counts
    held: str = ""  # of all whose word the push was


def key_of(sources: Iterable[str]) -> str:
    """Give the key of a set of sources."""
    return blake2b("\n".join(sorted(sources)).encode(), digest_size=8).hexdigest()


def parts_beside(estate: Estate) -> dict[str, bytes]:
    """Give the parts by their digests, in order."""
    pieces = [_BESIDE + zlib.compress(encode_beside(piece)) for piece in _pieces(estate)]
    pieces.append(_SOURCES + zlib.compress(encode_sources(estate.sources)))
    return {digest_of_part(piece): piece for piece in pieces}


def _pieces(estate: Estate) -> Iterator[Estate]:
    for name in _LISTS:
        for items in _cut(getattr(estate, name)):
            yield replace(Estate(), **{name: items})


def _cut(items: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Cut where the items say so, so that one that comes or goes changes one part only."""
    start = 0
    for number, item in enumerate(items, 1):
        if number - start >= _MOST or (number - start >= _FEWEST and _ends_here(item)):
            yield items[start:number]
            start = number
    if start < len(items):
        yield items[start:]


def _ends_here(item: Any) -> bool:
    mark = blake2b(repr(item).encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(mark) % _ONE_IN == 0


def read_beside(several: Sequence[Voices], data: Mapping[str, bytes]) -> Estate:
    """Give an estate without nodes and edges, of what all pushes said."""
    said = [(voices, _joined([data[digest] for digest in voices.parts])) for voices in several]
    if len(said) == 1:
        return said[0][1]
    heard = {source: voices.key for voices in sorted(several, key=lambda one: one.push) for source in voices.sources}
    lists = {name: _each_once(chain.from_iterable(getattr(one, name) for _, one in said)) for name in _LISTS}
    for name in ("references", "notices"):
        lists[name] = _each_once(
            item
            for voices, one in said
            for item in getattr(one, name)
            if heard.get(plain_voice(item.evidence.source), voices.key) == voices.key
        )
    states = [
        state
        for voices, one in said
        for state in one.sources
        if heard.get(plain_voice(state.name), voices.key) == voices.key
    ]
    return Estate(**lists, sources=tuple(sorted(states, key=lambda state: state.name)))


def _joined(pieces: Iterable[bytes]) -> Estate:
    lists: dict[str, tuple[Any, ...]] = dict.fromkeys(_LISTS, ())
    sources: tuple[Any, ...] = ()
    for piece in pieces:
        data = zlib.decompress(piece[1:])
        if piece[:1] == _SOURCES:
            sources = decode_sources(data)
            continue
        found = decode_beside(data)
        lists = {name: lists[name] + getattr(found, name) for name in _LISTS}
    return Estate(**lists, sources=sources)


def _each_once(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))
