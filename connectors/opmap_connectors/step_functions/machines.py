"""One state machine: what starts it, its states, and what these need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opmap.connecting import (
    Automation,
    Effect,
    Entity,
    Field,
    Key,
    Locator,
    Notice,
    Reading,
    Step,
    attributes,
    short_name,
)
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.pinning import pinned
from opmap_connectors._shared.startables import machine_names
from opmap_connectors.step_functions.agreeing import agreed_in
from opmap_connectors.step_functions.controls import controls
from opmap_connectors.step_functions.integrations import asked, effects_of
from opmap_connectors.step_functions.meaning import Scope, Target
from opmap_connectors.step_functions.starters import starters
from opmap_connectors.step_functions.states import State, broken_links, states_of
from opmap_connectors.step_functions.templates import template_of

_AWS = Key("product", "aws")
_MOST_NOTICES = 20


def is_definition(root: Field) -> bool:
    """Say whether a tree is a definition by itself."""
    return root["StartAt"].is_text and root["States"].is_mapping


def read_definition(root: Field) -> Iterator[Reading | Automation]:
    """Give the state machine of a file, in the words of the template that deploys it where there is one."""
    document = root.part.document
    instance = document.settings.get("instance", "") or document.source
    found = template_of(document)
    template, name = found or (None, "")
    given = template.resources[name]["Properties"]["DefinitionSubstitutions"] if template is not None else None
    scope = Scope(instance, document.path, template, dict(given.items()) if given is not None else {})
    usual = document.name.removesuffix(".json").removesuffix(".yaml").removesuffix(".asl")
    yield from machine(root, scope, name or (usual if usual != "statemachine" else document.folder.split("/")[-2:][0]))


def machine(root: Field, scope: Scope, name: str) -> Iterator[Reading | Automation]:
    """Give one state machine."""
    states = states_of(root)
    live = [state for state in states if not state.never]
    template, described = scope.template, []
    keys: tuple[Key, ...] = (scope.key,)
    if template is not None and name in template.resources:
        keys = (scope.key, template.key(name))
        described = [template.resources[name]["Properties"]]
    found = [each for state in live for each in effects_of(state, scope) if each[0].target not in keys]
    for place in list(broken_links(root))[:_MOST_NOTICES]:
        yield Notice("it leads to a state that is not there", place.at())
    agreed = agreed_in(root, live)
    started, beside = starters(template, name, scope)
    yield Automation(
        keys,
        short_name(name, scope.own),
        root["StartAt"].at(),
        starters=started,
        steps=tuple(Step(each.name, each.type, _words(each, scope), each.place.at()) for each in states),
        effects=(*(effect for effect, _ in found), Effect("runs on", _AWS, root.at())),
        controls=(*controls(root, live, described, agreed), *pinned(effect for effect, _ in found)),
        approved=agreed,
        addresses=tuple(_names(name, [*_deployed_as(described)], scope)),
        beside=(*_mentions(found), *beside),
        attributes=attributes(
            hard_coded_secrets=[(each.name, *secret) for each in states for secret in hard_coded(each.given)],
        ),
        environment=root.part.document.settings.get("environment", ""),
    )


def _names(name: str, deployed: list[str], scope: Scope) -> Iterator[Locator]:
    """Give the names that it goes by: the one that it is deployed under, which an ARN ends in, or else its own."""
    yield from (Locator("name", each, scope.scope) for each in deployed)
    yield from (names for each in deployed or [name] for names in machine_names(each, scope.scope))


def _deployed_as(described: list[Field]) -> Iterator[str]:
    """Give the name that a template gives its state machine, by which an ARN calls it."""
    for each in described:
        name = each["Name"].text or each["StateMachineName"].text
        if name and "${" not in name:
            yield name


def _mentions(found: Iterable[tuple[Effect, Target | None]]) -> Iterator[Entity]:
    for _, target in found:
        yield from target.beside if target is not None else ()


def _words(state: State, scope: Scope) -> str:
    known = asked(scope.written(state.place["Resource"])) if state.type == "Task" else None
    said = [f"{known.service} {known.operation}" if known else _TYPES.get(state.type, state.type.lower())]
    said += ["never runs"] * state.never
    said += ["waits for its end"] * bool(known and known.waits) + ["waits for an answer"] * bool(known and known.token)
    said += ["tried again"] * state.tried_again + ["the run goes on when it fails"] * state.handled
    return short_name("; ".join(said))


_TYPES = {
    "Task": "calls a function",
    "Choice": "branches",
    "Wait": "waits a while",
    "Parallel": "does several things at once",
    "Map": "does it for each item",
    "Pass": "sets values",
    "Succeed": "ends",
    "Fail": "fails",
}
