"""What things are, which verbs join them, and what travels along each verb.

Declared once. The fault graph, the map's layers and colours, Neo4j's labels, the JSON
schema and the documentation are derived from the two tables here, ``KINDS`` and ``VERBS``.

Four things travel along a verb: an *outage*, *staleness*, a *change* and a person's
*absence*. For each a verb names the end that is hurt, or neither.

>>> VERBS["calls"].outage
<End.SOURCE: 'source'>
>>> KINDS["service"].label
'Service'
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class End(StrEnum):
    """The end of a relation that is hurt when the other one fails."""

    SOURCE = "source"
    TARGET = "target"
    BOTH = "both"


class Effect(StrEnum):
    """What an outage does to the end that it reaches."""

    DOWN = "down"
    IDLE = "idle"  # able to work, but nothing starts it any more
    BLIND = "blind"  # works on, but its failures go unseen
    FROZEN = "frozen"  # works on, but cannot be changed


class Strength(StrEnum):
    """How hard an outage of the needed end hits the other."""

    HARD = "hard"
    SOFT = "soft"


class Certainty(StrEnum):
    """How sure it is that a relation exists."""

    CERTAIN = "certain"  # the file says so
    PROBABLE = "probable"  # a name, an address, a start order that means one thing
    POSSIBLE = "possible"  # one of several


class Known(StrEnum):
    """How a fact is known."""

    DECLARED = "declared"  # somebody described it: a catalog, an inventory
    CONFIGURED = "configured"  # something runs by it: a manifest, a workflow
    OBSERVED = "observed"  # it was seen to happen: a trace
    INFERRED = "inferred"  # concluded from a name or a place
    DECIDED = "decided"  # a person said so


class State(StrEnum):
    """How much opmap knows of a node."""

    KNOWN = "known"  # a document describes it
    MENTIONED = "mentioned"  # others name it; nothing is concluded from what it seems to lack
    DANGLING = "dangling"  # a reference that leads nowhere; takes no part in scores


class Travel(StrEnum):
    """What can travel along a relation."""

    OUTAGE = "outage"
    STALENESS = "staleness"
    CHANGE = "change"
    ABSENCE = "absence"


@dataclass(frozen=True)
class Layer:
    """A family of kinds that share a colour on every map."""

    name: str
    colour: str  # legible on white and on near-black, apart for the colour-blind
    shape: str  # so that no meaning rests on colour alone


@dataclass(frozen=True)
class Kind:
    """One kind of thing."""

    name: str
    layer: str
    meaning: str
    fails: bool = True  # has a fault of its own
    ages: bool = False  # data at a grain that can go stale; a system named as a whole does not
    contract: bool = False  # a change stops at it, unless it has changed itself

    @cached_property
    def label(self) -> str:
        """Give the name as one CamelCase word, as graph databases like their labels."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())

    @cached_property
    def one(self) -> str:
        """Give the name for one of them."""
        return f"{'an' if self.name[0].casefold() in 'aeio' or self.name.startswith('MCP') else 'a'} {self.name}"

    @cached_property
    def plural(self) -> str:
        """Give the name for more than one."""
        irregular = {"person": "people", "repository": "repositories", "capability": "capabilities"}
        irregular |= {"process": "processes", "index": "indexes", "library": "libraries"}
        return irregular.get(self.name, f"{self.name}s")

    @cached_property
    def colour(self) -> str:
        """Give the colour of the layer."""
        return LAYERS[self.layer].colour

    @cached_property
    def shape(self) -> str:
        """Give the shape of the layer."""
        return LAYERS[self.layer].shape


@dataclass(frozen=True)
class Verb:
    """One verb: *source verb target*, and what travels along it to which end."""

    name: str
    meaning: str
    outage: End | None = None
    staleness: End | None = None
    change: End | None = None
    absence: End | None = None
    effect: Effect = Effect.DOWN
    strength: Strength = Strength.HARD  # where the file does not say
    alternatives: bool = False  # several at one hurt end are presumed to stand in for each other
    inherits_owner: End | None = None  # the end that, without an owner of its own, has the other's

    @cached_property
    def label(self) -> str:
        """Give the verb as graph databases like their relationship types."""
        return self.name.upper().replace(" ", "_")

    def hurts(self, travel: Travel) -> End | None:
        """Say which end is hurt when the other one fails in this way."""
        end: End | None = getattr(self, travel.value)
        return end


LAYERS: dict[str, Layer] = {
    layer.name: layer
    for layer in (
        Layer("business", "#b3862b", "hexagon"),
        Layer("automation", "#7d5ba6", "diamond"),
        Layer("software", "#3274a8", "box"),
        Layer("AI", "#c2518a", "star"),
        Layer("data", "#2e8b6f", "cylinder"),
        Layer("platform", "#6b7480", "square"),
        Layer("outside", "#b5562f", "triangle"),
        Layer("people", "#4f8f3a", "circle"),
    )
}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("capability", "business", "something the organisation must be able to do", fails=False),
        Kind("process", "business", "a course of work that delivers something", fails=False),
        Kind("system", "business", "services and data that belong together", fails=False),
        Kind("domain", "business", "a field of the business that systems belong to", fails=False),
        Kind("department", "business", "a part of the organisation", fails=False),
        Kind("workflow", "automation", "an automation: steps that a trigger starts"),
        Kind("agent", "automation", "an automation whose model chooses the steps"),
        Kind("pipeline", "automation", "an automation that builds, tests, ships or moves data"),
        Kind("event source", "automation", "something whose events start work"),
        Kind("schedule", "automation", "a clock that starts work"),
        Kind("prompt", "automation", "the words that instruct a model", fails=False),
        Kind("service", "software", "something that runs and answers, here or outside"),
        Kind("API", "software", "a contract by which a service is used", fails=False, contract=True),
        Kind("operation", "software", "one thing that an API can be asked", fails=False, contract=True),
        Kind("library", "software", "code that others are made with", fails=False),
        Kind("MCP server", "software", "a server that offers tools to agents"),
        Kind("approval system", "software", "where people approve or reject"),
        Kind("model", "AI", "a trained model, own or rented", ages=True),
        Kind("index", "AI", "a store that is searched by likeness", ages=True),
        Kind("feature store", "AI", "where models find the features they read"),
        Kind("model registry", "AI", "where model versions are kept and released"),
        Kind("datastore", "data", "a database, a bucket, a cache"),
        Kind("dataset", "data", "a table, an object, a sheet: it fails by being wrong or old", fails=False, ages=True),
        Kind("topic", "data", "a channel that many may read", ages=True),
        Kind("queue", "data", "a channel that one reader empties", ages=True),
        Kind("file", "data", "a file that work reads or writes", ages=True),
        Kind("host", "platform", "a machine"),
        Kind("cluster", "platform", "machines that run workloads together"),
        Kind("function", "platform", "code that a platform runs on demand"),
        Kind("credential", "platform", "a key, a password, a token, a certificate"),
        Kind("identity provider", "platform", "where people and services prove who they are"),
        Kind("monitoring", "platform", "what watches, logs and alerts"),
        Kind("region", "platform", "where a provider runs things"),
        Kind("site", "platform", "a building or data centre"),
        Kind("repository", "platform", "where source is kept", fails=False),
        Kind("vendor", "outside", "another company that something is bought from"),
        Kind("person", "people", "somebody; fails by being absent"),
        Kind("team", "people", "people who answer for things together; fails by being absent"),
    )
}

_S, _T, _B = End.SOURCE, End.TARGET, End.BOTH

VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("depends on", "needs it; how is not known", outage=_S, change=_S),
        Verb("calls", "asks it and waits for the answer", outage=_S, change=_S),
        Verb(
            "starts",
            "sets it going and does not wait",
            outage=_T,
            staleness=_T,
            change=_T,
            effect=Effect.IDLE,
            alternatives=True,
        ),
        Verb("reads", "takes data from it", outage=_S, staleness=_S, change=_S),
        Verb("writes", "puts data into it", outage=_S, staleness=_T, change=_B),
        Verb("publishes", "puts messages into it", outage=_S, staleness=_T, change=_B),
        Verb("consumes", "takes messages from it", outage=_S, staleness=_S, change=_S),
        Verb("stored in", "is kept in it", outage=_S, change=_S, alternatives=True, inherits_owner=_S),
        Verb("runs on", "is executed by it", outage=_S, change=_S, alternatives=True),
        Verb("located in", "stands in it", outage=_S, alternatives=True),
        Verb("provided by", "is bought from it", outage=_S, change=_S),
        Verb("exposes", "offers it to others", outage=_T, change=_T, alternatives=True, inherits_owner=_T),
        Verb("uses credential", "proves itself with it", outage=_S, change=_S),
        Verb("authenticates with", "lets it decide who may enter", outage=_S, change=_S),
        Verb("uses model", "lets it predict or write", outage=_S, staleness=_S, change=_S),
        Verb("uses prompt", "instructs a model with it", change=_S),
        Verb("uses tool", "may choose to use it", outage=_S, change=_S, strength=Strength.SOFT),
        Verb("supports", "is what it is delivered with", outage=_T, staleness=_T, change=_T),
        Verb("approved by", "waits for its approval", outage=_S, change=_S, absence=_S, alternatives=True),
        Verb("owned by", "is answered for by it", absence=_S, alternatives=True),
        Verb("on call for", "repairs it at any hour", absence=_T, alternatives=True),
        Verb("member of", "belongs to it", absence=_T, alternatives=True),
        Verb("on error calls", "tells it about failures", outage=_S, change=_S, effect=Effect.BLIND),
        Verb("monitored by", "is watched by it", outage=_S, effect=Effect.BLIND),
        Verb("deploys", "releases it", outage=_T, change=_T, effect=Effect.FROZEN),
        Verb("built from", "is made of what stands in it", change=_S, inherits_owner=_S),
        Verb("part of", "is counted with it", inherits_owner=_S),
    )
}

BEARS_NO_OWNER = frozenset(
    {"person", "team", "department", "vendor", "region", "site", "operation", "event source", "schedule", "prompt"}
)
"""Kinds of which nobody asks who owns them: people, places, others' companies, and parts of an API or automation."""

AUTOMATIONS = ("workflow", "agent", "pipeline")
"""Kinds that do something by themselves, once something starts them."""

ENVIRONMENTS = ("production", "staging", "test", "development")
"""Environments, the one that most leans on first; a node of none of them is of unknown environment."""


def kind_called(word: str) -> Kind | None:
    """Find a kind by a word, however it is spelled.

    >>> kind_called("MCP_Server").name
    'MCP server'
    """
    return _KIND_WORDS.get(_flat(word))


def verb_called(word: str) -> Verb | None:
    """Find a verb by a word, however it is spelled.

    >>> verb_called("runs-on").name
    'runs on'
    """
    return _VERB_WORDS.get(_flat(word))


def _flat(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())


_KIND_WORDS = {_flat(spelling): kind for kind in KINDS.values() for spelling in (kind.name, kind.plural)}
_VERB_WORDS = {_flat(verb.name): verb for verb in VERBS.values()}
