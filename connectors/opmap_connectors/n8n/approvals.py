"""Steps that wait for people: whom they ask, where the file names anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Field, Key, Locator, hours_of
from opmap_connectors._shared.people import email_in
from opmap_connectors.n8n.apps import SEND_AND_WAIT
from opmap_connectors.n8n.scene import Need, Scene, called
from opmap_connectors.n8n.steps import Step

_RECIPIENTS = ("toRecipients", "sendTo", "toEmail", "to", "user", "userId")
_GROUPS = ("channelId", "channel", "chatId", "teamId")
_WAITING_FOR_PEOPLE = frozenset({"webhook", "form"})
_MOST_RECIPIENTS = 20


def waits_for_people(step: Step) -> bool:
    """Say whether a run stops at a step until somebody answers."""
    if step["operation"].text in SEND_AND_WAIT:
        return True
    return (step.short == "wait" and step["resume"].text in _WAITING_FOR_PEOPLE) or (
        step.short == "form" and step["operation"].text != "completion"
    )


def approvers(step: Step, scene: Scene) -> Iterator[Need]:
    """Give those whom a step asks and waits for."""
    if step["operation"].text not in SEND_AND_WAIT:
        return
    more = {"waits_hours": _longest_wait(step)}
    for name in _RECIPIENTS:
        for target in _people(step[name], scene):
            yield Need("approved by", target, step[name], more=more)
    for name in _GROUPS:
        shown = called(step[name])
        if shown:
            target = Locator("name", shown.lstrip("#@"), scene.home.scope, expects="team")
            yield Need("approved by", target, step[name], more=more)


def _people(place: Field, scene: Scene) -> Iterator[Key | Locator]:
    text = scene.text(place)
    parts = re.split(r"[,;\s]+", text.value)[:_MOST_RECIPIENTS] if text.known else []
    emails = list(dict.fromkeys(filter(None, map(email_in, parts))))
    yield from (Key("person", email) for email in emails)
    name = called(place)
    if name and not emails:
        yield Locator("name", name.lstrip("@"), scene.home.scope, expects="person")


def _longest_wait(step: Step) -> float | None:
    """Give the hours after which the run goes on without an answer; None where it waits for ever."""
    limit = step["options"]["limitWaitTime"]["values"]
    amount = limit["resumeAmount"].number
    return hours_of(f"{amount:g} {limit['resumeUnit'].text or 'hours'}") if amount else None
