"""Choreographies and conversations: what participants tell each other, seen from nobody's side.

Both are processes that need each of their participants. A task of a choreography says also who begins:
the initiator calls who answers, and starts who does not. A conversation says neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Effect,
    Key,
    Locator,
    Notice,
    Reading,
    Ref,
    Relation,
    Step,
    attributes,
    short_name,
)
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.definitions import Definitions, documentation, local, model_elements
from opmap_connectors.bpmn.messages import Messages

_TASKS = frozenset({"choreographyTask", "subChoreography", "callChoreography", "globalChoreographyTask"})
_WORDS = {
    "choreographyTask": "participants exchange messages",
    "globalChoreographyTask": "participants exchange messages",
    "subChoreography": "a part of the choreography with tasks of its own",
    "callChoreography": "goes through another choreography",
}


def read_choreographies(definitions: Definitions, messages: Messages) -> Iterator[Reading | Automation]:
    """Give the choreographies of a document, and its conversations."""
    for one in definitions.choreographies:
        yield from _Choreography(one, definitions, messages).read()
    for one in definitions.conversations:
        yield from _conversation(one, definitions, messages)


class _Choreography:
    """One choreography."""

    def __init__(self, place: Element, definitions: Definitions, messages: Messages) -> None:
        self._place = place
        self._definitions = definitions
        self._messages = messages
        self._home = definitions.home
        self._tasks = [one for one in model_elements(place) if one.name in _TASKS]

    def read(self) -> Iterator[Reading | Automation]:
        """Give it as a process of its tasks, and who tells whom."""
        at = self._home.at(self._place)
        if not self._tasks:
            yield Notice("a choreography shows no task", at)
            return
        identity = self._place.said.get("id", "")
        beside = [reading for task in self._tasks for reading in self._told(task)]
        yield Automation(
            (self._home.process(identity),),
            short_name(self._place.said.get("name", ""), identity or "choreography"),
            at,
            "process",
            steps=tuple(Step(_title(one), one.name, self._words(one), self._home.at(one)) for one in self._tasks),
            effects=tuple(effect for task in self._tasks for effect in self._needs(task)),
            beside=tuple(beside),
            addresses=(Locator("name", identity, self._home.scope),) if identity else (),
            attributes=attributes(description=documentation(self._place), sort="choreography"),
        )

    def _words(self, task: Element) -> str:
        begins = self._definitions.name_of(task.said.get("initiatingParticipantRef", ""))
        return short_name(_WORDS[task.name] + (f": {begins} begins" if begins else ""))

    def _needs(self, task: Element) -> Iterator[Effect]:
        """Give what a task needs: each participant, and the choreography that it goes through."""
        for reference in self._participants(task):
            yield Effect("depends on", self._ref(reference), self._home.at(task), _title(task))
        called = local(task.said.get("calledChoreographyRef", ""))
        if called:
            shown = called in {one.said.get("id", "") for one in self._definitions.choreographies}
            named = Locator("name", called, self._home.scope, expects="process")
            yield Effect("calls", self._home.process(called) if shown else named, self._home.at(task), _title(task))

    def _told(self, task: Element) -> Iterator[Reading]:
        """Give whom the initiator of a task tells, where no process says it already; and who is named."""
        references = self._participants(task)
        begins = local(task.said.get("initiatingParticipantRef", ""))
        answering = self._senders(task) - {begins}
        for reference in references:
            if not self._messages.shows(reference):
                yield self._messages.participant(reference)
            if begins in references and reference != begins and self._is_only_told_here(begins, reference):
                verb = "calls" if reference in answering else "starts"
                yield Relation(self._ref(begins), verb, self._ref(reference), self._home.at(task))

    def _participants(self, task: Element) -> list[str]:
        """Give the participants of a task that are there."""
        found = [local(one.text) for one in task.all("participantRef")]
        found += [one.said.get("id", "") for one in task.all("participant")]  # of a task that stands alone
        return [each for each in dict.fromkeys(found) if self._is_participant(each)]

    def _is_participant(self, reference: str) -> bool:
        found = self._definitions.meant(reference)
        return found is not None and found.name == "participant"

    def _senders(self, task: Element) -> set[str]:
        """Give the participants from whom a message of a task comes."""
        flows = [self._definitions.meant(one.text) for one in task.all("messageFlowRef")]
        return {local(one.said.get("sourceRef", "")) for one in (*flows, *task.all("messageFlow")) if one is not None}

    def _is_only_told_here(self, one: str, other: str) -> bool:
        return not (self._messages.shows(one) or self._messages.shows(other))

    def _ref(self, reference: str) -> Ref:
        return _ref(reference, self._definitions, self._messages)


def _conversation(place: Element, definitions: Definitions, messages: Messages) -> Iterator[Reading | Automation]:
    """Give a conversation: it needs its participants, and nobody says who begins."""
    home, identity = definitions.home, place.said.get("id", "")
    linked = [one for one in definitions.links if identity in {local(one.said.get(end, "")) for end in _ENDS}]
    passing = [definitions.meant(one.text) for one in place.all("messageFlowRef")]
    named = [local(one.text) for one in place.all("participantRef")]
    named += [local(one.said.get(end, "")) for one in (*linked, *passing) if one is not None for end in _ENDS]
    meant = {each: definitions.meant(each) for each in dict.fromkeys(named)}
    references = [each for each, found in meant.items() if found is not None and found.name == "participant"]
    if not references:
        yield Notice("a conversation names no participant that is there", home.at(place))
        return
    yield Automation(
        (home.part("conversation", identity),),
        short_name(place.said.get("name", ""), identity or "conversation"),
        home.at(place),
        "process",
        effects=tuple(Effect("depends on", _ref(each, definitions, messages), home.at(place)) for each in references),
        beside=tuple(messages.participant(each) for each in references if not messages.shows(each)),
        attributes=attributes(description=documentation(place), sort=place.name),
    )


_ENDS = ("sourceRef", "targetRef")


def _ref(reference: str, definitions: Definitions, messages: Messages) -> Key:
    """Give the process of a participant where the document shows it, else the participant."""
    found = definitions.meant(reference)
    if found is not None and messages.shows(reference):
        return definitions.home.process(local(found.said.get("processRef", "")))
    return messages.participant(reference).keys[0]


def _title(task: Element) -> str:
    return short_name(task.said.get("name", ""), task.said.get("id", "") or "task")
