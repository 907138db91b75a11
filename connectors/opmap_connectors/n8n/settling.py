"""The relations of a workflow, settled among all its steps: how hard each is, and what may stand in for what.

One thing may be needed in several ways. A key that a tool and the model itself use is as
hard as the model; a model that an agent can do without, while another step cannot, is no
alternative of anything; who alone approves one step is no deputy of who approves another.
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
    places = _places(stated)
    alone = {name for name, several in places.items() if len(several) == 1}
    firm = {claim.thing for claim in stated if not claim.soft and (claim.group is None or claim.group.name in alone)}
    spent = {name for name, several in places.items() if any(things <= firm for things in several.values())} - alone
    settled = [_settled(claim, firm, spent, alone) for claim in stated]
    hard = {claim.thing for claim in settled if not claim.soft}
    for claim in settled:
        yield _relation(source, claim, soft=claim.thing not in hard)


def _places(claims: list[Claim]) -> dict[str, dict[object, set[Thing]]]:
    """Give, for each group, what stands in each of its places."""
    places: dict[str, dict[object, set[Thing]]] = {}
    for claim in claims:
        if claim.group is not None:
            place = claim.group.place or claim.thing
            places.setdefault(claim.group.name, {}).setdefault(place, set()).add(claim.thing)
    return places


def _settled(claim: Claim, firm: set[Thing], spent: set[str], alone: set[str]) -> Claim:
    """Take out of its group what is needed anyway, and soften what such a thing stood in for."""
    if claim.group is None or claim.group.name in alone:
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
