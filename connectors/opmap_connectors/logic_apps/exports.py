"""The flows of a document: a definition alone or wrapped, a template, a package of a flow, a solution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Document, Field, Key, Notice, short_name
from opmap_connectors._shared.zips import unpacked
from opmap_connectors.logic_apps.flow import SPACE, Flow
from opmap_connectors.logic_apps.meaning import Meaning, root_of
from opmap_connectors.logic_apps.solutions import listed
from opmap_connectors.logic_apps.templates import Template, workflows_in

_SCHEMA = "workflowdefinition.json"
_PACKED = (b"Microsoft.Flow/flows/", b"Microsoft.Flow\\flows\\")
_SOLUTION = (b"Workflows/", b"Workflows\\")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WITH_GUID = re.compile(r"(.*?)-?(" + _GUID.pattern + r")\.json", re.IGNORECASE)
_IN_ZIP = re.compile(r"(?:.*/)?(?:Microsoft\.Flow/flows/[^/]+/definition|Workflows/[^/]+)\.json", re.IGNORECASE)
_MOST = 1000


def holds_flows(document: Document) -> bool:
    """Say whether a document holds a definition; of a zip its list of names tells."""
    data = document.utf8
    if document.form == "zip":
        packed = any(mark in data for mark in _PACKED)
        return packed or (b"customizations.xml" in data and any(mark in data for mark in _SOLUTION))
    if document.form != "json" or not (_SCHEMA.encode() in data or (b'"triggers"' in data and b'"actions"' in data)):
        return False
    return any(True for part in document.parts for _ in _definitions(part.root))


def flows_in(document: Document) -> Iterator[Flow | Notice]:
    """Give each flow, and those of a zip that cannot be read."""
    yield from unpacked(document, _IN_ZIP, "a flow", _flows)


def is_definition(place: Field) -> bool:
    """Say whether a tree is a definition by itself."""
    if _SCHEMA in place["$schema"].text:
        return place["triggers"].is_mapping or place["actions"].is_mapping
    steps = [step for name in ("triggers", "actions") for _, step in place[name].items()]
    both = place["triggers"].is_mapping and place["actions"].is_mapping
    return both and bool(steps) and all(step["type"].is_text for step in steps)


def _definitions(root: Field) -> Iterator[tuple[Field, Field, str]]:
    """Give each definition, what it is wrapped in, and the name that a template's resource has."""
    listed_ = list(root["value"].list()) or (list(root.list()) if root.is_list else [root])
    for place in listed_[:_MOST]:
        if is_definition(place):
            yield place, Field(None, place.part, place.path), ""
        elif is_definition(place["properties"]["definition"]):
            yield place["properties"]["definition"], place, ""
        elif is_definition(place["definition"]):
            yield place["definition"], place, ""
        else:
            for name, resource in workflows_in(place):
                if is_definition(resource["properties"]["definition"]):
                    yield resource["properties"]["definition"], resource, name


def _flows(document: Document) -> Iterator[Flow]:
    instance = document.settings.get("instance", "") or document.source
    for part in document.parts:
        template = Template(part.root)
        for number, (definition, around, resource) in enumerate(_definitions(part.root)):
            stated = around["properties"] or around
            described = listed(document)
            names = _names(document, definition, around, stated)
            guids = list(dict.fromkeys(each for each in names if _GUID.fullmatch(each)))
            known = next((described[each] for each in guids if each in described), None)
            named = template.text(around["name"]) if resource else ""
            called = (
                stated["displayName"].text or (known.name if known else "") or named or _usual(document, around, number)
            )
            yield Flow(
                root=definition,
                around=around,
                stated=stated,
                document=document,
                instance=instance,
                keys=tuple(_keys(document, instance, guids, around, named, number)),
                name=short_name(called),
                meaning=Meaning.of(definition, stated, document, template),
                inactive=(known is not None and not known.active) or _off(document, stated),
            )


def _names(document: Document, definition: Field, around: Field, stated: Field) -> list[str]:
    """Give what may be the flow's own id, the strongest first."""
    found = [definition["metadata"]["workflowEntityId"].text, stated["workflowEntityId"].text]
    named = _WITH_GUID.fullmatch(document.name)
    found += [named.group(2)] if named else []
    found += [around["name"].text] if "Microsoft.Flow" in around["type"].text + around["id"].text else []
    return [each.lower().strip("{}") for each in found if each]


def _keys(document: Document, instance: str, guids: list[str], around: Field, named: str, number: int) -> Iterator[Key]:
    yield from (Key(SPACE, f"flow/{guid}") for guid in guids)
    resource = around["id"].text.strip("/").lower()
    if not guids and resource.startswith("subscriptions/"):
        yield Key(SPACE, resource)
    elif not guids and named:
        yield Key(SPACE, f"{instance}/{_shown(document)}#{named}")
    elif not guids:
        own = document.folder if document.name == "workflow.json" and document.folder else _shown(document)
        yield Key(SPACE, f"{instance}/{own}" + (f"#{number + 1}" if number else ""))


def _shown(document: Document) -> str:
    return f"{document.archive.path}#{document.path}" if document.archive is not None else document.path


def _usual(document: Document, around: Field, number: int) -> str:
    """Name a flow that says no name: by its folder where it is one of a Standard app, else by its file."""
    if document.name == "workflow.json" and document.folder:
        gallery = root_of(document.sibling("manifest.json"))
        title = gallery["title"].text if gallery is not None else ""
        return title or document.folder.rpartition("/")[2]
    found = _WITH_GUID.fullmatch(document.name)
    usual = found.group(1) if found and found.group(1) else document.name.removesuffix(".json")
    return around["name"].text or (f"{usual} {number + 1}" if number else usual)


def _off(document: Document, stated: Field) -> bool:
    """Say whether it is switched off: in its own state, or in the settings of the app that it is part of."""
    if stated["state"].text.casefold() in {"stopped", "suspended", "disabled"}:
        return True
    settings = root_of(document.sibling("../local.settings.json")) if document.name == "workflow.json" else None
    name = document.folder.rpartition("/")[2]
    return settings is not None and settings["Values"][f"Workflows.{name}.FlowState"].text.casefold() == "disabled"
