"""What an operation does with data, by its name: read it, write it, or neither.

>>> verb_of("getAll"), verb_of("appendOrUpdate"), verb_of("sendMessage")
('reads', 'writes', 'calls')
"""

from __future__ import annotations

import re
from functools import lru_cache

READS = frozenset(
    """get getall getmany list search read download select find lookup fetch count query aggregate retrieve load info
    keys history export describe getrow getrows""".split()
)
WRITES = frozenset(
    """create add append appendorupdate insert update upsert delete remove clear upload write put copy move rename set
    incr push archive unarchive trash restore label labels attach associate merge replace edit addlabels removelabels
    findoneandupdate findoneandreplace findandupdate findandreplace deletetable createfromtext batch transfer import
    unsubscribe subscribe assign close complete enable disable mark""".split()
)
_WORD = re.compile(r"^[a-z]+|[A-Z][a-z]*")


@lru_cache(maxsize=4096)
def verb_of(operation: str) -> str:
    """Say whether an operation reads or writes data; where it does neither, it calls."""
    whole = operation.casefold()
    first = _WORD.match(operation)
    word = first.group().casefold() if first else whole
    for words, verb in ((READS, "reads"), (WRITES, "writes")):
        if whole in words or word in words:
            return verb
    return "calls"
