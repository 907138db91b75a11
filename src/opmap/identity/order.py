"""Orders that never vary: of evidence, of notices, and of who is believed first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opmap.connecting.selecting import is_service
from opmap.facts import Entity, Evidence, Notice
from opmap.kinds import Certainty, Known

BELIEVED = {
    known: rank
    for rank, known in enumerate((Known.DECIDED, Known.DECLARED, Known.CONFIGURED, Known.OBSERVED, Known.INFERRED))
}
"""Where statements disagree, the first of these is believed."""

SURENESS = {certainty: rank for rank, certainty in enumerate(Certainty)}
"""The surest first."""

_OUR_OWN = "inventory"


def least_sure(*certainties: Certainty) -> Certainty:
    """Give the least sure of some certainties."""
    if Certainty.POSSIBLE in certainties:
        return Certainty.POSSIBLE
    return Certainty.PROBABLE if Certainty.PROBABLE in certainties else Certainty.CERTAIN


def place(evidence: Evidence) -> tuple[Any, ...]:
    """Give what sorts evidence by its place."""
    source, path, line, pointer, digest, connector, known, person, time, reason = evidence
    return source, path, line or 0, pointer, connector, known, digest, person, time, reason


def in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Give each piece of evidence once, sorted by place."""
    several = set(evidence)
    return tuple(several) if len(several) < 2 else tuple(sorted(several, key=place))


def notices_in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Give each notice once, sorted by place."""
    return tuple(sorted(set(notices), key=lambda notice: (place(notice.evidence), notice.reason)))


def belief(entity: Entity) -> tuple[Any, ...]:
    """Give what sorts the entity that is believed first to the front.

    What describes a thing goes before what mentions it, a workload before the Service that
    leads to it, and among equals what people wrote for opmap itself before all else.
    """
    home, evidence = entity.keys[0], entity.evidence
    return (
        entity.mentioned,
        is_service(home),
        BELIEVED[evidence.known],
        home.space != _OUR_OWN,
        evidence.connector,
        *place(evidence),
        entity.kind,
        entity.name,
        entity.environment,
        entity.inactive,
        entity.keys,
        repr(entity.attributes),
    )


def documented(entity: Entity) -> tuple[str, str]:
    """Give the document that an entity stands in."""
    return entity.evidence.source, entity.evidence.path
