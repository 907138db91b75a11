"""What a trigger watches for events: a product, a mailbox, a table, a feed, a folder."""

from __future__ import annotations

from collections.abc import Sequence

from opmap.connecting import Certainty, Field, Locator, Reading, Ref, frozen
from opmap_connectors.n8n.datasets import dataset_of
from opmap_connectors.n8n.endpoints import endpoint
from opmap_connectors.n8n.scene import Scene
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.stores import STORES, inside
from opmap_connectors.n8n.systems import behind, of_instance, product

_FEEDS = frozenset({"rssFeedReadTrigger", "sseTrigger"})


@frozen
class Watched:
    """What is watched, and in which words it is said."""

    words: str
    verb: str = "calls"
    target: Ref | None = None  # None where only a run knows
    place: Field | None = None
    certainty: Certainty = Certainty.CERTAIN
    beside: Sequence[Reading] = ()

    @property
    def data(self) -> Ref | None:
        """Give the data whose arrival starts work; None for what is asked for news and holds none."""
        return self.target if self.verb == "reads" else None


def watched(step: Step, scene: Scene) -> Watched:
    """Say what a trigger watches."""
    if step.short == "emailReadImap":
        system = behind(step, scene, "Mailbox", "service")
        return Watched("new mail starts it", "calls", system.ref, step.title, beside=system.beside)
    if step.short in _FEEDS:
        return _feed(step["feedUrl"] or step["url"], scene)
    if step.short == "localFileTrigger":
        return _folder(step, scene)
    if step.type.app in STORES:
        return _table(step, scene)
    data = dataset_of(step, scene)
    if data is None:
        return Watched(f"events of {step.type.app} start it", "calls", product(step.type.app), step.title)
    words = f"changes of {data.name} in {step.type.app} start it"
    return Watched(words, "reads", data.ref, data.place, beside=data.beside)


def _feed(place: Field, scene: Scene) -> Watched:
    found = endpoint(place, scene)
    if found is None:
        return Watched("news of an address that is not set start it")
    return Watched(f"news of {found.words} start it", "calls", found.target, place, found.certainty)


def _folder(step: Step, scene: Scene) -> Watched:
    place, name = inside(step, scene, ("path",))
    if not name:
        return Watched("changes of a folder that only a run knows start it")
    system = of_instance(scene, "disk", "Disk", place)
    target = Locator("object", name, within=system.ref, expects="file")
    return Watched(f"changes of {name} on the disk of n8n start it", "reads", target, place, beside=system.beside)


def _table(step: Step, scene: Scene) -> Watched:
    sort = STORES[step.type.app]
    system = behind(step, scene, sort.title, vendor_app=step.type.app if sort.hosted else "")
    place, name = inside(step, scene, ("schema", "tableName|table|collection"))
    target = Locator("object", name, within=system.ref) if name else system.ref
    words = f"changes of {name or 'what only a run knows'} in {sort.title} start it"
    return Watched(words, "reads" if name else "calls", target, place, beside=system.beside)
