"""The relations of a workflow, settled among all its steps: how hard each is, and what may stand in for what.

One thing may be needed in several ways. A key that a tool and the model itself use is as
hard as the model; a model that an agent can do without, while another step cannot, is no
alternative of anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from opmap.connecting import VERBS, Certainty, End, Field, Group, Key, Ref, Relation, Strength, attributes
from opmap_connectors.n8n.steps import Step

Thing = tuple[str, Ref]
"""A verb and what it points at."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one step says that its workflow needs."""

    verb: str
    target: Ref
    step: Step
    place: Field
    soft: bool = False
    certainty: Certainty = Certainty.CERTAIN
    group: Group | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def thing(self) -> Thing:
        """Give what is needed, and how."""
        return self.verb, self.target


def settle(source: Key, claims: Iterable[Claim]) -> Iterator[Relation]:
    """Make relations of all that the steps of a workflow claim."""
    stated = list(claims)
    firm = {claim.thing for claim in stated if claim.group is None and not claim.soft}
    spent = _spent_groups(stated, firm)
    settled = [_settled(claim, firm, spent) for claim in stated]
    hard = {claim.thing for claim in settled if not claim.soft}
    for claim in settled:
        yield _relation(source, claim, soft=claim.thing not in hard)


def _spent_groups(claims: list[Claim], firm: set[Thing]) -> set[str]:
    """Give the groups of which one place is needed anyway, so that the others are not what keeps the work going."""
    places: dict[tuple[str, str], set[Thing]] = {}
    for claim in claims:
        if claim.group is not None:
            places.setdefault((claim.group.name, claim.group.place), set()).add(claim.thing)
    return {name for (name, _), things in places.items() if things <= firm}


def _settled(claim: Claim, firm: set[Thing], spent: set[str]) -> Claim:
    if claim.group is None:
        return claim
    if claim.thing in firm:
        return replace(claim, group=None, soft=False)
    return replace(claim, group=None, soft=True) if claim.group.name in spent else claim


def _relation(source: Key, claim: Claim, *, soft: bool) -> Relation:
    hurts_source = VERBS[claim.verb].outage is End.SOURCE
    return Relation(
        source,
        claim.verb,
        claim.target,
        claim.place.at(),
        strength=Strength.SOFT if soft and hurts_source else None,
        certainty=claim.certainty,
        group=claim.group,
        attributes=attributes(
            claim.more, steps=(claim.step.name,), tries=claim.step.tries if claim.step.tries > 1 else None
        ),
    )
