"""What may stand in an inventory. The reader, the notices and the editors' schema all follow from these models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, create_model, model_validator

from opmap.connecting import VERBS
from opmap_connectors.native.words import (
    AttributeName,
    AttributeValue,
    CertaintyWord,
    Count,
    CriticalityWord,
    Date,
    Duration,
    EnvironmentWord,
    KindWord,
    Lasting,
    Often,
    Prose,
    StrengthWord,
    Text,
    Truth,
    VerbWord,
    Version,
    Worth,
    wrong,
)

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class OneOrMore:
    """Tells editors that in the place of a list one thing may stand, and that none is fine."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Offer the item, or a list of items."""
        item = handler(core)["items"]
        return {"anyOf": [item, {"type": "array", "items": item}]}


class OrText:
    """Tells editors that the first field may stand alone, as text, for the whole mapping."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Offer text, or the mapping."""
        return {"anyOf": [{"type": ["string", "number"]}, handler(core)]}


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [] if value is None else [value]


class Model(BaseModel):
    """Knows its fields and no others."""

    model_config = ConfigDict(extra="forbid")


class ShortModel(Model):
    """A mapping for which its first field may stand alone, as text."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """Take text for the first field."""
        if isinstance(value, (dict, cls)):
            return value
        if isinstance(value, list):
            raise wrong("must be text or a mapping, not a list in a list")
        first = next(iter(cls.model_fields.values()))
        return {first.alias: value}


Texts = Annotated[list[Text | None], BeforeValidator(_as_list), OneOrMore()]
Attributes = Annotated[dict[AttributeName, AttributeValue], Field(description="anything else worth keeping")]


class Owner(ShortModel):
    """Somebody who answers for a node."""

    who: Text = Field(alias="who", description="an id of this file, a key, team:NAME, person:NAME or an e-mail address")
    role: Text = Field(default="", description="in which role, such as business or technical")
    since: Date = Field(default="", description="since when")


class Address(ShortModel):
    """An address that leads to a node."""

    address: Text = Field(alias="address", description="a URL, a host, or FORM:VALUE such as topic:claims.created")
    scope: Text = Field(
        default="", description="where the address means this node, such as k8s:prod-eu/shop; else everywhere"
    )
    within: Text = Field(default="", description="the system that an object: or operation: stands in")


class Target(ShortModel):
    """The other end of a relation, and what is known of the relation."""

    to: Text = Field(alias="to", description="an id of this file, a key (space:value), or an address")
    strength: StrengthWord | None = Field(
        default=None, description="whether an outage takes down (hard) or degrades (soft)"
    )
    buffer: Duration | None = Field(default=None, description="how long an outage of the needed end goes unfelt")
    certainty: CertaintyWord = Field(default="certain", description="how sure it is that the relation exists")
    because: Prose = Field(default="", description="why this is so")
    scope: Text = Field(default="", description="where the address is meant, such as k8s:prod-eu/shop")
    within: Text = Field(default="", description="the system that an object: or operation: stands in")
    attributes: Attributes = Field(default_factory=dict)


class Row(Target):
    """A relation that is written apart from its source."""

    source: Text = Field(alias="from", description="an id of this file, a key, or an address")
    verb: VerbWord = Field(description="a verb of the vocabulary")

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """Take nothing but a mapping: a relation has two ends and a verb."""
        return value


class Member(Target):
    """One alternative of several, with what stands and falls with it."""

    together: dict[VerbWord, Text] = Field(
        default_factory=dict,
        alias="with",
        description="what stands and falls with it, by verb, such as the key that opens it: {uses credential: key-1}",
    )


Targets = Annotated[list[Annotated[Target, OrText()] | None], BeforeValidator(_as_list), OneOrMore()]
Members = Annotated[list[Annotated[Member, OrText()] | None], BeforeValidator(_as_list), OneOrMore()]
Owners = Annotated[list[Annotated[Owner, OrText()] | None], BeforeValidator(_as_list), OneOrMore()]
Addresses = Annotated[list[Annotated[Address, OrText()] | None], BeforeValidator(_as_list), OneOrMore()]


class Redundancy(Model):
    """Several relations of which any few suffice."""

    at: Text = Field(description="the node that needs them")
    verb: VerbWord = Field(description="the verb of all these relations")
    need: Count | None = Field(default=1, description="how many of them suffice")  # None: it could not be read
    of: Members = Field(description="the other ends")
    name: Text = Field(default="", description="what the group is called")


class Defaults(Model):
    """What holds for every node of the file that does not say otherwise, but for people and teams."""

    owner: Owners = Field(default_factory=list, description="who answers for it")
    environment: EnvironmentWord = Field(default="", description="the environment that it belongs to")
    criticality: CriticalityWord = Field(default="", description="how much hangs on it")
    value: Worth | None = Field(default=None, description="a capability's or process's relative value")
    tolerance: Lasting | None = Field(default=None, description="how long it may be down")
    repair: Lasting | None = Field(default=None, description="how long its repair takes")
    fails: Often | None = Field(default=None, description="how many times a year it fails")
    data: Texts = Field(default_factory=list, description="classes of data, such as personal")
    residency: Texts = Field(default_factory=list, description="where its data stays, such as EU")
    attributes: Attributes = Field(default_factory=dict)


class NodeFields(Defaults):
    """One thing, before its relations."""

    id: Text = Field(description="how this file refers to it; its key is inventory:SCOPE/ID")
    kind: KindWord = Field(description="a kind of the vocabulary")
    name: Text = Field(default="", description="what people call it; the id, if nothing is said")
    keys: Texts = Field(
        default_factory=list, description="its strong names elsewhere (space:value), by which it is merged"
    )
    addresses: Addresses = Field(default_factory=list, description="the addresses that lead here")
    left: Date = Field(default="", description="when this person left")
    inactive: Truth = Field(default=False, description="whether it is switched off")
    description: Prose = Field(default="", description="a sentence about it")


def _ident(verb: str) -> str:
    return "rel_" + verb.replace(" ", "_")


_VERB_FIELDS: dict[str, Any] = {
    _ident(verb.name): (Targets, Field(default_factory=list, alias=verb.name, description=f"what it {verb.name}"))
    for verb in VERBS.values()
}

if TYPE_CHECKING:
    Node = NodeFields
else:
    Node = create_model("Node", __base__=NodeFields, __doc__="One thing, and its relations to others.", **_VERB_FIELDS)


def relations_of(node: NodeFields) -> list[tuple[str, list[Target | None]]]:
    """Give the relations that a node states, by verb."""
    stated = ((verb, getattr(node, _ident(verb))) for verb in VERBS)
    return [(verb, targets) for verb, targets in stated if targets]


class Inventory(Model):
    """A file in which everything that opmap's vocabulary knows can be written."""

    opmap: Version = Field(description="the version of this format")
    scope: Text = Field(
        default="", description="what makes the ids of this file unlike those of others; the source's name, else"
    )
    defaults: Defaults | None = None
    nodes: list[Node] = Field(default_factory=list)
    relations: list[Row] = Field(default_factory=list)
    redundancy: list[Redundancy] = Field(default_factory=list, description="groups of which any few suffice")
