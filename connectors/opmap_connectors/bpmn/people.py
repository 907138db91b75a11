"""The people of a process: who does a step, in whose lane it stands, and where somebody decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import (
    Certainty,
    Effect,
    Entity,
    Evidence,
    Group,
    Key,
    Reading,
    Relation,
    attributes,
    frozen,
    short_name,
)
from opmap_connectors._shared.people import email_in, mention, person_key, team_key
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.definitions import MODEL, Definitions, local, model_elements
from opmap_connectors.bpmn.extensions import extension, names_in
from opmap_connectors.bpmn.flow import Flow, Node

BY_PEOPLE = frozenset({"userTask", "manualTask"})
_MAYBE_BY_PEOPLE = BY_PEOPLE | {"task"}
BRANCHING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})
_ROLES = ("potentialOwner", "humanPerformer", "performer")
_GROUPS = ("candidateGroups",)
_PERSONS = ("assignee", "candidateUsers")
_DECIDING = re.compile(
    r"\b(?:approv|authori[sz]|decid|decision|sign[ -]?off|accept or|reject|release\b|genehmig|freigeb|freigabe"
    r"|entscheid|approuv|valider\b|aprob|autoriz)",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"\b(user|group)\s*\(([^()]{1,200})\)", re.IGNORECASE)
_NO_NAME = re.compile(r"(?:lane|pool|participant)?[\s_-]*\d*", re.IGNORECASE)


@frozen
class Doer:
    """A person or a team that does a step, and where that is said."""

    key: Key
    name: str
    evidence: Evidence

    @property
    def entity(self) -> Entity:
        """Give the person or team as something that the file names."""
        return mention(self.key, self.name, self.evidence)


def decides(node: Node, flow: Flow) -> bool:
    """Say whether a step of people is a decision: it is called one, or the way parts right after it."""
    if node.kind not in BY_PEOPLE:
        return False
    onwards = flow.after(node)
    parts = len(onwards) > 1 and any(flow.conditions.get((node.id, each.id)) for each in onwards)
    for after in onwards:
        parts = parts or (after.kind in BRANCHING and len(flow.after(after)) > 1)
    return parts or bool(_DECIDING.search(node.title))


class People:
    """Who does what in the processes of a document."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._home = definitions.home

    def approvals(
        self, flow: Flow, nodes: list[Node], process: Element
    ) -> Iterator[tuple[Effect, tuple[Reading, ...]]]:
        """Give whose decision each deciding step waits for: who is named for it, else the lane that it stands in."""
        lanes = self._lanes(process)
        for node in nodes:
            if decides(node, flow):
                doers = self.doers(node) or [lanes[each.id] for each in node.around() if each.id in lanes][:1]
                for doer in doers:
                    any_of_them = Group(f"approval: {node.name}")
                    yield Effect("approved by", doer.key, doer.evidence, node.name, group=any_of_them), (doer.entity,)

    def owners(self, flow: Flow, process: Element, key: Key) -> Iterator[Reading]:
        """Give who answers for a process as far as it shows: lanes with work of people, doers, the participant."""
        lanes = self._lanes(process)
        said: dict[Key, tuple[Doer, str]] = {}
        for node in flow.ordered():
            if node.kind in _MAYBE_BY_PEOPLE:
                for each in node.around():
                    if each.id in lanes:
                        said.setdefault(lanes[each.id].key, (lanes[each.id], "lane"))
                for doer in () if decides(node, flow) else self.doers(node):
                    said.setdefault(doer.key, (doer, "does steps of it"))
        participant = self._definitions.participant_of(process.said.get("id", ""))
        named = process.said.get("name", "").strip()
        if not said and participant is not None and named not in {"", participant.said.get("name", "").strip()}:
            for doer in self._team(participant.said.get("name", ""), participant):
                said[doer.key] = (doer, "participant")
        for doer, role in said.values():
            yield doer.entity
            sure = Certainty.PROBABLE if role == "participant" else Certainty.CERTAIN
            yield Relation(key, "owned by", doer.key, doer.evidence, certainty=sure, attributes=attributes(role=role))

    def doers(self, node: Node) -> list[Doer]:
        """Give the people and teams that a step names for itself."""
        said = dict(node.element.said)
        added = extension(node.element, "assignmentDefinition")
        said |= added.said if added is not None else {}
        at = self._home.at(added or node.element)
        found = [self._doer(name, at, person=True) for word in _PERSONS for name in names_in(said.get(word, ""))]
        found += [self._doer(name, at) for word in _GROUPS for name in names_in(said.get(word, ""))]
        for role in node.element.all(*_ROLES):
            found += self._of_role(role)
        return list({doer.key: doer for doer in found}.values())

    def _of_role(self, role: Element) -> Iterator[Doer]:
        """Give who a role is filled by: a resource of the document, or users and groups in an expression."""
        at = self._home.at(role)
        reference = role.first("resourceRef")
        named = self._definitions.name_of(reference.text) if reference is not None else ""
        if named:
            yield self._doer(named, at)
        for one in model_elements(role):
            if one.name in {"formalExpression", "resourceAssignmentExpression"}:
                assigned = _ASSIGNED.findall(one.text[:2000])
                for sort, name in assigned:
                    yield from (self._doer(each, at, person=sort.lower() == "user") for each in names_in(name))
                if not assigned:
                    yield from (self._doer(each, at) for each in names_in(one.text))

    def _doer(self, name: str, at: Evidence, *, person: bool = False) -> Doer:
        plain = short_name(name)
        organisation = self._home.organisation
        key = person_key(plain, organisation) if person or email_in(plain) else team_key(plain, organisation)
        return Doer(key, email_in(plain) or plain, at)

    def _team(self, name: str, place: Element) -> Iterator[Doer]:
        plain = short_name(name, "")
        if plain and not _NO_NAME.fullmatch(plain):
            yield self._doer(plain, self._home.at(place))

    def _lanes(self, process: Element) -> dict[str, Doer]:
        """Give the innermost lane of each node, where it has a name that means somebody."""
        found: dict[str, Doer] = {}
        for lane in model_elements(process):
            if lane.name == "lane" and lane.space == MODEL:
                for doer in self._team(lane.said.get("name", ""), lane):
                    found |= {local(one.text): doer for one in lane.all("flowNodeRef")}
        return found
