"""The definitions of a document: its processes, and what these refer to by id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from opmap.connecting import Document, Evidence, Key, frozen, short_name
from opmap_connectors._shared.people import organisation_of
from opmap_connectors._shared.xml_trees import Element, Tree

SPACE = "bpmn"
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


@frozen
class Home:
    """What is told apart by the engine that runs the processes, and what by the document that defines them."""

    document: Document
    instance: str
    deployed: bool  # the engine is named, so that an id of a process means one process in it

    @classmethod
    def of(cls, document: Document) -> Home:
        """Say where a document's processes run."""
        named = document.settings.get("instance", "")
        return cls(document, named or document.source, bool(named))

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this engine alone."""
        return f"{SPACE}:{self.instance}"

    @property
    def organisation(self) -> str:
        """Give the organisation that plain names of people and teams belong to."""
        return organisation_of(self.document)

    def process(self, identity: str) -> Key:
        """Give the key of a process; editors call many of them alike, so only an engine's ids are unique."""
        return Key(SPACE, f"{self.instance}/{identity}") if self.deployed else self.part(identity)

    def part(self, *parts: str) -> Key:
        """Give the key of something that this document alone defines."""
        return Key(SPACE, f"{self.instance}/{self.document.path}#{'/'.join(parts)}")

    def shared(self, sort: str, name: str) -> Key:
        """Give the key of something that all processes of an engine share."""
        return Key(SPACE, f"{self.instance}/{sort}/{short_name(name)}")

    def at(self, element: Element) -> Evidence:
        """Give the evidence that an element was read."""
        return self.document.at(line=element.line)


@frozen
class Definitions:
    """A document's definitions, by id."""

    home: Home
    tree: Tree
    by_id: dict[str, Element] = field(default_factory=dict)
    processes: dict[str, Element] = field(default_factory=dict)
    message_flows: list[Element] = field(default_factory=list)
    choreographies: list[Element] = field(default_factory=list)
    conversations: list[Element] = field(default_factory=list)
    links: list[Element] = field(default_factory=list)  # of conversations to participants
    imports: list[str] = field(default_factory=list)  # where other documents of the model stand
    interfaces: dict[str, Element] = field(default_factory=dict)  # by the ids of their operations
    pools: dict[str, Element] = field(default_factory=dict)  # the participants, by the processes that they run

    @classmethod
    def of(cls, document: Document, tree: Tree) -> Definitions:
        """Collect what a document defines; drawings and what vendors add are no part of it."""
        found = cls(Home.of(document), tree)
        for one in model_elements(tree.root):
            found.by_id.setdefault(one.said.get("id", ""), one)
            if one.name == "process":
                found.processes.setdefault(one.said.get("id", "") or f"process-{len(found.processes) + 1}", one)
            elif one.name == "participant":
                found.pools.setdefault(local(one.said.get("processRef", "")), one)
            elif one.name == "interface":
                found.interfaces.update((each.said.get("id", ""), one) for each in one.all("operation"))
            elif one.name == "messageFlow":
                found.message_flows.append(one)
            elif one.name == "import" and one.said.get("importType", MODEL) == MODEL:
                found.imports.append(one.said.get("location", ""))
            elif one.name in {"choreography", "globalChoreographyTask"}:
                found.choreographies.append(one)
            elif one.name in {"conversation", "subConversation", "callConversation"}:
                found.conversations.append(one)
            elif one.name == "conversationLink":
                found.links.append(one)
        return found

    def imported(self, identity: str) -> Key | None:
        """Give the process of that id in a document that this one imports; None where none defines it."""
        for location in self.imports:
            other = self.home.document.sibling(location) if location else None
            if other is not None and re.search(
                rb"""\bid\s*=\s*["']%s["']""" % re.escape(identity.encode()), other.data
            ):
                return Key(SPACE, f"{self.home.instance}/{other.path}#{identity}")
        return None

    def meant(self, reference: str) -> Element | None:
        """Give what a reference means; its prefix names a namespace, which ids do not have."""
        return self.by_id.get(local(reference)) if reference else None

    def name_of(self, reference: str) -> str:
        """Give the name of what a reference means; empty where it has none or is not there."""
        found = self.meant(reference)
        return found.said.get("name", "") if found is not None else ""

    def participant_of(self, process: str) -> Element | None:
        """Give the participant that runs a process."""
        return self.pools.get(process)


def model_elements(root: Element) -> Iterator[Element]:
    """Give the elements of the model at and below one, as they stand."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed([each for each in one.inner if each.space == MODEL and each.name != "extensionElements"])


def local(reference: str) -> str:
    """Give the id in a reference, without the prefix of its namespace.

    >>> local(" tns:Task_1 ")
    'Task_1'
    """
    return reference.strip().rpartition(":")[2]


def documentation(element: Element) -> str:
    """Give the words that describe an element."""
    found = element.first("documentation")
    return short_name(found.text, "") if found is not None else ""
