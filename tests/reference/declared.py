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
        proven, leaned_on = nx.DiGraph(), nx.DiGraph()
        for unit in set(world.unit.values()):
            proven.add_node(unit)
            leaned_on.add_node(unit)
        for claim, several in world.claims.items():
            for one in several:
                needed = essential(one) if not isinstance(one, AnyOf) or one.keep == len(one.places) else ()
                _lean(world, claim, [leaf.claim for leaf in needed], proven, leaned_on)
        for (claim, one), chosen in zip(groups, choice, strict=True):
            owed = nx.DiGraph() if one in world.excused else proven
            _lean(world, claim, [leaf.claim for leaf in chosen], owed, leaned_on)
        for claim in set(world.claims) - found:
            whole = {world.unit[claim], *nx.descendants(leaned_on, world.unit[claim])}
            sound = not any(member in faults for unit in whole for member in unit)
            if sound and nx.is_directed_acyclic_graph(proven.subgraph(whole)):
                found.add(claim)
    return found


def _lean(world: Standing, claim: Claim, needed: list[Claim], proven: nx.DiGraph, leaned_on: nx.DiGraph) -> None:
    for other in needed:
        if world.unit[other] != world.unit[claim]:
            proven.add_edge(world.unit[claim], world.unit[other])
            leaned_on.add_edge(world.unit[claim], world.unit[other])
