"""An entity's envelope: its name, its keys, and what its metadata and annotations say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Field, Key, Locator, short_name
from opmap.connecting.repositories import repository_at
from opmap.connecting.words import criticality_called, environment_called, is_secret_name
from opmap_connectors._shared.people import email_in
from opmap_connectors.backstage.references import EntityRef

_LINKS = {
    "backstage.io/kubernetes-id": "kubernetes-id",
    "pagerduty.com/service-id": "pagerduty-service",
    "argocd/app-name": "argocd-app",
}
_SLUGS = {
    "github.com/project-slug": "github.com",
    "gitlab.com/project-slug": "gitlab.com",
    "bitbucket.org/project-slug": "bitbucket.org",
}
_ACCOUNTS = {"user": "github.com/user-login", "group": "github.com/team-slug"}
_RUNNING = {"component", "resource"}
_PEOPLE = {"user", "group"}
_TIER = re.compile(r"tier[-_: ]?[0-9]", re.IGNORECASE)
_AROUND_TIER = "TtIiEeRr-_: "


@dataclass(frozen=True)
class Envelope:
    """One entity of a catalog, as its file or its API gives it."""

    root: Field
    ref: EntityRef

    @property
    def spec(self) -> Field:
        """Give what is particular to its kind."""
        return self.root["spec"]

    @property
    def metadata(self) -> Field:
        """Give what all kinds have."""
        return self.root["metadata"]

    @property
    def type(self) -> str:
        """Give the type that the entity says it is of."""
        return self.spec["type"].text

    @property
    def name(self) -> str:
        """Give the name that people know it by."""
        shown = self.spec["profile"]["displayName"].text or self.metadata["title"].text
        return short_name(shown or self.metadata["name"].text)

    def annotation(self, name: str) -> str:
        """Give the value of an annotation; empty where there is none."""
        return self.metadata["annotations"][name].text

    @property
    def keys(self) -> tuple[Key, ...]:
        """Give the entity's key, and those that its people and teams are known by elsewhere."""
        keys = [self.ref.key]
        if self.ref.kind in _PEOPLE:
            account = self.annotation(_ACCOUNTS[self.ref.kind]).casefold()
            email = email_in(self.spec["profile"]["email"].text)
            if account and ("/" in account) is (self.ref.kind == "group"):
                keys.append(Key("github", account))
            if email:
                keys.append(Key("person", email))
        return tuple(keys)

    @property
    def plain_names(self) -> tuple[Locator, ...]:
        """Give the name that files use where it is not the one that people see."""
        written = short_name(self.metadata["name"].text)
        return () if written == self.name else (Locator("name", written),)

    @property
    def links(self) -> tuple[Key, ...]:
        """Give the names by which one entity of another platform is meant; a system's are those of its parts."""
        if self.ref.kind not in _RUNNING:
            return ()
        return tuple(Key(space, value) for name, space in _LINKS.items() if (value := self.annotation(name)))

    def repositories(self) -> Iterator[tuple[str, Field]]:
        """Give the repositories that it is built from, each with the annotation that says so."""
        places = self.metadata["annotations"]
        source = repository_at(places["backstage.io/source-location"].text)
        if source:
            yield source, places["backstage.io/source-location"]
        for name, host in _SLUGS.items():
            slug = places[name].text.strip("/").casefold()
            if "/" in slug and not source.endswith(f"/{slug}"):
                yield f"{host}/{slug}", places[name]

    def traits(self) -> dict[str, str | list[str]]:
        """Give what is worth knowing about it and is no relation."""
        labels = dict(self._labels())
        tier = next((value for name, value in labels.items() if _last(name) in {"tier", "service-tier"}), "")
        critical = next((value for name, value in labels.items() if _last(name).endswith("criticality")), "")
        tags = [tag.text for tag in self.metadata["tags"].each() if tag.text]
        tier = tier or next((tag for tag in tags if _TIER.fullmatch(tag)), "")
        return {
            "catalog_kind": self.root["kind"].text,
            "type": self.type,
            "lifecycle": self.spec["lifecycle"].text,
            "tier": tier,
            "criticality": criticality_called(critical) or criticality_called(f"tier {tier.strip(_AROUND_TIER)}"),
            "tags": tags,
            "labels": [f"{name}={value}" for name, value in sorted(labels.items())],
            "agents": [agent.text for agent in self.spec["agents"].each()],
            "actions": list(dict.fromkeys(filter(None, (step["action"].text for step in self.spec["steps"].each())))),
        }

    def environment(self) -> str:
        """Give the environment that a label names, or else the settings."""
        named = {_last(name): value for name, value in self._labels()}
        said = environment_called(named.get("environment") or named.get("env") or "")
        return said or self.root.part.document.settings.get("environment", "")

    def _labels(self) -> Iterator[tuple[str, str]]:
        for name, value in self.metadata["labels"].items():
            if value.text and not is_secret_name(_last(name)):
                yield name, value.text


def _last(name: str) -> str:
    return name.rpartition("/")[2].casefold()
