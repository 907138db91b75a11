"""What the objects of Argo are called: as Kubernetes calls them, with the hyphen of a name to be made cut off."""

from __future__ import annotations

from opmap.connecting import Field, Key, Locator, Ref
from opmap_connectors.kubernetes.objects import Object

_PLACEHOLDER = "{{"


def name_of(found: Object) -> str:
    """Give an object's name; of one that gets a name with each run, what they all begin with."""
    return found.name.rstrip("-") if not found.field["metadata"]["name"] else found.name


def key_of(found: Object) -> Key:
    """Give an object's key."""
    return found.key_of(found.kind, name_of(found))


def template_ref(place: Field, found: Object) -> Ref | None:
    """Give the key of the template that a reference names; None where it names none."""
    name = place["name"].text
    if not name:
        return None
    kind = "ClusterWorkflowTemplate" if place["clusterScope"].flag else "WorkflowTemplate"
    if _PLACEHOLDER in name:
        return Locator("expression", name, f"{found.scope}/{name_of(found)}", expects="workflow")
    return found.key_of(kind, name)


def known(text: str) -> bool:
    """Say whether a text means the same in every run."""
    return bool(text) and _PLACEHOLDER not in text
