"""One flow: what starts it, its actions, and what these need."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Effect,
    Entity,
    Field,
    Key,
    Locator,
    Notice,
    Reading,
    Relation,
    Step,
    attributes,
    environment_called,
    short_name,
)
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.people import mention, organisation_of, person_key, team_key
from opmap_connectors.logic_apps.actions import MOST_ACTIONS, Action, actions_of
from opmap_connectors.logic_apps.agreeing import agreed_in
from opmap_connectors.logic_apps.controls import controls
from opmap_connectors.logic_apps.doing import done, operation_of
from opmap_connectors.logic_apps.flow import Flow
from opmap_connectors.logic_apps.meaning import literals
from opmap_connectors.logic_apps.requests import Told
from opmap_connectors.logic_apps.starters import Begun, begun

_POWER_AUTOMATE, _LOGIC_APPS = Key("product", "power-automate"), Key("product", "azure-logic-apps")
_MOST_NOTICES = 20
_ENVIRONMENT = frozenset({"environment", "env", "stage"})


def read_flow(flow: Flow) -> Iterator[Reading | Automation]:
    """Give a flow."""
    actions, broken = actions_of(flow.root)
    for place, reason in broken[:_MOST_NOTICES]:
        yield Notice(reason, place.at())
    if len(actions) == MOST_ACTIONS:
        yield Notice(f"{MOST_ACTIONS:,} actions or more; what goes beyond was not read", flow.root.at())
    live = [each for each in actions if not each.rehearsed]
    agreed = agreed_in(flow.root, live)
    told: list[Told] = [each for action in live for each in done(action, flow)]
    triggers = sorted(name for name, place in flow.root["triggers"].items() if place.is_mapping)
    starting = [begun(name, flow.root["triggers"][name], flow) for name in triggers]
    platform = _POWER_AUTOMATE if flow.key.name.startswith("flow/") else _LOGIC_APPS
    tags = dict(flow.around["tags"].items())
    yield Automation(
        flow.keys,
        flow.name,
        flow.title.at(),
        "agent" if any(each.type == "agent" for each in live) else "workflow",
        tuple(each.starter for each in starting),
        (*_triggers(starting), *(_step(each) for each in actions)),
        (*(effect for effect, _ in told), Effect("runs on", platform, flow.root.at())),
        tuple(controls(flow, live, agreed)),
        approved=agreed,
        guard="; ".join(each.guard for each in starting if each.guard)[:200],
        beside=(*_beside(told, starting), *_owners(tags, flow)),
        addresses=(Locator("name", flow.name, flow.scope),),
        attributes=attributes(
            hard_coded_secrets=[
                *((each.name, *found) for each in actions for found in _secrets(each.given)),
                *(("parameters", *found) for found in _secrets(_assumed(flow))),
            ]
        ),
        environment=flow.document.settings.get("environment", "") or _environment(tags),
        inactive=flow.inactive,
    )


def _triggers(starting: list[Begun]) -> Iterator[Step]:
    for each in starting:
        yield Step(each.starter.step, each.type, short_name(each.starter.words), each.starter.evidence)


def _beside(told: list[Told], starting: list[Begun]) -> Iterator[Reading]:
    for each in starting:
        yield from each.beside
    for _, readings in told:
        yield from readings


def _secrets(place: Field) -> list[tuple[str, int | None]]:
    return hard_coded(Field(literals(place.value), place.part, place.path))


def _assumed(flow: Flow) -> Field:
    """Give the values that the definition itself holds for its parameters, by name."""
    parameters = flow.root["parameters"]
    stated = {name: place["defaultValue"].value for name, place in parameters.items() if not name.startswith("$")}
    return Field(stated, parameters.part, parameters.path)


def _environment(tags: dict[str, Field]) -> str:
    named = (tags[name].text for name in sorted(tags) if name.casefold() in _ENVIRONMENT)
    return next(filter(None, map(environment_called, named)), "")


def _owners(tags: dict[str, Field], flow: Flow) -> Iterator[Entity | Relation]:
    """Give the owner and the team that a resource's tags name."""
    organisation = organisation_of(flow.document)
    for name, place in tags.items():
        text = flow.meaning.known(place)
        sort = name.casefold()
        if not text or sort not in {"owner", "team"}:
            continue
        key = team_key(text, organisation) if sort == "team" else person_key(text, organisation)
        yield mention(key, text, place.at())
        yield Relation(flow.key, "owned by", key, place.at())


def _step(action: Action) -> Step:
    """Give an action as a step; code that a model calls may do anything."""
    is_open = action.chosen and action.type.endswith("code") and not action.rehearsed
    return Step(action.name, action.type, _words(action), action.title.at(), is_open)


def _words(action: Action) -> str:
    said = [_LOCAL.get(action.type) or operation_of(action)]
    said += ["runs when another fails"] * action.handling + ["the run goes on when it fails"] * action.tolerant
    said += ["a model chooses it"] * action.chosen
    said += ["a result laid down for tests stands in its place, so that it does nothing"] * action.rehearsed
    return short_name("; ".join(said))


_LOCAL = {
    "http": "asks an address",
    "httpwebhook": "waits to be called back",
    "function": "calls a function",
    "apimanagement": "calls a managed API",
    "workflow": "hands work to another flow",
    "sendtobatch": "hands work to another flow",
    "scope": "holds steps together",
    "if": "branches",
    "switch": "branches",
    "foreach": "does it for each item",
    "until": "repeats until something holds",
    "compose": "sets values",
    "initializevariable": "sets values",
    "setvariable": "sets values",
    "incrementvariable": "sets values",
    "decrementvariable": "sets values",
    "appendtoarrayvariable": "sets values",
    "appendtostringvariable": "sets values",
    "parsejson": "reads JSON",
    "select": "turns values",
    "query": "filters values",
    "join": "turns values",
    "table": "turns values",
    "response": "answers the call",
    "terminate": "ends the run",
    "wait": "waits a while",
    "agent": "lets a model choose the next steps",
    "javascriptcode": "runs code",
    "csharpscriptcode": "runs code",
    "powershellcode": "runs code",
}
