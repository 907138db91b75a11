"""What the header words of inventories mean."""

from __future__ import annotations

import re
from dataclasses import replace

from opmap.connecting import frozen, kind_called, verb_called

INCIDENTS = "incidents_per_year"
_SIGNS = re.compile(r"[^\w]+|_+")
_UNITS = {"m": ("m", "min", "mins", "minutes"), "h": ("h", "hr", "hrs", "hours"), "d": ("d", "days"), "w": ("weeks",)}
_UNIT_WORDS = {word: unit for unit, words in _UNITS.items() for word in words}


@frozen
class Meaning:
    """What a column says of the thing that its row describes."""

    what: str
    detail: str = ""  # a verb, a role, a unit, the name of an attribute
    kind: str = ""  # of what the column names
    weight: int = 0  # how much it shows that the table is an inventory
    backwards: bool = False  # the thing in the column is the one that has the relation


def _owner(role: str, kind: str, weight: int = 2) -> Meaning:
    return Meaning("owner", role, kind, weight)


def _relation(verb: str, kind: str = "", weight: int = 2) -> Meaning:
    return Meaning("relation", verb, kind, weight)


_WORDS: dict[Meaning, str] = {
    Meaning("name"): "name|application name|app name|service name|system name|component name|asset name|ci name"
    "|configuration item|display name|full name|tool name|workflow name|process name|capability name|vendor name",
    Meaning(
        "id"
    ): "id|identifier|app id|application id|service id|system id|asset id|component id|key|number|asset tag|uuid",
    Meaning("sys id", weight=1): "sys id",
    Meaning("kind", weight=1): "type|kind|class|category|component type|asset type|ci type|sys class name|node type",
    _owner("", ""): "owner|owners|ownership",
    _owner(
        "", "person"
    ): "owned by|responsible|responsible person|accountable|contact|contact person|maintainer|owner name",
    _owner("business", "person"): "business owner|business contact",
    _owner(
        "technical", "person"
    ): "technical owner|it owner|tech lead|technical lead|technical contact|application owner",
    _owner("product", "person"): "product owner|product manager",
    _owner("service", "person"): "service owner|system owner",
    _owner("data", "person"): "data owner|data steward",
    _owner("process", "person"): "process owner",
    _owner("manager", "person"): "managed by",
    _owner("", "team", 1): "team|owner team|owning team|squad|responsible team|owner group|managed by group",
    _owner("support", "team"): "support group|support team|assignment group|support",
    Meaning("owner email", weight=2): "owner email|owner e mail|owned by email|owner mail|contact email",
    Meaning("email"): "email|e mail|mail|email address|e mail address|mail address",
    Meaning("relation", "depends on", weight=3): "depends on|dependencies|dependency|requires|needs|relies on|uses"
    "|consumed services|required systems",
    Meaning("relation", "depends on", weight=3, backwards=True): "used by|required by|dependents|consumers|needed by",
    _relation("runs on", "host"): "runs on|hosted on|host|hosts|server|servers|hosting|deployed on|running on",
    _relation("provided by", "vendor", 0): "vendor|supplier|provider|manufacturer|provided by|bought from|vendors",
    _relation("supports", "capability"): "capability|capabilities|business capability|business capabilities|supports",
    _relation("supports", "process"): "process|processes|business process|business processes",
    _relation("part of", "system", 1): "system|application|part of|belongs to|parent system|application service",
    _relation("part of", "domain", 0): "domain|business domain",
    _relation("part of", "department", 0): "department|business unit|division|organisation unit|organization unit",
    _relation("located in", "site", 0): "location|site|data center|data centre|datacenter|located in",
    _relation("located in", "region", 0): "region|cloud region",
    _relation("stored in", "datastore"): "stored in|database|databases|datastore|data store",
    _relation("authenticates with", "identity provider"): "identity provider|sso|authenticates with|authentication|idp",
    _relation("monitored by", "monitoring"): "monitored by|monitoring",
    _relation("approved by", "person"): "approved by|approver|approvers",
    Meaning("relation", "on call for", "person", 2, backwards=True): "on call|on call contact|on call team",
    _relation("built from", "repository", 1): "repository|repo|source code|git repository|repositories|built from",
    Meaning("environment", weight=2): "environment|env|u environment|environments|used for",
    Meaning("criticality", weight=2): "criticality|business criticality|busines criticality|importance",
    Meaning("criticality", "tier", weight=1): "tier|service tier",
    Meaning(
        "hours", "tolerance_hours", weight=2
    ): "rto|recovery time objective|tolerance|maximum tolerable downtime|mtd|mtpd|tolerable downtime|max downtime",
    Meaning(
        "hours", "repair_hours", weight=2
    ): "repair|repair time|mttr|time to repair|mean time to repair|recovery time",
    Meaning("number", "value"): "value|business value",
    Meaning("number", INCIDENTS, weight=2): "fails|fails a year|fails per year|failures a year|failures per year"
    "|failures year|incidents a year|incidents per year|incidents year|outages a year|outages per year|outages year"
    "|annual failures|annual incidents|annual outages|yearly incidents|annual failure rate",
    Meaning("list", "data", weight=1): "data|data class|data classes|data classification|classification",
    Meaning("list", "residency", weight=1): "residency|data residency|data location",
    Meaning(
        "address"
    ): "url|urls|address|addresses|host name|hostname|fqdn|ip address|endpoint|endpoints|dns name|website|dns",
    Meaning("text", "description"): "description|short description|purpose",
    Meaning("status"): "status|operational status|lifecycle|life cycle|lifecycle status|lifecycle stage|state",
    Meaning("install status"): "install status",
    Meaning("active"): "active|is active|enabled",
    Meaning("first name"): "first name|given name|forename",
    Meaning("last name"): "last name|surname|family name",
    Meaning("role"): "role|roles|job title|title|position|function",
    Meaning(
        "left"
    ): "left|left on|leaving date|leave date|exit date|end date|termination date|last day|last working day|departure",
    Meaning("deputy"): "deputy|deputies|substitute|stand in|delegate|backup person|covered by",
    Meaning("from"): "source|from|consumer|caller|client|source system|source service|from system|from service|from id",
    Meaning("to"): "target|to|callee|target system|target service|to system|to service|to id|dependency target",
    Meaning("verb"): "relation|relationship|relation type|relationship type|verb|dependency type",
    Meaning("strength"): "strength",
    Meaning("ci id"): "ci id|ci id value|ci id sys id|ci id name",
    Meaning("parent"): "parent|parent name",
    Meaning("child"): "child|child name",
    Meaning("parent id"): "parent sys id|parent value",
    Meaning("child id"): "child sys id|child value",
    Meaning("attribute"): "attribute",
    Meaning(
        "ignore"
    ): "ignore|no|nr|discovery source|sys updated on|sys updated by|sys created on|sys created by|sys mod count"
    "|sys domain|serial number|last discovered|first discovered|updated|created|notes|remarks|comment|comments",
}
_KIND_HEADERS = {
    **dict.fromkeys("system application app component tool software solution product ci asset item".split(), "service"),
    **dict.fromkeys("systems applications apps components tools assets items".split(), "service"),
    "server": "host",
    "machine": "host",
    "database": "datastore",
    "supplier": "vendor",
    "automation": "workflow",
}
_MEANINGS = {spelling: meaning for meaning, spellings in _WORDS.items() for spelling in spellings.split("|")}


def words_of(header: str) -> str:
    """Make a header plain: its words in lower case with one blank between.

    >>> words_of(" Owner_E-Mail: ")
    'owner e mail'
    """
    return " ".join(_SIGNS.sub(" ", header.casefold()).split())


def meaning_of(header: str) -> Meaning | None:
    """Give what a header means; None where it is not known.

    >>> meaning_of("busines_criticality").what, meaning_of("RTO (h)").detail, meaning_of("colour")
    ('criticality', 'tolerance_hours', None)
    """
    words = words_of(header)
    found = _MEANINGS.get(words)
    if found is not None:
        return found
    start, _, unit = words.rpartition(" ")
    start = start.removesuffix(" in")
    if unit in _UNIT_WORDS and start in _MEANINGS and _MEANINGS[start].what == "hours":
        return replace(_MEANINGS[start], kind=_UNIT_WORDS[unit])
    if unit == "value" and start in _MEANINGS:
        return _MEANINGS["ignore"]  # what the system keeps where people see the column before it
    verb = verb_called(words) if words else None
    if verb is not None and verb.name != "owned by":
        return _relation(verb.name)
    return None


def kind_of_header(header: str) -> str:
    """Give the kind of thing that a header names, such as a column called *Workflow*; empty where it names none."""
    words = words_of(header)
    kind = kind_called(_KIND_HEADERS.get(words, words)) if words else None
    return kind.name if kind and kind.layer != "people" else ""


def known_meanings() -> list[str]:
    """Give every word that a column mapping may use."""
    return sorted(_MEANINGS)
