"""What starts a workflow: a push, a clock, a call, another workflow, somebody outside, a person."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field, How, Locator, Reading, Relation, Starter, attributes
from opmap_connectors._shared.startables import dispatch_path
from opmap_connectors.github_actions.places import Home

_WORDS = {
    "push": "a push starts it",
    "pull_request": "a pull request starts it",
    "pull_request_target": "a pull request starts it, with the rights of the repository",
    "release": "a release starts it",
    "workflow_call": "other workflows call it",
    "workflow_dispatch": "people start it by hand",
    "workflow_run": "the end of other workflows starts it",
    "repository_dispatch": "a call from outside starts it",
    "schedule": "a clock starts it",
    "issue_comment": "a comment starts it",
    "issues": "an issue starts it",
}
_LIMITS = ("branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore", "types")
_MOST = 50


def events_of(root: Field) -> Iterator[tuple[str, Field]]:
    """Give every event of a workflow, however `on` is written; YAML 1.1 takes the word for truth."""
    place = root["on"]
    if not place and isinstance(root.value, dict) and True in root.value:
        place = Field(root.value[True], root.part, ("on",))
    if place.is_text:
        yield place.text, place
    for item in place.list():
        yield item.text, item
    yield from place.items()


def starters(root: Field, home: Home, title: str) -> Iterator[Starter]:
    """Give the starters of a workflow."""
    for name, place in sorted(events_of(root), key=lambda event: event[0])[:_MOST]:
        if name == "schedule":
            yield from _schedules(place, home, title)
        elif name == "repository_dispatch":
            yield _dispatched(place, home, title)
        else:
            how = _how(name)
            yield Starter(how, _WORDS.get(name, f"the event {name} starts it"), place.at(), name, filter=_filter(place))


def started_by(root: Field, home: Home) -> Iterator[Reading]:
    """Say which other workflows start this one by their end."""
    for name, place in events_of(root):
        for workflow in place["workflows"].each() if name == "workflow_run" else ():
            source = Locator("name", workflow.text, home.scope, expects="pipeline")
            yield Relation(source, "starts", home.key(), workflow.at())


def _how(name: str) -> How:
    if name in ("workflow_call", "workflow_run"):
        return How.CALL
    return How.PERSON if name == "workflow_dispatch" else How.EVENT


def _schedules(place: Field, home: Home, title: str) -> Iterator[Starter]:
    for number, item in enumerate(place.each()):
        cron = " ".join(item["cron"].text.split())[:100]
        said = attributes(cron=[cron], timezone=item["timezone"].text or "UTC")
        key = home.part("schedule", str(number + 1))
        entity = Entity("schedule", f"At {cron} ({title})", (key,), item.at(), attributes=said)
        yield Starter(How.SCHEDULE, f"starts it at {cron}", item.at(), "schedule", entity)


def _dispatched(place: Field, home: Home, title: str) -> Starter:
    """Let a call of GitHub's own address start it, for which the repository has to be known to be found."""
    events = [each.text for each in place["types"].each() if each.text]
    types, scope = ", ".join(events), f"github:{home.name}"  # as the vendor is called
    addresses = [Locator("webhook", dispatch_path(home.name, each), scope) for each in events[:_MOST] or [""]]
    entity = Entity(
        "operation",
        f"repository_dispatch {types}".strip() + f" ({title})",
        (home.part("trigger", "repository_dispatch"),),
        place.at(),
        tuple(addresses),
        attributes=attributes(method="POST", types=types),
    )
    return Starter(How.WEBHOOK, _WORDS["repository_dispatch"], place.at(), "repository_dispatch", entity, filter=types)


def _filter(place: Field) -> str:
    said = (f"{name}: {', '.join(each.text for each in place[name].each())}" for name in _LIMITS if place[name])
    return "; ".join(said)[:300]
