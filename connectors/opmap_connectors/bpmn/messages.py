"""Messages and signals: what processes tell each other, drawn as flows or joined by name alone."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Key, Locator, Reading, Relation, frozen, short_name
from opmap_connectors._shared.people import slug
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.definitions import Definitions, local, model_elements
from opmap_connectors.bpmn.doing import Told
from opmap_connectors.bpmn.extensions import known
from opmap_connectors.bpmn.flow import Node

_THROWING = frozenset({"sendTask", "intermediateThrowEvent", "endEvent"})
_CATCHING = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent"})


@frozen
class End:
    """One end of a message flow: the process or the participant whose process is not shown, and the node in it."""

    owner: str
    node: Element | None
    shown: bool

    @property
    def starts(self) -> bool:
        """Say whether a message that arrives here starts the process."""
        return self.node is None or self.node.name == "startEvent"


@frozen
class Message:
    """A message flow between two ends."""

    place: Element
    source: End
    target: End


class Messages:
    """Every message flow of a document."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._home = definitions.home
        self._process_of = {
            one.said.get("id", ""): identity
            for identity, process in definitions.processes.items()
            for one in model_elements(process)
        }
        self._sent: dict[str, list[Message]] = {}
        self._received: dict[str, list[Message]] = {}
        self._senders: dict[str, list[str]] = {}
        for each in self._read():
            self._sent.setdefault(each.source.owner, []).append(each)
            self._received.setdefault(each.target.owner, []).append(each)
            self._senders.setdefault(_id(each.target.node), []).append(each.source.owner)
        self.drawn = {
            local(one.said.get(end, "")) for one in definitions.message_flows for end in ("sourceRef", "targetRef")
        }

    def effects(self, process: str, names: dict[str, str]) -> Iterator[Told]:
        """Give whom a process sets going by a message, or waits for; the answer to a call is no call back."""
        sent, received = self._sent.get(process, []), self._received.get(process, [])
        answering = {each.source.owner for each in received if not each.target.starts}
        for each in sent:
            other = each.target
            if other.shown and not other.starts:
                continue  # the other one waits for it, and says so itself
            verb = "calls" if other.owner in answering else "starts"
            yield self._effect(verb, other, each.place, names.get(_id(each.source.node), ""))
        called = {each.target.owner for each in sent if each.target.starts or not each.target.shown}
        callers = {each.source.owner for each in received if each.target.starts}
        for each in received:
            if not each.target.starts and each.source.owner not in called | callers:
                yield self._effect("depends on", each.source, each.place, names.get(_id(each.target.node), ""))

    def outsiders(self, process: str, key: Key) -> Iterator[Reading]:
        """Say which participants whose process is not shown start this one."""
        for each in self._received.get(process, []):
            if each.target.starts and not each.source.shown:
                participant = self.participant(each.source.owner)
                yield participant
                yield Relation(participant.keys[0], "starts", key, self._home.at(each.place))

    def senders(self, node: Node) -> list[str]:
        """Give the names of those from whom a message flow leads to a node."""
        return [self.called(owner) for owner in self._senders.get(node.id, [])]

    def called(self, owner: str) -> str:
        """Give what people call a process or a participant."""
        participant = self._definitions.participant_of(owner)
        process = self._definitions.processes.get(owner)
        named = [one.said.get("name", "") for one in (process, participant) if one is not None]
        named.append(self._definitions.name_of(owner))
        return short_name(next((name for name in named if name.strip()), ""), "another participant")

    def shows(self, participant: str) -> bool:
        """Say whether the document shows the process of a participant."""
        end = self._end(participant)
        return end is not None and end.shown

    def participant(self, owner: str) -> Entity:
        """Mention somebody outside, of whom the document shows only that messages pass."""
        place = self._definitions.by_id[owner]
        key = self._home.part("participant", slug(place.said.get("name", "")) or owner)
        return Entity("system", self.called(owner), (key,), self._home.at(place), mentioned=True)

    def by_name(self, node: Node) -> Iterator[Told]:
        """Publish or take in what is joined by its name alone: signals, and messages that no flow is drawn for."""
        verb = "publishes" if node.kind in _THROWING else "consumes" if node.kind in _CATCHING else ""
        topic = self.topic(node)
        if verb and topic is not None:
            soft = node.kind == "boundaryEvent"
            yield Effect(verb, topic, self._home.at(node.element), node.name, soft=soft), ()

    def topic(self, node: Node) -> Locator | None:
        """Give the signal or message of a node as a topic of the engine; None where a drawn flow says it already."""
        signal, message = node.definition("signal"), node.definition("message")
        carrier = message or node.element
        if signal is not None:
            named = known(self._definitions.name_of(signal.said.get("signalRef", "")))
        elif node.id not in self.drawn:
            named = known(self._definitions.name_of(carrier.said.get("messageRef", "")))
        else:
            named = ""
        return Locator("topic", short_name(named), self._home.scope, expects="topic") if named.strip() else None

    def _read(self) -> Iterator[Message]:
        for one in self._definitions.message_flows:
            source, target = (self._end(one.said.get(end, "")) for end in ("sourceRef", "targetRef"))
            if source is not None and target is not None and source.owner != target.owner:
                yield Message(one, source, target)

    def _end(self, reference: str) -> End | None:
        found = self._definitions.meant(reference)
        if found is None:
            return None
        if found.name != "participant":
            owner = self._process_of.get(found.said.get("id", ""))
            return End(owner, None if found.name == "process" else found, shown=True) if owner else None
        process = local(found.said.get("processRef", ""))
        shown = process in self._definitions.processes and self._has_nodes(process)
        return End(process if shown else found.said.get("id", ""), None, shown)

    def _has_nodes(self, process: str) -> bool:
        return any(
            one.name not in {"process", "laneSet", "lane"}
            for one in model_elements(self._definitions.processes[process])
        )

    def _effect(self, verb: str, end: End, place: Element, step: str) -> Told:
        if end.shown:
            return Effect(verb, self._home.process(end.owner), self._home.at(place), step), ()
        participant = self.participant(end.owner)
        return Effect(verb, participant.keys[0], self._home.at(place), step), (participant,)


def _id(node: Element | None) -> str:
    return node.said.get("id", "") if node is not None else ""
