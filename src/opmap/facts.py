"""The values that connectors give: entities and relations, each with its place.

Facts are frozen, hashable and in no order that matters. Every fact carries the
``Evidence`` of where it stands, which only the document itself can make.

A thing is named in two ways. A ``Key`` is a strong name in its scope: two entities that
share one are one. A ``Locator`` is an address that may lead to an entity: a URL, a host,
a topic. A ``Ref``, the end of a relation, is either.

>>> Key("k8s", "prod-eu/shop/Deployment/payments")
Key('k8s:prod-eu/shop/Deployment/payments')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

from opmap.frozen import frozen
from opmap.kinds import Certainty, Known, Strength

Plain: TypeAlias = "str | int | float | bool | tuple[Plain, ...] | None"
"""What an attribute may hold: text, numbers, truth, and tuples of these."""

Attributes: TypeAlias = tuple[tuple[str, Plain], ...]
"""Named values, sorted by name, so that equal attributes are equal values."""

LONGEST_NAME = 300

SHIPPED = "vendors"
"""The source of what ships with opmap: its catalogue, whose files nobody points at."""


class Key(NamedTuple):
    """A strong name in its scope, such as ``n8n:ops/17``."""

    space: str  # the platform: k8s, n8n, backstage, person
    name: str

    @classmethod
    def parse(cls, text: str) -> Key:
        """Split ``space:name``; raise ValueError where there is no space."""
        space, colon, name = text.partition(":")
        if not (colon and space and name):
            msg = f"not a key: {text!r}"
            raise ValueError(msg)
        return cls(space, name)

    def __str__(self) -> str:
        """Write it as people do."""
        return f"{self.space}:{self.name}"

    def __repr__(self) -> str:
        """Write it so that a test failure can be read."""
        return f"Key({str(self)!r})"


class Locator(NamedTuple):
    """An address that may lead to an entity, looked up in its scope and then outwards.

    The ``form`` says what the value is:

    ========== ============================================== ==========================
    form       value                                          example
    ========== ============================================== ==========================
    url        an absolute URL without secrets                https://api.acme.example/v1
    host       a host name, with a port where one is known    claims-db:5432
    topic      a topic's or queue's name                      claims.created
    image      a container image without its tag              redis
    repository a source repository                            github.com/acme/claims
    webhook    a path that an engine listens on, with the     POST /webhook/new-claim
               method and the event that it takes (``#paid``)
    node type  an engine's name for what a step uses          n8n:slack
    model      a model's name                                 openai/gpt-4o
    name       the plain name of a thing                      Payments
    object     a table, sheet or record type inside a system  Account
    operation  a method and path of an API                    GET /claims/{id}
    labels     what a workload carries, as an address of it   app=cart,tier=shop
    selector   the labels that a workload must carry          app=cart
    setting    a named value of a configuration object        DB_HOST
    path       a pattern of paths in a source, gitignore-like /claims/**
    expression what only a run knows, without its literals    {{ $env.CRM_URL }}
    ========== ============================================== ==========================

    A scope is a path such as ``k8s:prod-eu/shop``; ``payments`` is looked up there, then in
    ``k8s:prod-eu``, then everywhere. Objects, operations and settings stand ``within`` something;
    a selector selects in its own scope alone (`opmap.connecting.selecting`, `opmap.connecting.settings`).
    """

    form: str
    value: str
    scope: str = ""
    within: Key | Locator | None = None
    expects: str = ""  # the kind that the reader of the document expects there

    def __str__(self) -> str:
        """Write it as people do."""
        inside = f" of {self.within}" if self.within is not None else ""
        return f"{self.value}{inside}"


Ref: TypeAlias = Key | Locator


class Evidence(NamedTuple):
    """The place that a fact was read at; or, for a decision, who said it, when and why."""

    source: str
    path: str
    line: int | None
    pointer: str
    digest: str
    connector: str
    known: Known = Known.CONFIGURED
    person: str = ""
    time: str = ""
    reason: str = ""

    @property
    def place(self) -> str:
        """Give ``path:line``, or the person who decided."""
        if self.known is Known.DECIDED:
            return f"decided by {self.person}"
        return f"{self.path}:{self.line}" if self.line else self.path


@frozen
class Group:
    """Any ``need`` of the places that share this name, at one hurt end, suffice.

    A place is one alternative. A relation is a place of its own, unless it names one: the
    relations that name one place stand and fall together, as a model and its key do.
    """

    name: str
    need: int = 1
    place: str = ""


@frozen
class Entity:
    """Something that a document describes, or names."""

    kind: str
    name: str
    keys: tuple[Key, ...]  # at least one; two entities that share one are one
    evidence: Evidence
    addresses: tuple[Locator, ...] = ()  # what leads here
    links: tuple[Key, ...] = ()  # names that join it to one entity of another connector
    attributes: Attributes = ()
    mentioned: bool = False  # named, not described
    environment: str = ""
    inactive: bool = False  # the file says that it is switched off


@frozen
class Relation:
    """A sentence: *source verb target*."""

    source: Ref
    verb: str
    target: Ref
    evidence: Evidence
    strength: Strength | None = None  # None: the file does not say, so it is presumed
    buffer: float | None = None  # hours until an outage of the needed end is felt
    certainty: Certainty = Certainty.CERTAIN
    group: Group | None = None
    attributes: Attributes = ()


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something that a connector could not read, resolve or see in a document."""

    reason: str  # a sentence that never quotes the document's content
    evidence: Evidence


Reading: TypeAlias = Entity | Relation | Notice


def attributes(values: Mapping[str, Any] | None = None, /, **more: Any) -> Attributes:
    """Freeze named values; drop those that are None, empty text or empty lists.

    >>> attributes({"b": [1, 2], "a": None}, c="x")
    (('b', (1, 2)), ('c', 'x'))
    """
    pairs = {**(values or {}), **more}
    stated = [name for name, value in pairs.items() if value is not None]
    frozen = [(name, freeze(pairs[name])) for name in sorted(stated)]
    return tuple([pair for pair in frozen if pair[1] not in _EMPTY])


_EMPTY: tuple[Plain, ...] = (None, "", ())


def freeze(value: Any) -> Plain:
    """Turn lists and mappings into tuples, all the way down, and what is no finite number into its name."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, (list, tuple)):
        return tuple([freeze(item) for item in value])
    if isinstance(value, (set, frozenset)):
        return tuple([freeze(item) for item in sorted(value, key=repr)])
    if isinstance(value, Mapping):
        return tuple((str(key), freeze(item)) for key, item in sorted(value.items(), key=lambda pair: str(pair[0])))
    return str(value)


def short_name(text: str, fallback: str = "unnamed") -> str:
    r"""Make a name that fits a line: one space between words, and no longer than 300 characters.

    >>> short_name("  Claims\n intake ")
    'Claims intake'
    """
    name = " ".join(text.split())
    return (name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…") or fallback


def places(evidence: Iterable[Evidence]) -> list[str]:
    """Give the places of some evidence, each once, in order."""
    return sorted({item.place for item in evidence})
