"""What a task does: which service of AWS it asks, for which operation, on what.

>>> found = asked("arn:aws:states:::aws-sdk:dynamodb:updateItem")
>>> found.service, found.operation, found.waits
('dynamodb', 'updateItem', False)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Effect, Field, Key, Locator, Set, attributes, frozen
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.operations import verb_of
from opmap_connectors._shared.requests import METHODS, path_of
from opmap_connectors._shared.setting import equal, told
from opmap_connectors._shared.startables import state_machine
from opmap_connectors.step_functions.buses import bus_of, said_of, stream_put
from opmap_connectors.step_functions.meaning import Scope, Target
from opmap_connectors.step_functions.states import State

_RESOURCE = re.compile(r"arn:[\w${}:-]*?:states:::(?:aws-sdk:)?([\w-]+):([\w-]+)((?:\.[\w:]+)*)")
_ACTIVITY = re.compile(r"arn:[\w-]+:states:[\w-]+:\d+:activity:")
_EXPRESSION = re.compile(r"\{%.*?%\}|\$\{[^}]*\}")
_AWS = Key("product", "aws")
_OWN = frozenset({"sfn", "states"})
_READING = re.compile(r"get|query|scan|select|describe|list", re.IGNORECASE)
_ITSELF = re.compile(r"\$(?:\$|states\.context)\.StateMachine\.Id")
_UPDATES = re.compile(r"(?:^|,)\s*(#?[\w.]+)\s*=\s*(:?[\w.]+)")
_COUNTED = re.compile(r"\bADD\s+(#?[\w.]+)\s+(:?[\w.]+)", re.IGNORECASE)


@frozen
class Asked:
    """A service and its operation."""

    service: str
    operation: str
    waits: bool = False  # for the end of what it started, or for an answer
    token: bool = False  # for an answer of somebody or something


def asked(resource: str) -> Asked | None:
    """Read the resource of a task; None where it is a function, or nothing known."""
    found = _RESOURCE.fullmatch(resource)
    if not found:
        return None
    service, operation, how = found.groups()
    return Asked(service.lower(), operation, ".sync" in how, ".waitForTaskToken" in how)


def effects_of(state: State, scope: Scope) -> Iterator[tuple[Effect, Target | None]]:
    """Give what a state does outside the machine, and what is to be said of the things it touches."""
    if state.type == "Map":
        yield from _items(state, scope)
    if state.type != "Task":
        return
    place = state.place["Resource"]
    resource = scope.written(place)
    known = asked(resource)
    if known is None:
        target = scope.target(place, "queue" if _ACTIVITY.match(resource) else "function")
        yield _effect("calls", target, state, place)
    elif known.service in _BY_SERVICE:
        yield from _BY_SERVICE[known.service](state, scope, known)
    elif known.service not in _OWN:
        soft = state.handled
        more = attributes(service=known.service)
        operation = known.operation
        yield (
            Effect("calls", _AWS, place.at(), state.name, operation, soft=soft, attributes=more),
            None,
        )


def _effect(
    verb: str,
    target: Target,
    state: State,
    place: Field,
    operation: str = "",
    sets: tuple[Set, ...] = (),
    where: str = "",
) -> tuple[Effect, Target]:
    said = (place or state.place).at()
    return Effect(verb, target.ref, said, state.name, operation, sets, where, soft=state.handled), target


def _function(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:
    if known.operation != "invoke":
        return
    place = state.parameter("FunctionName")
    yield _effect("calls", scope.target(place, "function"), state, place)


def _table(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:
    verb = "reads" if _READING.search(known.operation) else "writes"
    places = [state.parameter("TableName")] if state.parameter("TableName") else _tables_inside(state.given)
    for place in places:
        target = scope.target(place, "dataset")
        yield _effect(verb, target, state, place, known.operation, _sets(state), _where(state))


def _tables_inside(given: Field) -> list[Field]:
    """Give the tables that a batch or a transaction names, deeper inside."""
    found = {place.text: place for place in given.walk() if place.name == "TableName"}
    found |= dict(given["RequestItems"].items())
    return list(found.values())


def _sets(state: State) -> tuple[Set, ...]:
    """Give what a write changes: the items of a put, or the assignments of an update's expression."""
    item = state.given["Item"]
    pairs = [(name, _constant(value)) for name, value in item.items()]
    expression = state.parameter("UpdateExpression").text
    names, values = state.given["ExpressionAttributeNames"], state.given["ExpressionAttributeValues"]
    body = re.split(r"\b(?:REMOVE|ADD|DELETE)\b", expression, flags=re.IGNORECASE)[0]
    for name, value in _UPDATES.findall(re.sub(r"^\s*SET\s+", "", body, flags=re.IGNORECASE)):
        pairs.append((names[name].text or name.lstrip("#"), _constant(values[value])))
    for name, value in _COUNTED.findall(expression):
        pairs.append((names[name].text or name.lstrip("#"), f"+= {_constant(values[value]) or '?'}"))
    return tuple(
        sorted({Set(name.removesuffix(".$"), value) for name, value in pairs}, key=lambda each: each.attribute)
    )


def _where(state: State) -> str:
    """Give which items are meant: by their key, and by the condition under which they are changed."""
    keys = [
        equal(name.removesuffix(".$"), _constant(value))
        for name, value in sorted(state.given["Key"].items(), key=lambda pair: pair[0])
    ]
    condition = state.parameter("ConditionExpression").text
    names, values = state.given["ExpressionAttributeNames"], state.given["ExpressionAttributeValues"]
    for place in re.findall(r"#\w+", condition):
        condition = condition.replace(place, names[place].text or place)
    for place in re.findall(r":\w+", condition):
        known = _constant(values[place])
        condition = condition.replace(place, f"'{known}'" if known else "{}")
    return " and ".join(filter(None, (*keys, condition)))[:200]


def _constant(value: Field) -> str:
    """Give what DynamoDB is told to store, where it is written down: ``{"S": "paid"}``."""
    text = next((inner.text for kind, inner in value.items() if not kind.endswith(".$")), value.text)
    return "" if _EXPRESSION.search(text) or text.startswith("$") or len(text) > 60 else text


def _topic(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:
    place = state.parameter("TopicArn", "TargetArn")
    if known.operation == "publish" and place:
        yield _effect("publishes", scope.target(place, "topic"), state, place, known.operation)


def _queue(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:
    place = state.parameter("QueueUrl")
    if place:
        verb = "publishes" if known.operation.startswith("send") else "consumes"
        body = state.parameter("MessageBody")
        sets = told((name, value.value) for name, value in body.items()) if verb == "publishes" else ()
        yield _effect(verb, scope.target(place, "queue"), state, place, known.operation, sets)


def _bus(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:
    entries = list(state.parameter("Entries").list())
    for entry in entries if known.operation == "putEvents" else ():
        place = next((entry[name] for name in ("EventBusName", "EventBusName.$") if entry[name]), entry["EventBusName"])
        bus = bus_of(place, entry, scope)
        yield _effect("publishes", bus, state, place, entry["DetailType"].text[:100])
        stream = stream_put(entry, bus, scope)
        if stream is not None:
            yield _effect("publishes", stream, state, entry["DetailType"], known.operation, said_of(entry))


def _machine(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:
    place = state.parameter("StateMachineArn")
    if known.operation in ("startExecution", "startSyncExecution") and not _ITSELF.search(place.text):
        waits = known.waits or known.token or known.operation == "startSyncExecution"
        deployed = scope.deployed_as(place.text)
        target = Target(deployed, deployed.name) if deployed else _elsewhere(scope.written(place), place, scope)
        yield _effect("calls" if waits else "starts", target, state, place)


def _elsewhere(arn: str, place: Field, scope: Scope) -> Target:
    """Give a state machine that another template deploys: by the name in its ARN, where that is written down."""
    found = state_machine(arn, str(scope.key))
    return Target(found, arn) if found.form == "name" else scope.target(place, "workflow")


def _bucket(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:
    place = state.parameter("Bucket")
    if place:
        verb = "reads" if verb_of(known.operation) == "reads" or known.operation.startswith("head") else "writes"
        key = state.parameter("Key", "Prefix").text
        where = equal("key", key) if key and "{%" not in key and not key.startswith("$") else "key = {}"
        yield _effect(verb, scope.target(place, "datastore"), state, place, known.operation, (), where)


def _http(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:  # noqa: ARG001 - as all are asked
    place = state.parameter("ApiEndpoint")
    text = _EXPRESSION.sub("{}", scope.written(place).strip("{}% '"))
    found = located(text if "://" in text or not text else f"https://{text}", scope.scope)
    method = (state.parameter("Method").text or "GET").strip("{}% '").upper()
    if found is None:
        yield _effect("calls", scope.target(place, "service"), state, place)
    else:
        said = attributes(method=method)
        soft, sure = state.handled, found.certainty
        path = path_of(found) if method in METHODS else ""
        body = state.parameter("RequestBody")
        sets = told((name, value.text if value.is_text else value.value) for name, value in body.items())
        effect = Effect(
            "calls",
            found.target,
            place.at(),
            state.name,
            method if path else "",
            sets if path else (),
            path,
            soft=soft,
            certainty=sure,
            attributes=said,
        )
        yield effect, Target(found.target, found.words)
    connection = state.given["Authentication"]["ConnectionArn"]
    if connection:
        yield _effect("uses credential", scope.target(connection, "credential"), state, connection)


def _model(state: State, scope: Scope, known: Asked) -> Iterator[tuple[Effect, Target]]:  # noqa: ARG001 - as all are asked
    place = state.parameter("ModelId")
    if known.operation.startswith("invoke") and place.text and "$" not in place.text:
        name = place.text.rpartition("/")[2].strip("{}% '")
        yield _effect("uses model", Target(Locator("model", f"bedrock/{name}"), name), state, place)


def _items(state: State, scope: Scope) -> Iterator[tuple[Effect, Target]]:
    """Read what a map takes its items from, and where it writes their results."""
    for part, verb, operation in (("ItemReader", "reads", "getObject"), ("ResultWriter", "writes", "putObject")):
        given = state.place[part]["Arguments"] or state.place[part]["Parameters"]
        if given["Bucket"]:
            yield _effect(verb, scope.target(given["Bucket"], "datastore"), state, given["Bucket"], operation)


_BY_SERVICE = {
    "lambda": _function,
    "dynamodb": _table,
    "sns": _topic,
    "sqs": _queue,
    "events": _bus,
    "eventbridge": _bus,
    "states": _machine,
    "sfn": _machine,
    "s3": _bucket,
    "http": _http,
    "apigateway": _http,
    "bedrock": _model,
    "bedrockruntime": _model,
}
