"""What a write does to what it writes to, by the word that its engine has for it.

>>> act_of("appendOrUpdate"), act_of("deleteItem"), act_of("PATCH"), act_of("insert")
(<Act.SET: 'sets'>, <Act.DELETE: 'deletes'>, <Act.SET: 'sets'>, <Act.ADD: 'adds to'>)
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Act(StrEnum):
    """What is done to data; two that only add never stand in each other's way."""

    ADD = "adds to"
    SET = "sets"
    DELETE = "deletes"
    UNKNOWN = "writes"


METHODS = {"GET": None, "HEAD": None, "OPTIONS": None, "POST": Act.ADD, "PUT": Act.SET, "PATCH": Act.SET} | {
    "DELETE": Act.DELETE
}
"""What a request does to what it is sent to; None where it only reads."""
INCREMENT = "+="
"""What the value of something counted up or down begins with; such steps commute."""

_SETS = frozenset(
    """update upsert set edit replace merge rename move upload put patch write assign unassign close complete enable
    disable mark label labels restore findoneandupdate findoneandreplace findandupdate findandreplace overwrite
    modify transition scale alter save""".split()
)
_DELETES = frozenset(
    "delete remove clear truncate drop purge archive trash destroy unsubscribe expire flush deletetable".split()
)
_ADDS = frozenset(
    """insert add append create post send publish copy import incr increment push attach subscribe batch load transfer
    sendmessage associate""".split()
)
_WORD = re.compile(r"^[a-z]+|[A-Z][a-z]*")
_EVENT_WORD = re.compile(r"[a-z]+")
_EVENTS = {
    Act.ADD: frozenset("insert inserted create created add added new appended rowadded opened".split()),
    Act.SET: frozenset("update updated change changed edit edited modified modify rowupdate".split()),
    Act.DELETE: frozenset("delete deleted remove removed".split()),
}


@lru_cache(maxsize=4096)
def act_of(operation: str) -> Act:
    """Say what an operation does, by its name."""
    if operation in METHODS:
        return METHODS[operation] or Act.UNKNOWN
    whole = operation.casefold()
    if "upsert" in whole or "orupdate" in whole or "duplicate" in whole:
        return Act.SET
    first = _WORD.match(operation)
    word = first.group().casefold() if first else whole
    for words, act in ((_SETS, Act.SET), (_DELETES, Act.DELETE), (_ADDS, Act.ADD)):
        if whole in words or word in words:
            return act
    return Act.UNKNOWN


def acts_heard(event: str) -> frozenset[Act]:
    """Say which writes an event speaks of; empty where it may speak of any.

    >>> acts_heard("row.created")
    frozenset({<Act.ADD: 'adds to'>})
    """
    words = set(_EVENT_WORD.findall(re.sub(r"([a-z])([A-Z])", r"\1 \2", event).casefold()))
    return frozenset(act for act, known in _EVENTS.items() if known & words)
