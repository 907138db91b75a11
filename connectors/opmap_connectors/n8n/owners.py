"""Who owns a workflow, where an export says: its project, or the person whose own project it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field, Reading, Relation
from opmap_connectors._shared.people import email_in, mention, person_key, team_key
from opmap_connectors.n8n.scene import Scene


def owners(root: Field, scene: Scene) -> Iterator[Reading]:
    """Give the owners that the API's ``shared`` or the source control's ``owner`` name."""
    for shared in root["shared"].list():
        if shared["role"].text == "workflow:owner":
            project = shared["project"]
            yield from _owner(project["name"], project["type"].text, scene)
    owner = root["owner"]
    if owner.is_text:
        yield from _owner(owner, "personal", scene)
    elif owner["type"].text == "personal":
        yield from _owner(owner["personalEmail"], "personal", scene)
    else:
        yield from _owner(owner["teamName"], "team", scene)


def _owner(place: Field, kind: str, scene: Scene) -> Iterator[Reading]:
    name = place.text
    if not name:
        return
    key = team_key(name, scene.organisation) if kind == "team" else person_key(name, scene.organisation)
    yield mention(key, email_in(name) or name, place.at())
    yield Relation(scene.home.key, "owned by", key, place.at())
