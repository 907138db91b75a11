"""Standing, declared rather than computed.

A claim stands if there is a choice of enough members for every group such that nothing
that is leaned on, however indirectly, has failed, and no circle leads through what must be
proven: hard needs between units, and chosen members of groups that are not excused.
"""

from __future__ import annotations

from itertools import combinations, product
from math import comb, prod

import networkx as nx
from tests.reference.claims import AnyOf, Claim, Leaf
from tests.reference.faults import Standing, essential

MOST_CHOICES = 100


def standing(world: Standing, faults: set[Claim]) -> set[Claim] | None:
    """Give what stands; None where there are too many choices to try, or groups within groups."""
    groups = [(claim, one) for claim, several in world.claims.items() for one in several if isinstance(one, AnyOf)]
    if not all(isinstance(part, Leaf) for _, one in groups for place in one.places for part in place):
        return None
    groups = [(claim, one) for claim, one in groups if one.keep < len(one.places)]
    if not all(len(place) == 1 for _, one in groups for place in one.places):
        return None
    if prod(comb(len(one.places), one.keep) for _, one in groups) > MOST_CHOICES:
        return None
    choices = [combinations([place[0] for place in one.places], one.keep) for _, one in groups]
    found: set[Claim] = set()
    for choice in product(*choices):
        proven, leaned_on = _always(world)
        for (claim, one), chosen in zip(groups, choice, strict=True):
            owed = nx.DiGraph() if one in world.excused else proven
            _lean(world, claim, [leaf.claim for leaf in chosen], owed, leaned_on)
        found |= {claim for claim in set(world.claims) - found if _stands(world.unit[claim], faults, proven, leaned_on)}
    return found


def _stands(unit: frozenset[Claim], faults: set[Claim], proven: nx.DiGraph, leaned_on: nx.DiGraph) -> bool:
    whole = {unit, *nx.descendants(leaned_on, unit)}
    sound = not any(member in faults for part in whole for member in part)
    return sound and nx.is_directed_acyclic_graph(proven.subgraph(whole))


def _always(world: Standing) -> tuple[nx.DiGraph, nx.DiGraph]:
    """Give what is leaned on whatever is chosen, twice: as what must be proven, and as all of it."""
    proven, leaned_on = nx.DiGraph(), nx.DiGraph()
    proven.add_nodes_from(world.unit.values())
    leaned_on.add_nodes_from(world.unit.values())
    for claim, several in world.claims.items():
        for one in several:
            needed = essential(one) if not isinstance(one, AnyOf) or one.keep == len(one.places) else ()
            _lean(world, claim, [leaf.claim for leaf in needed], proven, leaned_on)
    return proven, leaned_on


def _lean(world: Standing, claim: Claim, needed: list[Claim], proven: nx.DiGraph, leaned_on: nx.DiGraph) -> None:
    for other in needed:
        if world.unit[other] != world.unit[claim]:
            proven.add_edge(world.unit[claim], world.unit[other])
            leaned_on.add_edge(world.unit[claim], world.unit[other])
