"""The relations of an inventory, and the groups of which any few suffice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b

from opmap.connecting import VERBS, Certainty, End, Field, Group, Known, Ref, Relation, Strength, attributes
from opmap_connectors.native.checking import Checking
from opmap_connectors.native.models import (
    Defaults,
    Member,
    Node,
    Owner,
    Redundancy,
    Row,
    Target,
    relations_of,
)
from opmap_connectors.native.naming import Names
from opmap_connectors.native.nodes import PEOPLE, entries
from opmap_connectors.native.words import flat

_LONGEST = 200

Triple = tuple[Ref, str, Ref]


class Relations:
    """Collects the relations of an inventory, then puts those of a redundancy into its group."""

    def __init__(self, names: Names, defaults: Defaults, root: Field, checking: Checking) -> None:
        self._names = names
        self._default_owners = [*entries(defaults.owner, root["defaults"]["owner"])]
        self._say = checking.say
        self._stated: list[Relation] = []
        self._groups: dict[Triple, list[Group]] = {}

    def of_node(self, node: Node, field: Field) -> None:
        """Take in the relations and the owners that stand in a node."""
        own = self._names.own(node.id)
        for verb, targets in relations_of(node):
            for target, place in entries(targets, _under(field, verb)):
                self._state(own, verb, self._end(target, place), target, place)
        owners = [*entries(node.owner, _under(field, "owner"))]
        if not owners and node.kind not in PEOPLE:
            owners = self._default_owners
        for owner, place in owners:
            self._own(own, owner, place)

    def of_row(self, row: Row, field: Field) -> None:
        """Take in a relation that stands apart."""
        source = self._names.ref(row.source, _under(field, "from"))
        self._state(source, row.verb, self._end(row, _under(field, "to")), row, field)

    def of_redundancy(self, redundancy: Redundancy, field: Field) -> None:
        """Take in relations of which any few suffice, and remember their group."""
        verb = VERBS[redundancy.verb]
        hurt = verb.outage or verb.absence
        at = self._names.ref(redundancy.at, _under(field, "at"))
        members = [*entries(redundancy.of, _under(field, "of"))]
        ends = [(self._end(member, place), member, place) for member, place in members]
        if hurt not in {End.SOURCE, End.TARGET}:
            self._say(field, f"nothing is held up along {verb.name}, so nothing can stand in")
            for end, member, place in ends:
                self._state(at, verb.name, end, member, place)
        elif at is not None:
            need = self._enough(redundancy, field)
            named = sorted(str(end) for end, _, _ in ends if end is not None)
            name = _shortened(redundancy.name or f"any of {', '.join(named)}")
            placed = any(member.together for _, member, _ in ends)
            for end, member, place in ends:
                if end is not None:
                    source, target = (at, end) if hurt is End.SOURCE else (end, at)
                    group = Group(name, need, _shortened(str(end)) if placed else "")
                    self._join((source, verb.name, target), group, place)
                    self._state(source, verb.name, target, member, place)
                    self._together(at, member, group, place)

    def _enough(self, redundancy: Redundancy, field: Field) -> int:
        """Say how many of a group suffice: all of them, where what is said of it cannot be."""
        count = max(1, len(redundancy.of))  # one that could not be read is needed too
        if redundancy.need is not None and redundancy.need > count:
            said = f"needs {redundancy.need} of {count}, which is more than there are; all of them are taken as needed"
            self._say(field, said)
        return count if redundancy.need is None else min(redundancy.need, count)

    def all(self) -> Iterator[Relation]:
        """Give every relation, once for each place of its group in which it stands.

        To be named in a group makes none surer: it is as sure as the least that is stated of it.
        """
        doubtful = {certainty: self._with(certainty) for certainty in (Certainty.POSSIBLE, Certainty.PROBABLE)}
        for relation in self._stated:
            triple = (relation.source, relation.verb, relation.target)
            groups = self._groups.get(triple)
            least = next((one for one, known in doubtful.items() if triple in known), relation.certainty)
            for group in groups or (None,):
                yield replace(relation, group=group, certainty=least if groups else relation.certainty)

    def _with(self, certainty: Certainty) -> set[Triple]:
        return {(one.source, one.verb, one.target) for one in self._stated if one.certainty is certainty}

    def _together(self, at: Ref, member: Member, group: Group, place: Field) -> None:
        """State what stands and falls with one alternative."""
        for verb, text in member.together.items():
            field = _under(_under(place, "with"), verb)
            target = self._names.ref(text, field)
            if (VERBS[verb].outage or VERBS[verb].absence) is not End.SOURCE:
                self._say(field, f"{verb} does not hurt the node that needs it, so it stands in no alternative")
            elif target is not None:
                self._join((at, verb, target), group, field)
                self._state(at, verb, target, Target(to=text), field)

    def _end(self, target: Target, place: Field) -> Ref | None:
        return self._names.ref(target.to, place, target.scope, target.within)

    def _own(self, own: Ref, owner: Owner, place: Field) -> None:
        who = self._names.ref(owner.who, place)
        if who is not None:
            more = attributes(role=owner.role, since=owner.since)
            self._stated.append(Relation(own, "owned by", who, place.at(Known.DECLARED), attributes=more))

    def _state(self, source: Ref | None, verb: str, target: Ref | None, stated: Target, place: Field) -> None:
        if source is None or target is None:
            return
        self._stated.append(
            Relation(
                source,
                verb,
                target,
                place.at(Known.DECLARED),
                Strength(stated.strength) if stated.strength else None,
                stated.buffer,
                Certainty(stated.certainty),
                attributes=attributes(stated.attributes, because=stated.because),
            )
        )

    def _join(self, triple: Triple, group: Group, place: Field) -> None:
        known = self._groups.setdefault(triple, [])
        if any((other.name, other.need) != (group.name, group.need) for other in known):
            self._say(place, "this relation is in another group already, and a relation is in one group only")
        elif group not in known:
            known.append(group)


def _shortened(name: str) -> str:
    """Cut a long name so that different names stay different."""
    digest = blake2b(name.encode("utf-8", "replace"), digest_size=6).hexdigest()
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}~{digest}"


def _under(field: Field, name: str) -> Field:
    """Find the entry of a mapping by its name, however that is spelled."""
    wanted = flat(name)
    return next((found for key, found in field.items() if flat(key) == wanted), field)
