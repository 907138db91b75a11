"""Credentials: which of them a step proves itself with, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Key, attributes
from opmap_connectors.n8n.naming import Home
from opmap_connectors.n8n.steps import Step, Use

_REQUESTS = frozenset({"httpRequest", "httpRequestTool", "toolHttpRequest"})
_FIRST_WITH_CHOICE = 3.0  # since then a request says which of its credentials it uses
_CHOOSING = {"predefinedCredentialType": "nodeCredentialType", "genericCredentialType": "genericAuthType"}


def used_by(step: Step) -> Iterator[Use]:
    """Give the credentials that a step uses; a request keeps those that it used before, too."""
    if step.short not in _REQUESTS or (step.version < _FIRST_WITH_CHOICE and step.short == "httpRequest"):
        yield from step.credentials
        return
    choice = _CHOOSING.get(step["authentication"].text)
    wanted = step[choice].text if choice else ""
    by_type = [use for use in step.credentials if use.type == wanted]
    if wanted:
        yield from by_type or step.credentials
    yield from (use for use in step.credentials if use.type == "httpSslAuth" and use not in by_type)


def parts_of(use: Use) -> tuple[str, ...]:
    """Give what a credential is called inside its instance: by its id or, in old exports, by type and name."""
    return ("credential", use.id) if use.id else ("credential", f"name:{use.type}", use.name)


def credential_key(use: Use, home: Home) -> Key:
    """Give the key of a credential."""
    return home.keys(*parts_of(use))[0]


def credential(use: Use, home: Home) -> Entity:
    """Give the credential that a step names."""
    return Entity(
        "credential",
        use.name or use.id,
        home.keys(*parts_of(use)),
        use.place.at(),
        attributes=attributes(type=use.type),
        mentioned=True,
    )
