"""Overlapping automations: copies, fights, rings, and several that act at once.

Seven relations, each found and reported separately, over automations of all engines at once.
Whatever is copied is one finding with its members.

>>> from opmap.estate import Estate
>>> from opmap.graph import from_estate
>>> overlapping(from_estate(Estate())).found
0
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from opmap.analyses.counting import dormant
from opmap.analyses.naming import MOST_EVIDENCE, name_of
from opmap.analyses.overlapping.conflicting import conflicts, destroyed_needs, unjudged
from opmap.analyses.overlapping.copying import copies
from opmap.analyses.overlapping.findings import Overlap, Overlapping, Proposal, Side
from opmap.analyses.overlapping.forms import Form
from opmap.analyses.overlapping.looping import loops
from opmap.analyses.overlapping.matches import (
    CERTAIN,
    DUPLICATE,
    NEAR_DUPLICATE,
    RELATIONS,
    SAME_EFFECT,
    Match,
    relation_called,
)
from opmap.analyses.overlapping.proposing import Proposing
from opmap.analyses.overlapping.quieting import accepting_words, is_accepted
from opmap.analyses.overlapping.reading import automations, forms_of
from opmap.analyses.overlapping.responding import responders
from opmap.analyses.overlapping.shingling import FEWEST
from opmap.graph.selecting import select
from opmap.kinds import Known

if TYPE_CHECKING:
    from opmap.graph import Graph

__all__ = ["RELATIONS", "Overlap", "Overlapping", "Proposal", "Side", "overlapping", "relation_called"]

_COPIES = (DUPLICATE, SAME_EFFECT, NEAR_DUPLICATE)
_GRAVEST = ("feedback loop", "conflicting writers", "destroyed need", "several responders", *_COPIES)
"""The relations in the order in which they are shown: what breaks things comes before what costs work."""


def overlapping(
    graph: Graph,
    selection: str = "",
    *,
    relations: Sequence[str] = (),
    most: int = 0,
    today: str = "",
    only_certain: bool = False,
) -> Overlapping:
    """Find the automations that overlap, among those that a selection names and all others.

    An overlap is given where at least one of its members is selected. What people accepted
    until after ``today``, an ISO date, is given apart. The ``most`` first ones are worked out.
    """
    numbers = automations(graph)
    active = numbers[~dormant(graph)[numbers]]
    forms = forms_of(graph, active.tolist())
    asked = tuple(relations) or tuple(RELATIONS)
    matches = [each for each in _matches(graph, forms, asked) if each.relation in asked]
    if selection:
        chosen = set(select(graph, selection).tolist())
        matches = [each for each in matches if any(forms[one].node in chosen for one in each.parts)]
    matches.sort(key=lambda each: _order(graph, forms, each))
    quiet = [each for each in matches if is_accepted(graph, forms, each, _id(graph, forms, each), today)]
    loud = [each for each in matches if each not in quiet] if quiet else matches
    possible = [each for each in loud if each.certainty != CERTAIN] if only_certain else []
    loud = [each for each in loud if each.certainty == CERTAIN] if possible else loud
    proposing = Proposing(graph, forms)
    return Overlapping(
        selection=selection,
        relations=asked,
        automations=len(forms),
        inactive=len(numbers) - len(active),
        counts={name: sum(each.relation == name for each in loud) for name in asked},
        overlaps=tuple(_finding(graph, forms, each, proposing) for each in (loud[:most] if most else loud)),
        found=len(loud),
        only_possible=len(possible),
        accepted=tuple(_finding(graph, forms, each, proposing) for each in quiet),
        too_small=sum(len(form.shingles) < FEWEST for form in forms),
        unjudged_writes=unjudged(forms),
        silent=sum(not (form.writes or form.sendings) for form in forms),
    )


def _matches(graph: Graph, forms: Sequence[Form], asked: Sequence[str]) -> Iterator[Match]:
    if set(asked) & set(_COPIES):
        yield from copies(graph, forms)
    yield from conflicts(graph, forms)
    yield from destroyed_needs(graph, forms)
    yield from loops(graph, forms)
    yield from responders(graph, forms)


def _order(graph: Graph, forms: Sequence[Form], match: Match) -> tuple[object, ...]:
    """Put the certain before the possible, production before the rest, the grave and the large first."""
    lower = all(graph.environments[forms[one].node] not in ("", "production") for one in match.parts)
    first = graph.ids[forms[match.members[0]].node]
    return (
        match.certainty != CERTAIN,
        lower,
        _GRAVEST.index(match.relation),
        -len(match.parts),
        match.about,
        match.attribute,
        first,
    )


def _id(graph: Graph, forms: Sequence[Form], match: Match) -> str:
    """Name a finding so that it keeps its name while its first member and what it is about stay."""
    first = min(graph.ids[forms[one].node] for one in match.parts)
    about = graph.ids[match.about] if match.about >= 0 and match.relation not in _COPIES else ""
    return sha256(f"{match.relation}|{about}|{match.attribute}|{first}".encode()).hexdigest()[:8]


def _finding(graph: Graph, forms: Sequence[Form], match: Match, proposing: Proposing) -> Overlap:
    identity, proposal = _id(graph, forms, match), proposing.of(match)
    roles = {name.id: "retire" for name in proposal.retire}
    if proposal.keep is not None and proposal.retire:
        roles[proposal.keep.id] = "keep"
    return Overlap(
        id=identity,
        relation=match.relation,
        certainty=match.certainty,
        about=name_of(graph, match.about) if match.about >= 0 else None,
        attribute=match.attribute,
        reason=match.reason,
        similarity=None if match.similarity is None else round(match.similarity, 3),
        sides=tuple(_side(graph, forms, match, one, roles) for one in match.members),
        proposal=proposal,
        accept=accepting_words(identity, len(match.parts)),
    )


def _side(graph: Graph, forms: Sequence[Form], match: Match, one: int, roles: dict[str, str]) -> Side:
    node, part = forms[one].node, match.parts[one]
    name = name_of(graph, node)
    own = sorted(graph.details.node(node).evidence, key=lambda item: item.known is not Known.CONFIGURED)
    proof = [item for edge in part.edges for item in graph.details.edge(edge).evidence]
    proof = [item for item in proof if item.path == own[0].path] or proof
    proof += own
    return Side(
        node=name,
        does=part.words,
        role=match.roles.get(one, roles.get(name.id, "")),
        owners=tuple(graph.names[each.owner] for each in graph.owners.get(node, ())),
        evidence=tuple(dict.fromkeys(proof))[:MOST_EVIDENCE],
    )
