"""What starts a scenario: a path, an application that tells it of events or is asked for them, a clock, a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Field, How, Locator, Starter, attributes, short_name
from opmap_connectors.make.blueprints import Blueprint
from opmap_connectors.make.doing import LOCAL, object_of
from opmap_connectors.make.modules import Module

_WATCHING = re.compile(r"^(?:watch|trigger|new|poll|list(?:en)?)|watch", re.IGNORECASE)


def starter(module: Module, home: Blueprint) -> Starter | None:
    """Say what the first module means as a start; None where it only does something, at the scenario's own times."""
    if module.type == "gateway:CustomWebHook" or (module.app == "gateway" and _hook(module)):
        return _webhook(module, home)
    if module.app == "gateway" and "ail" in module.action:
        return _mail(module, home)
    hook = _hook(module)
    if hook is None and (module.app in LOCAL or not _WATCHING.search(module.action)):
        return None
    key = home.part("trigger", module.place["id"].text or "1")
    said = attributes(event=module.action, polls=None if hook is not None else "at the scenario's own times")
    entity = Entity("event source", f"{module.name} ({home.name})", (key,), module.title.at(), attributes=said)
    product = Locator("node type", f"make:{module.app}")
    place, name = object_of(module)
    needs = [Effect("calls", product, module.title.at(), module.name)]
    needs += [
        Effect("uses credential", home.shared("credential", each.text), each.at(), module.name)
        for each in _connections(module)
    ]
    data = Locator("object", name, within=product) if name else None
    words = f"changes of {name} in {module.app} start it" if name else f"events of {module.app} start it"
    wanted = _filter(module)
    return Starter(How.EVENT, short_name(words), place.at(), module.name, entity, data, wanted, tuple(needs))


def scheduled(home: Blueprint) -> Starter | None:
    """Give the clock that an API's answer names; what the editor exports does not hold it."""
    place = home.root["scheduling"] or home.wrapper["scheduling"]
    kind = place["type"].text
    if not kind or kind in {"immediately", "on-demand"}:
        return None
    seconds = place["interval"].number
    said = f"every {seconds / 60:g} minutes" if seconds else kind
    key = home.part("schedule")
    entity = Entity(
        "schedule", f"{said.capitalize()} ({home.name})", (key,), place.at(), attributes=attributes(every=[said])
    )
    return Starter(How.SCHEDULE, f"starts it {said}", place.at(), "schedule", entity)


def _connections(module: Module) -> Iterator[Field]:
    if module.fixed["__IMTCONN__"].text:
        yield module.fixed["__IMTCONN__"]


def _hook(module: Module) -> Field | None:
    return next((module.fixed[name] for name in ("__IMTHOOK__", "hook") if module.fixed[name].text), None)


def _webhook(module: Module, home: Blueprint) -> Starter:
    """Let a call of the path that Make listens on start it; the path itself is a secret, and not in the file."""
    hook = _hook(module)
    place = hook if hook is not None else module.title
    restored = module.place["metadata"]["restore"]["parameters"][place.name]
    name = short_name(restored["label"].text, f"webhook {place.text}")
    key = home.shared("hook", place.text) if hook is not None else home.part("trigger", module.place["id"].text)
    address = (Locator("name", name, home.scope),)
    entity = Entity("operation", f"Webhook {name}", (key,), place.at(), address)
    return Starter(
        How.WEBHOOK, f"the webhook {name} starts it", place.at(), module.name, entity, filter=_filter(module)
    )


def _mail(module: Module, home: Blueprint) -> Starter:
    key = home.part("trigger", module.place["id"].text or "1")
    entity = Entity("event source", f"Mail to Make ({home.name})", (key,), module.title.at())
    return Starter(How.EVENT, "mail to an address of Make starts it", module.title.at(), module.name, entity)


def _filter(module: Module) -> str:
    return module.place["filter"]["name"].text[:200]
