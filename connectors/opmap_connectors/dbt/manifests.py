"""A manifest: its nodes by their ids, what each depends on, and where its tables are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from opmap.connecting import Document, Field, Key, Locator
from opmap_connectors._shared.warehouses import TITLES, Store, store_at
from opmap_connectors.dbt.profiles import host_in_profile

SPACE = "dbt"
BUILT = frozenset({"model", "seed", "snapshot"})
_VERSION = re.compile(r"/dbt/manifest/(v\d+)")
_BESIDE = re.compile(r"/dbt/(catalog|run-results|sources)/v\d+")
_WRITTEN = {
    "catalog": "the columns of a database",
    "run-results": "the results of a run",
    "sources": "how fresh sources are",
}
_DEFINING = ("nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests")


@dataclass(frozen=True, eq=False)
class Manifest:
    """A manifest, made ready to be asked."""

    root: Field
    instance: str = field(init=False)
    adapter: str = field(init=False)
    project: str = field(init=False)
    nodes: dict[str, Field] = field(init=False)
    home: str = field(init=False)  # the database that most of its tables stand in
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        """Collect the nodes, and find out where their tables are."""
        metadata = self.root["metadata"]
        nodes = {uid: place for name in _DEFINING for uid, place in self.root[name].items() if place.is_mapping}
        settings = self.document.settings
        self._set("instance", settings.get("instance", "") or self.document.source)
        self._set("adapter", metadata["adapter_type"].text.casefold())
        self._set("nodes", dict(sorted(nodes.items())))
        self._set("project", metadata["project_name"].text or _commonest(_packages(nodes)) or "project")
        self._set("home", _commonest(place["database"].text for place in nodes.values()))
        self._set("store", self._found(metadata))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _found(self, metadata: Field) -> Store:
        title = TITLES.get(self.adapter, self.adapter or "Warehouse")
        host = host_in_profile(self.document, self.adapter)
        place = metadata["adapter_type"] or metadata
        own = self.key(self.adapter or "warehouse")
        return store_at(self.adapter, host, own, f"{title} of dbt in {self.instance}", place.at())

    @property
    def document(self) -> Document:
        """Give the file that it stands in."""
        return self.root.part.document

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this instance alone."""
        return f"{SPACE}:{self.instance}"

    def key(self, *parts: str) -> Key:
        """Give the key of something of this instance."""
        return Key(SPACE, "/".join((self.instance, *parts)))

    def of_type(self, *types: str) -> Iterator[tuple[str, Field]]:
        """Give the nodes of some types, in the order of their ids."""
        for uid, place in self.nodes.items():
            if type_of(uid, place) in types:
                yield uid, place

    def depends_on(self, uid: str) -> list[str]:
        """Give the ids that a node depends on, however this version says it."""
        place = self.nodes[uid]
        stated = [each.text for each in place["depends_on"]["nodes"].list() if each.text]
        stated = stated or [each.text for each in self.root["parent_map"][uid].list() if each.text]
        return list(dict.fromkeys(stated or self._referred(place)))

    def _referred(self, place: Field) -> Iterator[str]:
        """Find what a node refers to by name: as a list in old versions, as a mapping in new ones."""
        for ref in place["refs"].list():
            words = [each.text for each in ref.list()]
            name = ref["name"].text or (words[-1] if words else "")
            yield from (uid for uid, node in self.nodes.items() if is_built(uid, node) and node["name"].text == name)
        for source in place["sources"].list():
            ending = ".".join(each.text for each in source.list())
            yield from (
                uid for uid in self.nodes if ending and uid.startswith("source.") and uid.endswith(f".{ending}")
            )

    def tables_under(self, uid: str) -> list[str]:
        """Give the ids of the tables that a node works on: through what is put into its query, and is no table."""
        found: dict[str, None] = {}
        seen, waiting = {uid}, self.depends_on(uid)[::-1]
        while waiting:
            each = waiting.pop()
            if each in seen:
                continue
            seen.add(each)
            if each not in self.nodes or is_table(each, self.nodes[each]):
                found[each] = None
            elif type_of(each, self.nodes[each]) not in ("test", "operation", "analysis"):
                waiting += self.depends_on(each)[::-1]
        return list(found)


def version_of(root: Field) -> str:
    """Give the version of a manifest, such as v12; empty where a tree is none."""
    found = _VERSION.search(root["metadata"]["dbt_schema_version"].text)
    return found.group(1) if found else ""


def beside(root: Field) -> str:
    """Say what else dbt has written: columns, the results of a run, how fresh sources are; else nothing."""
    found = _BESIDE.search(root["metadata"]["dbt_schema_version"].text)
    return _WRITTEN[found.group(1)] if found else ""


def type_of(uid: str, place: Field) -> str:
    """Give the type of a node; where it does not say, its id does."""
    return place["resource_type"].text or uid.partition(".")[0]


def is_built(uid: str, place: Field) -> bool:
    """Say whether a run makes something of a node, and it is not switched off."""
    return type_of(uid, place) in BUILT and place["config"]["enabled"].flag is not False


def is_table(uid: str, place: Field) -> bool:
    """Say whether a node is a table or view of its own; an ephemeral one is put into the queries of others."""
    if type_of(uid, place) == "source":
        return True
    return is_built(uid, place) and place["config"]["materialized"].text != "ephemeral"


def reference(text: str, manifest: Manifest) -> Locator:
    """Name a node that the manifest does not hold."""
    return Locator("name", text.rpartition(".")[2], manifest.scope, expects="dataset")


def _packages(nodes: dict[str, Field]) -> Iterator[str]:
    return (place["package_name"].text for uid, place in nodes.items() if is_built(uid, place))


def _commonest(words: Iterator[str]) -> str:
    counted = Counter(word for word in words if word)
    return min(counted, key=lambda word: (-counted[word], word)) if counted else ""
