"""Facts and estates as bytes and back: compact JSON, the same bytes for the same values."""

from opmap.encoding.content import Part, content_hash, content_of, digest_of_part, parts_of
from opmap.encoding.estates import (
    decode_beside,
    decode_edges,
    decode_estate,
    decode_nodes,
    decode_sources,
    encode_beside,
    encode_edges,
    encode_estate,
    encode_nodes,
    encode_sources,
)
from opmap.encoding.readings import decode_readings, encode_readings

__all__ = [
    "Part",
    "content_hash",
    "content_of",
    "decode_beside",
    "decode_edges",
    "decode_estate",
    "decode_nodes",
    "decode_readings",
    "decode_sources",
    "digest_of_part",
    "encode_beside",
    "encode_edges",
    "encode_estate",
    "encode_nodes",
    "encode_readings",
    "encode_sources",
    "parts_of",
]
