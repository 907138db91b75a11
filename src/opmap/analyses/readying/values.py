"""What is said of readiness: exceptions, practices, controls, and the answers about models."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b

from opmap.analyses.naming import NodeName
from opmap.facts import Evidence
from opmap.frozen import frozen


class Rule(StrEnum):
    """What an exception is of; the gravest first."""

    UNTRUSTED = "untrusted input"
    UNAPPROVED = "agent without approval"
    SECRET = "hard-coded secret"  # noqa: S105 - the name of a rule, no secret
    STAGING = "production on staging"
    NO_WAY_OUT = "disabled error path"
    PILOT = "left of a pilot"
    SIBLINGS = "lacks what its siblings have"
    LOOSE = "unpinned actions"


NEXT = {
    Rule.UNTRUSTED: "let a person approve what the model may write, or take the writing tool from it",
    Rule.UNAPPROVED: "let a person approve before it writes",
    Rule.SECRET: "revoke it, and keep the new one with the engine's credentials",
    Rule.STAGING: "point it at what is run for production",
    Rule.NO_WAY_OUT: "switch the way for failures on again, or lead it somewhere",
    Rule.PILOT: "replace what was meant for trying out, or switch the automation off",
    Rule.SIBLINGS: "give it the control that its siblings have",
    Rule.LOOSE: "name the full digest of the commit in place of a tag or branch",
}
"""What is to be done about each."""


class Standing(StrEnum):
    """How an automation stands to a control."""

    SHOWN = "shown"
    LACKING = "lacking"
    UNKNOWN = "cannot show"  # its definition could not show it: never a pass


@frozen
class Shown:
    """One control of one automation."""

    name: str
    standing: Standing
    words: str = ""
    evidence: tuple[Evidence, ...] = ()


@frozen
class Exceptional:
    """Something that one automation lacks or has, unlike the others or against what it does."""

    rule: Rule
    node: NodeName
    because: str
    evidence: tuple[Evidence, ...]
    sort: str = ""  # what of the rule: the control, the sorts of leftovers
    next: str = ""
    hangs_on_it: float = 0.0  # the value of what falls with it
    owners: tuple[str, ...] = ()
    new: bool = False
    alike: tuple[NodeName, ...] = ()  # its copies, where families were asked for
    fingerprint: str = ""


def fingerprint_of(rule: Rule, identity: str, sort: str) -> str:
    """Give what an exception is known by from one run to the next, whatever it is called and wherever it stands."""
    return blake2b(f"{rule.value}\x00{identity}\x00{sort}".encode(), digest_size=8).hexdigest()


@frozen
class Practice:
    """A control that nearly all lack which could show it: a habit, and one line."""

    control: str
    lacking: int
    of: int  # of those whose definitions could show it
    cannot: int  # so many more cannot show it
    engine: str = ""  # the one engine that it holds for; empty: for all


class Extent(StrEnum):
    """How far a question is answered."""

    ANSWERED = "answered"
    PART = "in part"
    OPEN = "open"


@frozen
class Answer:
    """What the map says to one of the five questions about an automation with a model in it."""

    question: str
    known: Extent
    words: str
    evidence: tuple[Evidence, ...] = ()


@frozen
class Readiness:
    """One automation: its controls, and the five answers where a model is in it."""

    node: NodeName
    hangs_on_it: float
    reaches: int  # so many things it writes to, calls or starts
    active: bool
    controls: tuple[Shown, ...]  # each of the known controls, in their order
    answers: tuple[Answer, ...] = ()


@frozen
class Readying:
    """The answer to *which controls do our automations lack*."""

    selection: str
    automations: int  # that were judged
    with_model: int
    inactive: int  # of them, switched off; of these only secrets are told
    silent: int  # of them, so many whose definition can show no control at all
    exceptions: tuple[Exceptional, ...]  # the worst of each rule first, then the second worst of each
    practices: tuple[Practice, ...]
    accepted: tuple[Exceptional, ...]
    matrix: tuple[Readiness, ...]  # what can break most first
    not_judged: tuple[NodeName, ...]  # only mentioned: no document describes them
