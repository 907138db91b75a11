"""The values of one automation: starters, steps, effects, controls."""

from __future__ import annotations

from enum import StrEnum

from opmap.facts import Attributes, Entity, Evidence, Group, Key, Locator, Reading, Ref
from opmap.frozen import frozen
from opmap.kinds import Certainty

CONTROLS = {
    "retries": "a step that fails is tried again",
    "error path": "a failure is handled, or told to somebody",
    "human approval": "a person approves before it goes on",
    "time-out": "it does not wait for ever",
    "fallback": "another model, vendor or way is used when one does not answer",
    "confidence threshold": "what a model is unsure of takes another way",
    "pinned model": "the model's version is written down",
    "pinned actions": "code of others is used in a version that cannot change",
    "tests": "what it makes is checked before others work with it",
    "contract": "what others rely on cannot change without a failure",
    "audit log": "what it did is kept",
    "tracing": "a run can be followed through all that it touches",
    "model monitoring": "what the model answers is watched",
    "environment separation": "test and production are told apart",
    "permission scope": "it may do no more than it must",
    "incident escalation": "a failure reaches somebody who is on call",
    "way back": "a change can be taken back, or is let out little by little",
}
"""The controls that definitions can show, and what each means."""


class How(StrEnum):
    """In which way an automation is set going."""

    SCHEDULE = "schedule"
    WEBHOOK = "webhook"  # a path, a form, a chat: somebody calls from outside
    EVENT = "event"  # something happens in a system: a row, a mail, a push
    MESSAGE = "message"  # of a topic or queue
    CALL = "call"  # another automation
    PERSON = "person"  # by hand


@frozen
class Step:
    """One step: what its engine calls it, and what it does, in words."""

    name: str
    type: str
    words: str
    evidence: Evidence
    open: bool = False  # it may write anything: only a run knows what


@frozen
class Set:
    """An attribute that a write sets, and to what, where that is written down and no secret."""

    attribute: str
    value: str = ""  # empty: only a run knows


@frozen
class Effect:
    """Something that a step does or needs: a verb, and what it points at.

    A call and the key that opens it are two effects of one step. What two steps need is said twice;
    `deriving` settles how hard the automation as a whole leans on it.
    """

    verb: str  # reads, writes, calls, starts, publishes, uses credential, uses model, approved by …
    target: Ref
    evidence: Evidence
    step: str = ""  # the name of the step; empty: the automation as a whole
    operation: str = ""  # what is done there, in the engine's own word: upsert, delete, sendMessage
    sets: tuple[Set, ...] = ()  # what a write changes, as far as it is written down
    where: str = ""  # which part of the target it is limited to, as it is written
    soft: bool = False  # the automation works without it: its failure is handled, or a model may choose it
    certainty: Certainty = Certainty.CERTAIN
    group: Group | None = None
    attributes: Attributes = ()
    open: bool = False  # its step may write anything: only a run knows what


@frozen
class Starter:
    """What sets an automation going."""

    how: How
    words: str  # "starts it every day at 6:00"
    evidence: Evidence
    step: str = ""
    entity: Entity | None = None  # the schedule, event source or operation; None: people or automations start it
    data: Ref | None = None  # the topic or dataset whose arrival starts it, together with the entity
    filter: str = ""  # which of the events, as it is written
    needs: tuple[Effect, ...] = ()  # what the starter itself leans on: the mailbox, the broker, the key to it


@frozen
class Control:
    """A control that a definition shows, or that it could show and lacks. What is not said cannot be seen."""

    name: str  # one of CONTROLS
    evidence: Evidence
    words: str = ""  # "tried 3 times"
    lacking: bool = False
    steps: tuple[str, ...] = ()


@frozen
class Automation:
    """What one automation does."""

    keys: tuple[Key, ...]
    name: str
    evidence: Evidence
    kind: str = "workflow"  # or agent, pipeline
    starters: tuple[Starter, ...] = ()
    steps: tuple[Step, ...] = ()
    effects: tuple[Effect, ...] = ()
    controls: tuple[Control, ...] = ()
    approved: tuple[str, ...] = ()  # the names of the steps that no run comes to before people agreed
    guard: str = ""  # the condition under which a run goes on at all, as it is written
    beside: tuple[Reading, ...] = ()  # what only it names: tables, prompts, systems, credentials, owners
    addresses: tuple[Locator, ...] = ()
    attributes: Attributes = ()
    environment: str = ""
    inactive: bool = False

    @property
    def key(self) -> Key:
        """Give its own key."""
        return self.keys[0]
