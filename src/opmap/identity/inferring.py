"""What nobody states and two addresses show: a service that answers where a contract says it is offered."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.facts import Entity, Relation
from opmap.identity.hosts import SITE_FORMS, site_of
from opmap.identity.resolving import Resolver
from opmap.identity.world import World
from opmap.kinds import Certainty, Known


def exposures(world: World, resolver: Resolver) -> Iterator[Relation]:
    """Give, for each API that nothing is stated to expose, the one service or product that answers at its address."""
    for thing, entities in world.things.about.items():
        if world.kind(thing) == "API" and not resolver.contracts.exposed(thing):
            for entity in entities:
                yield from _exposures(world, resolver, thing, entity)


def _exposures(world: World, resolver: Resolver, api: int, entity: Entity) -> Iterator[Relation]:
    for address in entity.addresses:
        site = site_of(address) if address.form in SITE_FORMS else None
        if site is None:
            continue
        fronts = resolver.sites.fronts(address)
        product = world.catalogue.host(site.host) if not fronts else None
        keys = [world.keys(front)[0] for front in fronts] or ([product] if product else [])
        if len(keys) == 1:
            evidence = entity.evidence._replace(known=Known.INFERRED)
            yield Relation(keys[0], "exposes", world.keys(api)[0], evidence, certainty=Certainty.PROBABLE)
