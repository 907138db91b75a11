"""Things that no document describes, and that references name all the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from opmap.facts import Attributes, Evidence, Key
from opmap.kinds import Certainty


@dataclass(slots=True)
class Mention:
    """What references say of a thing by naming it."""

    keys: set[Key] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    dangling: bool = True
    attributes: Attributes = ()
    evidence: set[Evidence] = field(default_factory=set)
    implied: set[Implied] = field(default_factory=set)
    lesser: set[Key] = field(default_factory=set)  # what it would be called after lesser keys of what it is a part of


@dataclass(frozen=True, slots=True, order=True)
class Implied:
    """A relation that follows from what a reference names: a table is stored in its system."""

    verb: str
    target: int
    certainty: Certainty = Certainty.CERTAIN


_KINDS_IN_KEYS = {
    "api": "API",
    "capability": "capability",
    "credential": "credential",
    "domain": "domain",
    "group": "team",
    "model": "model",
    "person": "person",
    "repository": "repository",
    "secret": "credential",
    "system": "system",
    "team": "team",
    "topic": "topic",
    "user": "person",
    "vendor": "vendor",
}
_KINDS_BY_VERB = {
    "located in": "region",
    "member of": "team",
    "owned by": "team",
    "runs on": "host",
    "stored in": "datastore",
    "supports": "capability",
    "uses credential": "credential",
    "uses model": "model",
    "uses prompt": "prompt",
    "authenticates with": "identity provider",
    "approved by": "team",
    "monitored by": "monitoring",
    "built from": "repository",
    "part of": "system",
    "publishes": "topic",
    "consumes": "topic",
}
_IN_ONE_EXPORT = frozenset("airflow backstage bpmn cmdb compose inventory n8n nodered openapi sheet".split())
"""Key spaces of which a complete export describes every id: one that it lacks leads nowhere."""


def kind_by_key(key: Key) -> str:
    """Guess the kind of what only a key names, by the key's own words; empty where they say nothing.

    >>> kind_by_key(Key("backstage", "group:default/claims")), kind_by_key(Key("k8s", "prod/shop/Secret/stripe"))
    ('team', 'credential')
    """
    if key.space == "github":
        return "team" if "/" in key.name else "person"
    words = [key.space, key.name.partition(":")[0], *key.name.split("/")[-2:-1]]
    return next((_KINDS_IN_KEYS[word] for word in map(str.casefold, words) if word in _KINDS_IN_KEYS), "")


def kind_by_verb(verb: str) -> str:
    """Guess the kind of a sentence's object by its verb; empty where it may be anything."""
    return _KINDS_BY_VERB.get(verb, "")


def name_in(key: Key) -> str:
    """Give the part of a key that people would call the thing by.

    >>> name_in(Key("k8s", "prod/shop/Secret/stripe")), name_in(Key("backstage", "group:default/claims"))
    ('stripe', 'claims')
    """
    return key.name.rpartition("#")[2].rpartition("/")[2] or key.name


def leads_nowhere(key: Key) -> bool:
    """Say whether a key that no entity carries should have had one, in the export that it comes from."""
    return key.space in _IN_ONE_EXPORT and kind_by_key(key) != "credential"


def hand_down_evidence(mentions: dict[int, Mention]) -> None:
    """Let what names a table stand as evidence for the system that the table stands in."""
    named = {thing for thing, mention in mentions.items() if mention.implied and mention.evidence}
    while named:
        reached: set[int] = set()
        for mention in (mentions[thing] for thing in named):
            for implied in mention.implied:
                below = mentions.get(implied.target)
                if below is not None and not mention.evidence <= below.evidence:
                    below.evidence |= mention.evidence
                    reached.add(implied.target)
        named = reached
