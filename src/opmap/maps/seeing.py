"""From a graph to a view: what a map says of each node and link, asked of the analyses once."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from opmap.analyses.counting import outcomes
from opmap.analyses.describing import OwnerName, owners_of
from opmap.analyses.naming import name_of, needs, spent_beside
from opmap.analyses.owning import people_who_left
from opmap.analyses.ranking import ranking
from opmap.graph.harm import Harm
from opmap.graph.ownership import needs_owner
from opmap.graph.tallies import tallies
from opmap.kinds import VERBS, Effect, State
from opmap.maps.changing import Changes
from opmap.maps.choosing import Choice, choose
from opmap.maps.faulting import fault_columns
from opmap.maps.grouping import ORGANISATION, Field, fields
from opmap.maps.introducing import introduce
from opmap.maps.noting import Noting
from opmap.maps.view import ORGANISATION_KINDS, MapLink, MapNode, MapOwner, View
from opmap.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.estate import Node
    from opmap.facts import Evidence
    from opmap.graph import Graph

MOST_RISKS = 5
_LONGEST_NAME = 300
_MOST_PLACES, _MOST_LINK_PLACES = 6, 3
_SAID = (
    "description type role criticality value tolerance_hours repair_hours deputy left image schedule data residency url"
).split()


def view_of(graph: Graph, selection: str = "", before: Graph | None = None, *, people: bool = True) -> View:
    """Give the view of the nodes that a selection names, compared with a snapshot ``before``.

    Raise BadSelection where it does not parse.
    """
    ranked = ranking(graph)
    points = {graph.number[risk.node.id]: risk.points for risk in ranked.risks}
    choice = choose(graph, selection)
    place = {number: index for index, number in enumerate(choice.numbers)}
    links = tuple(_link(graph, edge, place) for edge in choice.edges)
    needed = {end for link in links if link.sort == "dependency" for end in (link.hurt, link.needed)}
    changes = Changes.between(before, graph)
    noting = Noting(graph, ranked, changes)
    seen = _Seeing(graph, choice, noting, people=people)
    riskiest = [place[number] for number in points if number in place][:MOST_RISKS]
    return View(
        about=replace(introduce(graph, selection, ranked), people=people, compared=changes.since),
        gone=changes.gone,
        nodes=tuple(seen.node(number, needed=place[number] in needed) for number in choice.numbers),
        links=links,
        riskiest=tuple(riskiest),
        numbers=choice.numbers,
        faults=fault_columns(graph),
        overlaps=noting.overlaps.among(place),
        overlaps_withheld=noting.overlaps.withheld,
    )


class _Seeing:
    """Say of nodes what a map says of them."""

    def __init__(self, graph: Graph, choice: Choice, noting: Noting, *, people: bool) -> None:
        self.people = people
        self.graph = graph
        self.noting = noting
        self.fields: dict[int, Field] = fields(graph, choice.numbers)
        self.owned = owners_of(graph)
        self.left = {graph.ids[number]: date for number, date in people_who_left(graph).items()}
        counted = tallies(graph.faults, Harm.DOWN | Harm.IDLE)
        self.falls = counted[Harm.DOWN] + counted[Harm.IDLE]
        self.counted = {node for one in outcomes(graph) for node in one.nodes}

    def node(self, number: int, *, needed: bool) -> MapNode:
        graph = self.graph
        known = graph.details.node(number)
        owned = self.owned.get(number, ())
        background = not needed and _is_background(known)
        field = ORGANISATION if background else self.fields[number]
        places, more = _places(known.evidence, _MOST_PLACES)
        return MapNode(
            id=known.id,
            name=_short(known.name),
            kind=known.kind,
            environment=plain(known.environment, 40),
            state=known.state.value,
            field=Field(_short(field.department), _short(field.team), field.place),
            owners=tuple(self._owner(one) for one in owned),
            owner_state=self._owner_state(owned, asked=needs_owner(graph, number)),
            notes=tuple(self.noting.notes(number)),
            facts=(*self._mails(known), *_facts(dict(known.attributes))),
            evidence=places,
            more_evidence=more,
            call=shlex.quote(name_of(graph, number).call),
            counts=number in self.counted,
            background=background,
            root=number in self.noting.roots,
            falls=int(self.falls[number]),
            source=plain(known.evidence[0].source, 60) if known.evidence else "",
        )

    def _mails(self, node: Node) -> Iterable[tuple[str, str]]:
        """Give the addresses at which a person or a team is reached."""
        if self.people and node.kind in {"person", "team"}:
            for key in node.keys:
                if key.startswith("person:") and "@" in key:
                    yield "mail", plain(key.removeprefix("person:"), 200)

    def _owner(self, owner: OwnerName) -> MapOwner:
        notes = [f"through {', '.join(plain(name, 60) for name in owner.through)}"] if owner.through else []
        if owner.id in self.left:
            notes.append(f"left on {plain(self.left[owner.id], 40)}")
        return MapOwner(_short(owner.name), "; ".join(notes), left=owner.id in self.left)

    def _owner_state(self, owned: tuple[OwnerName, ...], *, asked: bool) -> str:
        """Say whether somebody answers for a node, which nobody does who has left."""
        if all(one.id in self.left for one in owned):
            return "unowned" if asked else "none asked"
        return "inherited" if owned[0].inherited else "owned"


def _is_background(node: Node) -> bool:
    """Say whether a node is one of those that the map is divided by, or merely named as where source is kept."""
    return node.kind in ORGANISATION_KINDS or (node.kind == "repository" and node.state is not State.KNOWN)


def _facts(said: dict[str, object]) -> Iterable[tuple[str, str]]:
    for name in _SAID:
        value = said.get(name)
        if value not in (None, "", ()):
            text = ", ".join(str(item) for item in value) if isinstance(value, tuple) else str(value)
            yield name.replace("_", " "), plain(text, 200)


def _link(graph: Graph, edge: int, place: dict[int, int]) -> MapLink:
    known = graph.details.edge(edge)
    source, target = int(graph.source[edge]), int(graph.target[edge])
    hurt, needed = needs(graph, edge) or (source, target)
    places, _ = _places(known.evidence, _MOST_LINK_PLACES)
    group = known.group
    spent = "".join(f"; {_short(one.node.name)} {plain(one.reason, 80)}" for one in spent_beside(graph, edge))
    return MapLink(
        hurt=place[hurt],
        needed=place[needed],
        verb=known.verb,
        turned=hurt != source,
        sort=_sort(known.verb),
        strength=known.strength.value,
        presumed=known.presumed,
        certainty=known.certainty.value,
        group=f"any {group.need} of {group.size} suffice{', presumed' * group.presumed}{spent}" if group else "",
        evidence=places,
    )


def _sort(verb: str) -> str:
    known = VERBS[verb]
    if known.outage is None:
        return "people" if known.absence or verb == "part of" else "other"
    return "dependency" if known.effect in {Effect.DOWN, Effect.IDLE} else "watch"


def _places(evidence: Iterable[Evidence], most: int) -> tuple[tuple[str, ...], int]:
    found = sorted({plain(item.place, _LONGEST_NAME) for item in evidence})
    return tuple(found[:most]), max(0, len(found) - most)


def _short(name: str) -> str:
    return plain(name, _LONGEST_NAME)
