"""What people decided, applied to nodes and edges: the last word, with the decision as its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from opmap.connecting.words import criticality_called, environment_called, hours_of
from opmap.decisions import Decision
from opmap.estate import Edge, EdgeGroup
from opmap.facts import Plain
from opmap.identity.combining import Ends
from opmap.identity.desk import Desk
from opmap.identity.grouping import hurt_by
from opmap.identity.ids import key_of, slug
from opmap.identity.mentions import kind_by_key, name_in
from opmap.identity.order import in_order
from opmap.kinds import VERBS, State, Strength, verb_called

_PEOPLE = frozenset({"person", "team"})


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Give the decisions that nobody has undone, in the order in which they were taken."""
    return sorted((decision for decision in decisions if not decision.undone), key=lambda decision: decision.number)


def decide(desk: Desk, decisions: Iterable[Decision]) -> tuple[int, ...]:
    """Apply decisions in order; give the numbers of those whose nodes are not there."""
    return tuple(sorted({decision.number for decision in decisions if not _applied(desk, decision)}))


def _applied(desk: Desk, decision: Decision) -> bool:
    subject = desk.find(decision.subject)
    act = _ACTS.get(decision.act)
    return subject is not None and act is not None and act(desk, decision, subject)


def _seen(desk: Desk, decision: Decision, subject: str) -> bool:  # noqa: ARG001 - all acts are called alike
    """Let same and not-same, which were heard before merging, wait for what is not there."""
    return desk.find_all(decision.objects) is not None


def _own(desk: Desk, decision: Decision, subject: str) -> bool:
    owners = [desk.find(text) or _person(desk, decision, text) for text in decision.objects]
    for owner in owners:
        if owner is not None:
            desk.add_edge(decision, (subject, "owned by", owner), role=decision.value)
    return bool(owners) and None not in owners


def _person(desk: Desk, decision: Decision, text: str) -> str | None:
    """Put somebody on the desk whom no document names, if the id is that of a person or a team."""
    key = key_of(text)
    kind = kind_by_key(key) if key else ""
    return desk.add_node(decision, text, kind, name_in(key), State.MENTIONED) if key and kind in _PEOPLE else None


def _depends(desk: Desk, decision: Decision, subject: str) -> bool:
    verb, objects = verb_called(decision.value or "depends on"), desk.find_all(decision.objects)
    if verb is None or objects is None:
        return False
    for target in objects:
        if target != subject:
            desk.add_edge(decision, (subject, verb.name, target))
    return True


def _not_depends(desk: Desk, decision: Decision, subject: str) -> bool:
    verb, objects = verb_called(decision.value), desk.find_all(decision.objects)
    if objects is None:
        return False
    for source, said, target in desk.edges_at(subject):
        if source == subject and target in objects and (verb is None or said == verb.name):
            del desk.edges[source, said, target]
    return True


def _capability(desk: Desk, decision: Decision, subject: str) -> bool:
    for text in decision.objects:
        capability = desk.find(text) or desk.capability(text)
        if capability is None:
            node_id = f"inventory:decided/{slug(text)}"
            capability = desk.find(node_id) or desk.add_node(decision, node_id, "capability", text, State.KNOWN)
        desk.add_edge(decision, (subject, "supports", capability))
    return bool(decision.objects)


def _redundant(desk: Desk, decision: Decision, subject: str) -> bool:
    """Group the edges by which the subject needs the objects; each object is one alternative, with all its edges."""
    objects = desk.find_all(decision.objects)
    needed = [
        edge for edge in _needs(desk, subject, objects or []) if VERBS[edge.verb].outage or VERBS[edge.verb].absence
    ]
    others = sorted({hurt_by(edge)[1] for edge in needed})
    if objects is None or set(others) != set(objects):
        return False
    need = int(decision.value) if decision.value.isdecimal() else 1
    group = EdgeGroup(f"{subject}|decision {decision.number}", max(need, 1), len(others))
    for edge in needed:
        place = others.index(hurt_by(edge)[1])
        _change(desk, decision, replace(edge, group=replace(group, places=(place,))))
    return True


def _strength(desk: Desk, decision: Decision, subject: str) -> bool:
    objects = desk.find_all(decision.objects)
    hours = hours_of(decision.value)
    said = {"soft": Strength.SOFT, "hard": Strength.HARD}.get(
        decision.value, Strength.HARD if hours is not None else None
    )
    needed = _needs(desk, subject, objects or [])
    if objects is None or said is None or not needed:
        return False
    for edge in needed:
        _change(desk, decision, replace(edge, strength=said, presumed=False, buffer=hours or 0.0))
    return True


def _needs(desk: Desk, subject: str, objects: list[str]) -> list[Edge]:
    """Give the edges by which a node is hurt when one of some others fails."""
    edges = [desk.edges[ends] for ends in desk.edges_at(subject)]
    return [edge for edge in edges if hurt_by(edge)[0] == subject and hurt_by(edge)[1] in objects]


def _ends(edge: Edge) -> Ends:
    return edge.source, edge.verb, edge.target


def _change(desk: Desk, decision: Decision, edge: Edge) -> None:
    desk.edges[_ends(edge)] = replace(edge, evidence=in_order((*edge.evidence, decision.evidence)))


def _attribute(read: Callable[[str], Plain], name: str = "") -> Callable[[Desk, Decision, str], bool]:
    """Make the act that says an attribute, of the same name unless one is given; what cannot be read waits."""

    def act(desk: Desk, decision: Decision, subject: str) -> bool:
        value = read(decision.value)
        if value is None:
            return False
        desk.set_attribute(decision, subject, name or decision.act, value)
        return True

    return act


def _environment(desk: Desk, decision: Decision, subject: str) -> bool:
    desk.set_environment(decision, subject, environment_called(decision.value) or decision.value)
    return True


def _accept(desk: Desk, decision: Decision, subject: str) -> bool:
    """Note until when which finding is accepted; the objects name findings, none means any."""
    for finding in decision.objects or ("",):
        desk.add_to_list(decision, subject, "accept", (finding, decision.value))
    return True


def _note(desk: Desk, decision: Decision, subject: str) -> bool:
    desk.add_to_list(decision, subject, "note", decision.value or decision.because)
    return True


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


_ACTS: dict[str, Callable[[Desk, Decision, str], bool]] = {
    "own": _own,
    "depends": _depends,
    "not-depends": _not_depends,
    "same": _seen,
    "not-same": _seen,
    "capability": _capability,
    "redundant": _redundant,
    "strength": _strength,
    "criticality": _attribute(lambda text: criticality_called(text) or text or None),
    "value": _attribute(_number),
    "tolerance": _attribute(hours_of, "tolerance_hours"),
    "repair": _attribute(hours_of, "repair_hours"),
    "fails": _attribute(_number, "incidents_per_year"),
    "counts": _attribute(lambda text: text.casefold() or None),
    "environment": _environment,
    "accept": _accept,
    "note": _note,
}
