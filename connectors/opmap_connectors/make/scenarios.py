"""One scenario: what starts it, its modules, and what these need."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Effect, Field, How, Key, Notice, Reading, Starter, Step, attributes, short_name
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.pinning import pinned
from opmap_connectors.make.agreeing import agreed_in
from opmap_connectors.make.blueprints import Blueprint
from opmap_connectors.make.controls import controls
from opmap_connectors.make.doing import LOCAL, Told, done, keys_of, operation_of
from opmap_connectors.make.modules import Module, modules_of
from opmap_connectors.make.starters import scheduled, starter

_MAKE = Key("product", "make")
_AGENTS = frozenset({"ai-local-agent", "make-ai-agents", "ai-agent"})


def read_scenario(home: Blueprint) -> Iterator[Reading | Automation]:
    """Give a scenario."""
    root = home.root
    title = root["name"] if root["name"].is_text else root
    modules = modules_of(root)
    live = [each for each in modules if each.attached]
    first = next((each for each in live if each.first), None)
    start = starter(first, home) if first is not None else None
    told: list[Told] = [
        each for module in live for each in (*(done(module, home) if module is not first or start is None else ()),)
    ]
    keys = [each for module in live for each in keys_of(module, home)]
    told += [each for each in keys if start is None or each[0].step != start.step]
    if len({each.place["id"].text for each in live}) < len(live):
        yield Notice("two modules have one id, so that a reference to it may mean either", root["flow"].at())
    agreed = agreed_in(root, live)
    yield Automation(
        (home.key,),
        home.name,
        title.at(),
        "agent" if any(each.app in _AGENTS for each in live) else "workflow",
        tuple(_starters(start, home)),
        tuple(Step(each.name, each.type, _words(each, root), each.title.at()) for each in modules),
        (*(effect for effect, _ in told), Effect("runs on", _MAKE, root["flow"].at())),
        (*controls(root, live, agreed), *pinned(effect for effect, _ in told)),
        approved=agreed,
        guard=first.place["filter"]["name"].text[:200] if first is not None else "",
        beside=tuple(reading for _, beside in (*told, *keys) for reading in beside),
        attributes=attributes(
            hard_coded_secrets=[(each.name, *found) for each in modules for found in hard_coded(each.given)]
        ),
        environment=root.part.document.settings.get("environment", ""),
        inactive=root["isActive"].flag is False or root["isPaused"].flag is True,
    )


def _starters(start: Starter | None, home: Blueprint) -> Iterator[Starter]:
    clock = scheduled(home)
    if start is not None:
        yield start
    if clock is not None and (start is None or start.how is not How.WEBHOOK):
        yield clock
    if start is None and clock is None:
        yield Starter(How.SCHEDULE, "starts at times that the export does not hold", home.root["flow"].at())


def _words(module: Module, root: Field) -> str:
    words = (
        _LOCAL.get(module.app, "works inside Make") if module.app in LOCAL else f"{operation_of(module)}: {module.app}"
    )
    said = [words] + ["runs when another fails"] * module.handling + ["the run goes on when it fails"] * module.tolerant
    said += ["kept and tried again when it fails"] * module.tried_again(root)
    said += ["lies beside the flow, and never runs"] * (not module.attached)
    return short_name("; ".join(said))


_LOCAL = {
    "builtin": "branches, joins or loops",
    "util": "sets or turns values",
    "gateway": "takes or answers a call",
    "json": "reads or writes JSON",
    "csv": "reads or writes CSV",
    "xml": "reads or writes XML",
    "regexp": "searches text",
    "placeholder": "is not chosen yet",
}
