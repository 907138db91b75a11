"""Systems that only a credential names: an export says which key opens a database, and not where that stands."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field, Key, Locator, Ref, Relation, attributes, frozen
from opmap_connectors.n8n.credentials import parts_of
from opmap_connectors.n8n.scene import Scene
from opmap_connectors.n8n.steps import Step


@frozen
class System:
    """What a step works with, and what is to be said of it."""

    ref: Ref
    beside: tuple[Entity | Relation, ...] = ()


def product(app: str) -> Locator:
    """Name the product that steps of a type use."""
    return Locator("node type", f"n8n:{app}")


def behind(step: Step, scene: Scene, title: str, kind: str = "datastore", vendor_app: str = "") -> System:
    """Give the system that a step's credential opens; without a credential it is the workflow's own secret.

    Two steps with one credential work with one system. Where the product is known and only
    the account is not, the system depends on the product.
    """
    if step.credentials:
        use = step.credentials[0]
        keys, name = scene.home.keys(*parts_of(use), "system"), f"{title} behind {use.name or use.id}"
        place = use.place
    else:
        keys, name = (scene.home.part("system", title),), f"{title} of {scene.home.name}"
        place = step.title
    return System(keys[0], tuple(_described(keys, name, kind, title, vendor_app, place)))


def _described(
    keys: tuple[Key, ...], name: str, kind: str, title: str, vendor_app: str, place: Field
) -> Iterator[Entity | Relation]:
    yield Entity(kind, name, keys, place.at(), attributes=attributes(engine=title.lower()), mentioned=True)
    if vendor_app:
        yield Relation(keys[0], "depends on", product(vendor_app), place.at())


def of_instance(scene: Scene, part: str, title: str, place: Field) -> System:
    """Give something that the n8n instance has itself: its disk, its tables."""
    keys = scene.home.keys(part)
    name = f"{title} of n8n {scene.home.instance}"
    return System(keys[0], (Entity("datastore", name, keys, place.at(), mentioned=True),))
