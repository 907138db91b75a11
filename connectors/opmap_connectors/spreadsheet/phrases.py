"""The types of a configuration database's relations: the words say the direction, the order of the columns does not."""

from __future__ import annotations

import re

from opmap.connecting import frozen, verb_called
from opmap_connectors.spreadsheet.meanings import words_of

_SYS_ID = re.compile(r"[0-9a-f]{32}")


@frozen
class Phrase:
    """A verb, and whether the parent or the child is its subject."""

    verb: str
    backwards: bool = False  # the child is the subject
    sure: bool = True


_PAIRS: dict[tuple[str, bool], tuple[str, str]] = {  # verb and whether it is sure: its words one way, and the other
    ("depends on", True): (
        "depends on|uses|requires|relies on|consumes",
        "used by|required by|consumed by|relied on by",
    ),
    ("runs on", True): (
        "runs on|hosted on|virtualized by|installed on|cluster of|instantiated by",
        "runs|hosts|virtualizes|cluster|instantiates|has installed",
    ),
    ("part of", True): (
        "contained by|member of|is part of|part of|grouped by|in rack",
        "contains|has member|members|groups",
    ),
    ("owned by", True): ("owned by", "owns"),
    ("monitored by", True): ("monitored by", "monitors"),
    ("located in", True): ("located in", "houses"),
    ("supports", True): ("supports|enables", "supported by|enabled by"),
    ("stored in", True): (
        "stored on|stored in|storage provided by|allocated from",
        "stores|allocated to|provides storage for",
    ),
    ("authenticates with", True): ("authenticated by|authenticates with", "authenticates"),
    ("calls", True): ("calls|invokes", "called by|invoked by"),
    ("depends on", False): (
        (
            "connects to|connected to|communicates with|impacted by|receives data from|powered by|provided by"
            "|subscribes to|routed through|cooled by|backed up by"
        ),
        "connected by|connected from|impacts|sends data to|powers|provides|provides service to|routes|cools|backs up",
    ),
}
_PHRASES = {
    spelling: Phrase(verb, backwards, sure)
    for (verb, sure), directions in _PAIRS.items()
    for backwards, spellings in zip((False, True), directions, strict=True)
    for spelling in spellings.split("|")
}


def is_phrase(text: str) -> bool:
    """Say whether a cell looks like the type of a relation."""
    return "::" in text or bool(_SYS_ID.fullmatch(text))


def phrase_of(text: str) -> Phrase | None:
    """Read ``PARENT WORDS::CHILD WORDS``; None where neither says which way anything depends.

    >>> phrase_of("Depends on::Used by"), phrase_of("Hosts::Hosted on")
    (Phrase(verb='depends on', backwards=False, sure=True), Phrase(verb='runs on', backwards=True, sure=True))
    """
    parent, _, child = text.partition("::")
    found = _read(parent)
    if found is not None:
        return found
    mirrored = _read(child)
    return Phrase(mirrored.verb, not mirrored.backwards, mirrored.sure) if mirrored else None


def is_sys_id(text: str) -> bool:
    """Say whether a text is the id of a record, which says nothing to a reader.

    >>> is_sys_id("d3fb685a68029428bd03b418d880a8dc"), is_sys_id("payments")
    (True, False)
    """
    return bool(_SYS_ID.fullmatch(text))


def _read(words: str) -> Phrase | None:
    plain = words_of(words)
    found = _PHRASES.get(plain)
    verb = verb_called(plain) if plain and found is None else None
    return found or (Phrase(verb.name) if verb else None)
