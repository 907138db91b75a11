"""Who owns what, and what nobody owns: a gap list that someone can act on tomorrow.

A gap is a described node without an owner of its own or handed down, one whose owner has
left, or one whose owner no document knows. A project, namespace or system that is
unowned as a whole is one gap with its members, not one for each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, name_of
from opmap.frozen import frozen
from opmap.graph.model import STATES, VERB_NAMES
from opmap.graph.ownership import OWNED_BY, Ownership, asked_for_owner, left_on
from opmap.kinds import BEARS_NO_OWNER, State

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from opmap.facts import Evidence
    from opmap.graph import Graph

SMALLEST_FAMILY = 3
NOBODY = "nobody owns it"
NEARLY_ALL = 0.8
"""Where so large a share of a kind lacks something, that is a practice."""
FEWEST = 20
"""Of fewer things than this nobody can tell a practice from chance."""


@frozen
class Gap:
    """Something that nobody answers for, and whom to ask about it."""

    node: NodeName
    reason: str
    members: tuple[NodeName, ...]  # more than one where a whole project or system is meant
    ask: NodeName | None  # the owner of most of its neighbours
    evidence: tuple[Evidence, ...]
    hangs_on_it: float = 0.0  # the value of what falls with it
    usual: bool = False  # it holds for nearly all of its kind, which is said once
    new: bool = False  # it was none in the snapshot before


@frozen
class Practice:
    """What holds for nearly everything of one kind: a habit of the organisation, and one line instead of a thousand."""

    kind: str
    lacking: int
    of: int


@frozen
class Holding:
    """One owner and how much is theirs."""

    owner: NodeName
    nodes: int
    left: str  # the date on which the person left; empty for everybody else


@frozen
class Owning:
    """The answer to *who owns what*."""

    asked: int  # nodes that should have an owner
    owned: int
    inherited: int  # of the owned ones, those whose owner was handed down
    gaps: tuple[Gap, ...]  # the unusual first, then what most hangs on
    practices: tuple[Practice, ...]
    holdings: tuple[Holding, ...]
    accepted: tuple[NodeName, ...]  # gaps that people accepted, until a date that has not passed
    not_judged: tuple[NodeName, ...]  # what no document describes: nothing is concluded from what it lacks


def owning(
    graph: Graph,
    weight: dict[int, float] | None = None,
    *,
    today: str = "",
    known: frozenset[str] = frozenset(),
) -> Owning:
    """Say who owns what and what nobody owns; gaps on which most hangs come first.

    What people accepted until after ``today``, an ISO date, is left out. A gap that is none
    of the ``known`` ids, those of the snapshot before, is new.
    """
    asked = np.flatnonzero(asked_for_owner(graph)).tolist()
    left = people_who_left(graph)
    reasons = _reasons(graph, asked, left)
    quiet = accepted(graph, reasons, "owners", today)
    practices = _practices(graph, asked, reasons)
    usual = {practice.kind for practice in practices}
    gaps = []
    loud = {number: reason for number, reason in reasons.items() if number not in quiet}
    for gap in _families(graph, loud, weight or {}, left):
        is_usual = gap.reason == NOBODY and all(one.kind in usual for one in gap.members)
        is_new = bool(known) and not any(one.id in known for one in gap.members)
        gaps.append(replace(gap, usual=is_usual, new=is_new))
    few_new = 2 * sum(gap.new for gap in gaps) < len(gaps)  # where most is new, the word tells nothing
    if not few_new:
        gaps = [replace(gap, new=False) for gap in gaps]
    unjudged = ~graph.is_one_of(BEARS_NO_OWNER) & (graph.state != STATES.index(State.KNOWN))
    return Owning(
        asked=len(asked),
        owned=len(asked) - len(reasons),
        inherited=sum(1 for number in asked if number not in reasons and graph.owners[number][0].chain),
        gaps=tuple(sorted(gaps, key=lambda gap: (not gap.new, gap.usual, -gap.hangs_on_it, gap.reason, gap.node.id))),
        practices=practices,
        holdings=_holdings(graph, asked, left),
        accepted=tuple(name_of(graph, number) for number in sorted(quiet)),
        not_judged=tuple(name_of(graph, number) for number in np.flatnonzero(unjudged).tolist()),
    )


_UNKNOWN_DATE = "an unknown date"


def people_who_left(graph: Graph) -> dict[int, str]:
    """Give the people of whom a document says that they left, with the date; and the teams that have nobody left."""
    found = {number: date for number in sorted(graph.left) if (date := left_on(graph, number))}
    if not (found or graph.inactive.any()):
        return {}
    gone = graph.reading.leaving.gone
    off = dict.fromkeys(
        np.flatnonzero(graph.reading.leaving.first & graph.is_one_of(("person",))).tolist(), _UNKNOWN_DATE
    )
    emptied = np.flatnonzero(gone & graph.is_one_of(("team",))).tolist()
    return off | found | {number: _last(graph, number, found) for number in emptied}


def _last(graph: Graph, team: int, left: dict[int, str]) -> str:
    """Give the date on which the last of a team left."""
    edges = graph.incoming(team)
    members = graph.source[edges[graph.verb[edges] == VERB_NAMES.index("member of")]].tolist()
    dates = [left[member].partition(" ")[0] for member in members if left.get(member, "")[:1].isdigit()]
    return f"{max(dates, default=_UNKNOWN_DATE)} (its last member)"


def _practices(graph: Graph, asked: list[int], reasons: dict[int, str]) -> tuple[Practice, ...]:
    """Give the kinds of which nearly nothing has an owner."""
    kinds = Counter(graph.kind_of(number) for number in asked)
    lacking = Counter(graph.kind_of(number) for number, reason in reasons.items() if reason == NOBODY)
    return tuple(
        Practice(kind, lacking[kind], count)
        for kind, count in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
        if count >= FEWEST and lacking[kind] >= NEARLY_ALL * count
    )


def _reasons(graph: Graph, asked: list[int], left: dict[int, str]) -> dict[int, str]:
    """Say for each node that has nobody who answers for it, why."""
    unknown = _unknown_owners(graph)
    found = {}
    for number in asked:
        reason = _gap(graph, graph.owners.get(number, ()), left, unknown.get(number))
        if reason:
            found[number] = reason
    return found


def _gap(graph: Graph, owned: tuple[Ownership, ...], left: dict[int, str], unknown: str | None) -> str:
    if not owned:
        return f'its owner "{unknown}" is known to no document' if unknown else NOBODY
    if all(one.owner in left for one in owned):
        gone = owned[0].owner
        return f"its owner {graph.names[gone]} left on {left[gone]}"
    return ""


def _unknown_owners(graph: Graph) -> dict[int, str]:
    """Give, for nodes whose stated owner leads nowhere, what the document calls that owner."""
    dangling = STATES.index(State.DANGLING)
    edges = np.flatnonzero((graph.verb == OWNED_BY) & (graph.state[graph.target] == dangling))
    return {int(graph.source[edge]): graph.names[graph.target[edge]] for edge in edges.tolist()}


def _families(graph: Graph, reasons: dict[int, str], weight: dict[int, float], left: Container[int]) -> list[Gap]:
    """Report the members of a container that is wholly without an owner as one gap."""
    whole: Counter[str] = Counter(container for number in range(len(graph)) if (container := _container(graph, number)))
    missing: dict[tuple[str, str], list[int]] = {}
    for number, reason in reasons.items():
        missing.setdefault((_container(graph, number), reason), []).append(number)
    gaps = []
    for (container, reason), members in missing.items():
        judged = whole[container]
        family = container and len(members) >= SMALLEST_FAMILY and len(members) * 4 >= judged * 3
        for several in [members] if family else [[one] for one in members]:
            worst = max(several, key=lambda one: (weight.get(one, 0.0), -one))
            gaps.append(
                Gap(
                    node=name_of(graph, worst),
                    reason=reason,
                    members=tuple(name_of(graph, one) for one in several),
                    ask=neighbouring_owner(graph, several, left),
                    evidence=graph.details.node(worst).evidence[:MOST_EVIDENCE],
                    hangs_on_it=max(weight.get(one, 0.0) for one in several),
                )
            )
    return gaps


def _container(graph: Graph, number: int) -> str:
    """Give the project, namespace or instance that a node's id names; empty where it names none."""
    space, _, rest = graph.ids[number].partition(":")
    if space not in {"k8s", "compose", "n8n"} or "/" not in rest:
        return ""
    return f"{space}:{rest.rsplit('/', 2 if space == 'k8s' else 1)[0]}"


def neighbouring_owner(graph: Graph, members: Sequence[int], left: Container[int] = ()) -> NodeName | None:
    """Give the owner of most neighbours, who has not left: the first to ask."""
    member_of = VERB_NAMES.index("member of")
    votes: Counter[int] = Counter()
    for number in members:
        for edge in (*graph.outgoing(number).tolist(), *graph.incoming(number).tolist()):
            if graph.verb[edge] in (OWNED_BY, member_of):
                continue
            other = int(graph.target[edge] if graph.source[edge] == number else graph.source[edge])
            votes.update({one.owner for one in graph.owners.get(other, ()) if one.owner not in left})
    if not votes:
        return None
    most = max(votes.values())
    return name_of(graph, min(owner for owner, count in votes.items() if count == most))


def _holdings(graph: Graph, asked: list[int], left: dict[int, str]) -> tuple[Holding, ...]:
    counts: Counter[int] = Counter()
    for number in asked:
        counts.update({one.owner for one in graph.owners.get(number, ())})
    rows = [Holding(name_of(graph, owner), count, left.get(owner, "")) for owner, count in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.nodes, row.owner.id)))
