"""Who owns what, and what nobody owns: a gap list that someone can act on tomorrow.

A gap is a described node without an owner of its own or handed down, one whose owner has
left, or one whose owner no document knows. A project, namespace or system that is
unowned as a whole is one gap with its members, not one for each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.naming import NodeName, name_of
from opmap.graph.model import STATES, VERB_NAMES
from opmap.graph.ownership import OWNED_BY, Ownership, needs_owner, owners
from opmap.kinds import State

if TYPE_CHECKING:
    from opmap.facts import Evidence
    from opmap.graph import Graph

SMALLEST_FAMILY = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that nobody answers for, and whom to ask about it."""

    node: NodeName
    reason: str
    members: tuple[NodeName, ...]  # more than one where a whole project or system is meant
    ask: NodeName | None  # the owner of most of its neighbours
    evidence: tuple[Evidence, ...]
    hangs_on_it: float = 0.0  # the value of what falls with it


@dataclass(frozen=True, slots=True)
class Holding:
    """One owner and how much is theirs."""

    owner: NodeName
    nodes: int
    left: str  # the date on which the person left; empty for everybody else


@dataclass(frozen=True, slots=True)
class Owning:
    """The answer to *who owns what*."""

    asked: int  # nodes that should have an owner
    owned: int
    inherited: int  # of the owned ones, those whose owner was handed down
    gaps: tuple[Gap, ...]
    holdings: tuple[Holding, ...]
    not_judged: int  # only mentioned nodes: nothing is concluded from what they lack


def owning(graph: Graph, weight: dict[int, float] | None = None) -> Owning:
    """Say who owns what and what nobody owns; gaps on which most hangs come first."""
    owned = owners(graph)
    asked = [number for number in range(len(graph)) if needs_owner(graph, number)]
    left = people_who_left(graph)
    unknown = _unknown_owners(graph)
    reasons: dict[int, str] = {}
    for number in asked:
        reason = _gap(graph, owned.get(number, ()), left, unknown.get(number))
        if reason:
            reasons[number] = reason
    gaps = _families(graph, reasons, owned, weight or {})
    mentioned = STATES.index(State.MENTIONED)
    return Owning(
        asked=len(asked),
        owned=len(asked) - len(reasons),
        inherited=sum(1 for number in asked if number not in reasons and owned[number][0].chain),
        gaps=tuple(sorted(gaps, key=lambda gap: (-gap.hangs_on_it, gap.reason, gap.node.id))),
        holdings=_holdings(graph, asked, owned, left),
        not_judged=int((graph.state == mentioned).sum()),
    )


def people_who_left(graph: Graph) -> dict[int, str]:
    """Give the people of whom a document says that they left, with the date."""
    found = {}
    for number in range(len(graph)):
        if graph.kind_of(number) == "person":
            date = dict(graph.details.node(number).attributes).get("left")
            if date:
                found[number] = str(date)
    return found


def _gap(graph: Graph, owned: tuple[Ownership, ...], left: dict[int, str], unknown: str | None) -> str:
    if not owned:
        return f'its owner "{unknown}" is known to no document' if unknown else "nobody owns it"
    if all(one.owner in left for one in owned):
        gone = owned[0].owner
        return f"its owner {graph.names[gone]} left on {left[gone]}"
    return ""


def _unknown_owners(graph: Graph) -> dict[int, str]:
    """Give, for nodes whose stated owner leads nowhere, what the document calls that owner."""
    dangling = STATES.index(State.DANGLING)
    edges = np.flatnonzero((graph.verb == OWNED_BY) & (graph.state[graph.target] == dangling))
    return {int(graph.source[edge]): graph.names[graph.target[edge]] for edge in edges.tolist()}


def _families(
    graph: Graph, reasons: dict[int, str], owned: dict[int, tuple[Ownership, ...]], weight: dict[int, float]
) -> list[Gap]:
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
                    ask=_neighbouring_owner(graph, several, owned),
                    evidence=graph.details.node(worst).evidence[:3],
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


def _neighbouring_owner(graph: Graph, members: list[int], owned: dict[int, tuple[Ownership, ...]]) -> NodeName | None:
    """Give the owner of most neighbours: the first to ask."""
    member_of = VERB_NAMES.index("member of")
    votes: Counter[int] = Counter()
    for number in members:
        for edge in (*graph.outgoing(number).tolist(), *graph.incoming(number).tolist()):
            if graph.verb[edge] in (OWNED_BY, member_of):
                continue
            other = int(graph.target[edge] if graph.source[edge] == number else graph.source[edge])
            votes.update({one.owner for one in owned.get(other, ())})
    if not votes:
        return None
    most = max(votes.values())
    return name_of(graph, min(owner for owner, count in votes.items() if count == most))


def _holdings(
    graph: Graph, asked: list[int], owned: dict[int, tuple[Ownership, ...]], left: dict[int, str]
) -> tuple[Holding, ...]:
    counts: Counter[int] = Counter()
    for number in asked:
        counts.update({one.owner for one in owned.get(number, ())})
    rows = [Holding(name_of(graph, owner), count, left.get(owner, "")) for owner, count in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.nodes, row.owner.id)))
