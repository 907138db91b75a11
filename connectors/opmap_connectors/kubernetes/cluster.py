"""One reading of a document: its objects, and what they know of each other without any other file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from opmap.connecting import Document, Notice
from opmap.connecting.parsing import TEMPLATE_REASON
from opmap.connecting.selecting import Labels, Selector, matches
from opmap_connectors.kubernetes.kustomization import Kustomization, Setting, kustomization_of
from opmap_connectors.kubernetes.objects import Home, Object, is_anothers, is_read, is_template, objects_in

_MOST_OWNERS = 6


@dataclass
class Manifest:
    """The objects of one document."""

    document: Document

    @cached_property
    def kustomization(self) -> Kustomization:
        """Give what is said beside the document."""
        return kustomization_of(self.document)

    @cached_property
    def everything(self) -> tuple[Object, ...]:
        """Give all objects, those as well that are not read."""
        return tuple(objects_in(self.document, Home.of(self.document, self.kustomization.namespace)))

    @cached_property
    def objects(self) -> tuple[Object, ...]:
        """Give the objects that are read, without those that the document takes away."""
        return tuple(
            found
            for found in self.everything
            if is_read(found) and not is_template(found) and found.field["$patch"].text != "delete"
        )

    def notices(self) -> Iterator[Notice]:
        """Say of which objects nothing is read, and what was odd about the text."""
        for found in self.everything:
            if is_template(found):
                yield Notice(TEMPLATE_REASON, found.at())
            elif not is_read(found) and not is_anothers(found):
                yield Notice("an object of a kind that opmap does not read", found.at())
        yield from self.document.notices()

    @cached_property
    def by_place(self) -> dict[tuple[str, str, str], Object]:
        """Give the objects by namespace, kind and name."""
        return {(found.namespace, found.kind, found.name): found for found in self.objects}

    def selected(self, namespace: str, selector: Selector) -> Iterator[Object]:
        """Give the objects of a namespace whose pods carry what a selector asks for."""
        for requirement in selector:
            if requirement.operator == "In":
                found = [one for value in requirement.values for one in self._carrying((requirement.name, value))]
                break
        else:
            found = self._carrying(None)
        yield from (each for each, labels in found if each.namespace == namespace and matches(labels, selector))

    def _carrying(self, label: tuple[str, str] | None) -> list[tuple[Object, Labels]]:
        return self._labels.get(label, [])

    @cached_property
    def _labels(self) -> dict[tuple[str, str] | None, list[tuple[Object, Labels]]]:
        """Give the objects whose pods carry a label; under None all that carry any."""
        found: dict[tuple[str, str] | None, list[tuple[Object, Labels]]] = {}
        for each in self.objects:
            labels = each.field["spec"]["template"]["metadata"]["labels"]
            carried = tuple((name, value.text) for name, value in labels.items())
            for label in (None, *carried) if carried else ():
                found.setdefault(label, []).append((each, carried))
        return found

    def holds(self, wanted: Object) -> bool:
        """Say whether an object stands in this document."""
        return (wanted.namespace, wanted.kind, wanted.name) in self.by_place

    def settings_of(self, user: Object, name: str) -> dict[str, Setting] | None:
        """Give the settings of a ConfigMap that stands in this document or is generated beside it; else None."""
        found = self.by_place.get((user.namespace, "ConfigMap", name))
        if found is not None:
            return {key: Setting(value.text, value.at()) for key, value in found.field["data"].items()}
        return self.kustomization.generated.get(name)

    def controller_of(self, owned: Object) -> Object | None:
        """Give the object that keeps another alive, as far up as is known; None where nothing does.

        Of a ReplicaSet's pods and of a ReplicaSet the owner's name follows from the hash in theirs.
        """
        top = owned
        for _ in range(_MOST_OWNERS):
            owner = _owner(top)
            if owner is None:
                break
            top = self.by_place.get((owner.namespace, owner.kind, owner.name), owner)
        return top if top is not owned else None


def _owner(owned: Object) -> Object | None:
    references = [item for item in owned.field["metadata"]["ownerReferences"].list() if item["name"].text]
    ruling = next((item for item in references if item["controller"].flag), references[0] if references else None)
    if ruling is None:
        return None
    kind, name = ruling["kind"].text, ruling["name"].text
    version_hash = owned.field["metadata"]["labels"]["pod-template-hash"].text
    if kind == "ReplicaSet" and version_hash and name.endswith(f"-{version_hash}"):
        kind, name = "Deployment", name.removesuffix(f"-{version_hash}")
    return Object(ruling, "", kind, name, owned.namespace, owned.cluster)
