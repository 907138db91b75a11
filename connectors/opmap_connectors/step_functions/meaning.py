"""What the values of a definition mean: a resource of its template, an ARN, a name, or what only a run knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from opmap.connecting import Entity, Field, Key, Locator, Ref, frozen, short_name
from opmap_connectors.step_functions.templates import Template

SPACE = "sfn"
_PLACEHOLDER = re.compile(r"\$\{([\w.:]+)\}")
_ALONE = re.compile(_PLACEHOLDER.pattern + r"(?::[\w$-]+)?")  # with the version of a function behind it
_ARN = re.compile(r"arn:[\w-]+:([\w-]+):([\w-]*):([\w-]*):(.+)")
_MACHINE = re.compile(r"arn:[\w-]+:states:[\w-]*:\d*:stateMachine:([\w-]+)")
_LITERAL = re.compile(r"\{%\s*'([^']*)'\s*%\}")  # a constant, as the other query language writes it
_PARTITION = re.compile(r"\$\{AWS::Partition\}")
_WITH_VERSION = re.compile(r"(function:[^:]+):.+")
_IN_QUEUE_URL = re.compile(r"https://sqs[.-][\w.-]+/(\d+)/([\w.-]+)")


@frozen
class Target:
    """What a value leads to, and what is to be said of it because nobody else does."""

    ref: Ref
    name: str
    beside: tuple[Entity, ...] = ()


@dataclass(frozen=True, eq=False)
class Scope:
    """Where a definition stands: its own key, and the template that fills its placeholders."""

    instance: str  # the account, as far as that is known
    own: str
    template: Template | None = None
    substitutions: dict[str, Field] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Give the key of the state machine."""
        return Key(SPACE, f"{self.instance}/{self.own}")

    def deployed_as(self, arn: str) -> Key | None:
        """Give the state machine of the same template that an ARN calls by its name."""
        found = _MACHINE.fullmatch(arn)
        if found is None or self.template is None:
            return None
        named = (
            (name, place["Properties"]["StateMachineName"].text) for name, place in self.template.resources.items()
        )
        return next((self.template.key(name) for name, called in named if called == found[1]), None)

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this account alone."""
        return f"{SPACE}:{self.instance}"

    def target(self, place: Field, kind: str) -> Target:
        """Say what a value leads to."""
        text = _LITERAL.sub(r"\1", place.text)
        if not text and self.template is not None:  # a template holds the definition itself
            named = self.template.named(place)
            return self._resource(named) if named else self._unknown(place.name, kind)
        return self._written(text, kind, place)

    def written(self, place: Field) -> str:
        """Give a text with its placeholders filled where they mean a text."""
        return _PLACEHOLDER.sub(self._text, _PARTITION.sub("aws", place.text))

    def _text(self, found: re.Match[str]) -> str:
        stated = self.substitutions.get(found.group(1))
        return stated.text if stated is not None and stated.text else found.group()

    def _written(self, text: str, kind: str, place: Field) -> Target:
        whole = _ALONE.fullmatch(text)
        if whole:
            return self._placeholder(whole.group(1), kind)
        if not text or text.startswith(("$", "States.", "{%")) or "${" in _PARTITION.sub("", text):
            return self._unknown(text or place.name, kind)
        plain = _PARTITION.sub("aws", text)
        arn = _ARN.fullmatch(plain)
        if arn:
            return _arn(plain, kind, place)
        queue = _IN_QUEUE_URL.match(plain)
        name = queue.group(2) if queue else plain
        key = Key("aws", f"{queue.group(1) if queue else self.instance}/{kind}/{name}")
        return _mentioned(kind, name, key, place)

    def _placeholder(self, name: str, kind: str) -> Target:
        stated = self.substitutions.get(name)
        if stated is None and self.template is not None and name.partition(".")[0] in self.template.resources:
            return self._resource(name.partition(".")[0])
        if stated is None or self.template is None:
            return self._unknown(f"${{{name}}}", kind)
        named = self.template.named(stated)
        if named:
            return self._resource(named)
        return self._written(stated.text, kind, stated) if stated.text else self._unknown(f"${{{name}}}", kind)

    def _resource(self, name: str) -> Target:
        template = self.template
        entity = template.entity(name) if template is not None else None
        key = template.key(name) if template is not None else Key("cloudformation", name)
        return Target(key, name, (entity,) if entity else ())

    def _unknown(self, text: str, kind: str) -> Target:
        shown = short_name(text, kind)[:120]
        return Target(Locator("expression", shown, f"{self.scope}/{self.own}", expects=kind), shown)


def _arn(text: str, kind: str, place: Field) -> Target:
    plain = _WITH_VERSION.sub(r"\1", text.removeprefix("arn:"))
    return _mentioned(kind, plain.rpartition(":")[2].rpartition("/")[2] or kind, Key("arn", plain), place)


def _mentioned(kind: str, name: str, key: Key, place: Field) -> Target:
    return Target(key, name, (Entity(kind, short_name(name), (key,), place.at(), mentioned=True),))
