"""Steps that use a product: which data of it they read or write, or that they ask it for something else."""

from __future__ import annotations

from opmap.connecting import Certainty, Locator
from opmap_connectors._shared.operations import verb_of
from opmap_connectors.n8n.changing import sets_of, where_of
from opmap_connectors.n8n.datasets import dataset_of
from opmap_connectors.n8n.operations import default_resource
from opmap_connectors.n8n.scene import Deed, Need, Scene
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.stores import operation_of
from opmap_connectors.n8n.systems import product

MESSAGING = frozenset(
    """slack telegram discord whatsApp twilio microsoftTeams mattermost rocketchat matrix sendGrid mailgun mailjet
    mandrill postmark awsSes messageBird vonage plivo pushover pushbullet pushcut gotify line googleChat ciscoWebex
    msg91 sendInBlue zulip sms77 signl4 spontit twake phantombuster twitter linkedIn facebookGraphApi reddit
    medium""".split()
)
_NO_DATA = frozenset(
    """awsComprehend awsTextract awsRekognition awsTranscribe awsLambda googleCloudNaturalLanguage googlePerspective
    googleTranslate deepL openWeatherMap dhl hunter clearbit dropcontact humanticAi mindee urlScanIo oneSimpleApi
    apiTemplateIo bannerbear phantombuster quickChart nasa coinGecko marketstack peekalink brandfetch""".split()
)
_SENDING = frozenset({"message", "send", "reply"})
SEND_AND_WAIT = frozenset({"sendAndWait", "dispatchAndWait"})


def app(step: Step, scene: Scene) -> Deed:
    """Read a step that uses a product."""
    name = step.type.app
    resource, operation = _resource(step, scene), operation_of(step, scene)
    certainty = Certainty.POSSIBLE if step.type.is_community and not step.credentials else Certainty.CERTAIN
    verb = _verb(name, resource, operation)
    more = {"resource": resource}
    data = dataset_of(step, scene) if verb != "calls" else None
    sets = sets_of(step, scene) if verb == "writes" else ()
    where = where_of(step, scene) if verb in ("reads", "writes") else ""
    usual = "sends" if name in MESSAGING else "uses"
    words = f"{operation or usual} {(data.name if data else resource) or ''}".strip()
    if data is not None:
        need = Need(verb, data.ref, data.place, certainty, more, operation=operation, sets=sets, where=where)
        return Deed(f"{words} in {name}", [need], data.beside)
    if verb == "calls" or not resource:
        return Deed(
            f"{words}: {name}", [Need("calls", product(name), step.title, certainty, more, operation=operation)]
        )
    target = Locator("object", resource, within=product(name))
    need = Need(verb, target, step.title, certainty, more, operation=operation, sets=sets, where=where)
    return Deed(f"{words} in {name}", [need])


def _resource(step: Step, scene: Scene) -> str:
    text = scene.text(step["resource"])
    if not text.value:
        return default_resource(step.type.app)
    return text.name if text.known else ""


def _verb(name: str, resource: str, operation: str) -> str:
    if name in MESSAGING or name in _NO_DATA or operation in SEND_AND_WAIT:
        return "calls"
    if not operation and resource in _SENDING:
        return "calls"
    return verb_of(operation)
