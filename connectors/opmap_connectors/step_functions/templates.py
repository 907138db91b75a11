"""CloudFormation and SAM templates: their resources, what their references mean, which state machines they deploy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath

from opmap.connecting import Document, Entity, Field, Key, Unreadable, short_name

SPACE = "cloudformation"
_MACHINES = frozenset({"AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"})
_NAMES = ("template.yaml", "template.yml", "template.json", "sam.yaml", "sam.yml", "serverless.template")
_HIGHEST = 3  # folders above a definition in which its template is looked for
_SUBSTITUTED = re.compile(r"\$\{([\w:.]+)\}")

KINDS = {
    "AWS::Serverless::Function": "function",
    "AWS::Lambda::Function": "function",
    "AWS::Lambda::Alias": "function",
    "AWS::DynamoDB::Table": "dataset",
    "AWS::Serverless::SimpleTable": "dataset",
    "AWS::SNS::Topic": "topic",
    "AWS::SQS::Queue": "queue",
    "AWS::S3::Bucket": "datastore",
    "AWS::Events::EventBus": "topic",
    "AWS::Events::Connection": "credential",
    "AWS::SecretsManager::Secret": "credential",
    "AWS::Serverless::StateMachine": "workflow",
    "AWS::StepFunctions::StateMachine": "workflow",
    "AWS::StepFunctions::Activity": "queue",
    "AWS::Serverless::Api": "service",
    "AWS::Serverless::HttpApi": "service",
    "AWS::ApiGateway::RestApi": "service",
    "AWS::ECS::Cluster": "cluster",
    "AWS::Batch::JobQueue": "queue",
}


@dataclass(frozen=True, eq=False)
class Template:
    """A template: its resources by their names in it."""

    document: Document
    root: Field
    resources: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        """Collect the resources."""
        object.__setattr__(self, "resources", dict(self.root["Resources"].items()))

    def key(self, name: str) -> Key:
        """Give the key of a resource."""
        return Key(SPACE, f"{self.document.source}/{self.document.path}#{name}")

    def type_of(self, name: str) -> str:
        """Give the type of a resource; empty where the template has none of that name."""
        found = self.resources.get(name)
        return found["Type"].text if found is not None else ""

    def named(self, value: Field) -> str:
        """Give the resource that a value refers to, however it is written; empty where it is none.

        ``!Ref X``, ``!GetAtt X.Arn``, ``!Sub ${X.Arn}``, in YAML and as JSON writes them.
        """
        for word in ("Ref", "!Ref", "Fn::GetAtt", "!GetAtt", "Fn::Sub", "!Sub"):
            stated = value[word]
            if stated:
                first = next(iter(stated.each())).text
                found = _SUBSTITUTED.fullmatch(first) if "Sub" in word else None
                name = (found.group(1) if found else first).partition(".")[0]
                return name if name in self.resources else ""
        return ""

    def entity(self, name: str) -> Entity | None:
        """Describe a resource; None for one that opmap has no kind for."""
        place = self.resources[name]
        kind = KINDS.get(place["Type"].text)
        return Entity(kind, short_name(name), (self.key(name),), place.at()) if kind else None


def machines_in(root: Field) -> list[tuple[str, Field]]:
    """Give the state machines of a template; none where it is no template."""
    return [(name, place) for name, place in root["Resources"].items() if place["Type"].text in _MACHINES]


def definition_path(machine: Field, document: Document) -> str:
    """Give the path of the file that a template's state machine is defined in; empty where it stands inside."""
    written = machine["Properties"]["DefinitionUri"].text
    return normpath(join(document.folder, written)) if written and "://" not in written else ""


def template_of(definition: Document) -> tuple[Template, str] | None:
    """Find the template that deploys a definition, and the machine's name in it."""
    up = ""
    for _ in range(_HIGHEST):
        for name in _NAMES:
            found = definition.sibling(up + name)
            for template in _templates(found) if found is not None else ():
                for machine, place in machines_in(template.root):
                    if definition_path(place, template.document) == definition.path:
                        return template, machine
        up += "../"
    return None


def _templates(document: Document) -> Iterator[Template]:
    try:
        yield from (Template(document, part.root) for part in document.parts)
    except Unreadable:
        return
