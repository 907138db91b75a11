"""What people decide: an act about nodes, with who, when and why. Append-only, and each can be undone.

========== ======================================================= =======================
act        means                                                   value
========== ======================================================= =======================
own        the object (a person or team) answers for the subject   role, may be empty
depends    the subject *verb* the object, though no file says so    the verb
not-depends  no relation leads from the subject to the object       the verb, or empty
same       subject and object are one thing
not-same   subject and object are two things
capability the subject supports the capability named by the object
redundant  any k of these suffice for the subject                   k of the objects
strength   how hard the subject's dependency on the object is      soft, hard, 4h
criticality how much hangs on the subject                           high, medium, low
value      what the subject is worth                                a number
tolerance  how long the subject may be down                         4h
repair     how long the subject's repair takes                      8h
fails      how often the subject fails in a year                   a number
environment the subject belongs to this environment                 production
counts     whether the subject counts as an outcome of its own      yes, no
accept     the finding or risk of the subject is accepted           expiry, a date
note       a remark about the subject                               the remark
========== ======================================================= =======================
"""

from __future__ import annotations

from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.kinds import Known

ACTS: dict[str, str] = {
    "own": "who answers for it",
    "depends": "a dependency that no file shows",
    "not-depends": "a dependency that does not exist",
    "same": "two nodes are one thing",
    "not-same": "two nodes are two things",
    "capability": "the capability that it supports",
    "redundant": "any k of these suffice",
    "strength": "how hard a dependency is, and after which time it is felt",
    "criticality": "how much hangs on it",
    "value": "what it is worth",
    "tolerance": "how long it may be down",
    "repair": "how long its repair takes",
    "fails": "how often it fails in a year",
    "environment": "the environment that it belongs to",
    "counts": "whether it counts as an outcome of its own",
    "accept": "a risk that is accepted, until a date",
    "note": "a remark",
}


@frozen
class Decision:
    """One thing that a person said. Subject and objects are node ids, as they were when it was said."""

    number: int  # given by the store; 0 before
    act: str
    subject: str
    objects: tuple[str, ...]
    value: str
    by: str
    because: str
    time: str  # ISO 8601, UTC
    undone: bool = False

    @property
    def evidence(self) -> Evidence:
        """Give the decision as the evidence of what follows from it."""
        name = f"decision {self.number}"
        return Evidence("decisions", name, None, "", "", "decisions", Known.DECIDED, self.by, self.time, self.because)
