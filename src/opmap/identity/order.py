"""Orders that never vary: of evidence, of notices, and of who is believed first."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
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
_where = attrgetter("source", "path")
_what = attrgetter("pointer", "connector", "known", "digest", "person", "time", "reason")


def least_sure(*certainties: Certainty) -> Certainty:
    """Give the least sure of some certainties."""
    certain = Certainty.CERTAIN
    for certainty in certainties:
        if certainty is Certainty.POSSIBLE:
            return certainty
        if certainty is Certainty.PROBABLE:
            certain = certainty
    return certain


def place(evidence: Evidence) -> tuple[Any, ...]:
    """Give what sorts evidence by its place."""
    return _where(evidence), evidence.line or 0, _what(evidence)


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
