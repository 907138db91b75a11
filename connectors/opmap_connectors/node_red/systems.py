"""What nodes share by a configuration: brokers, databases, servers, accounts; where each stands, and what opens it."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Field, Key, Locator, Reading, Ref, Relation, frozen, host_of, short_name
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.places import is_host_name
from opmap_connectors.node_red.exports import Export, Node
from opmap_connectors.node_red.meaning import Meaning

_DATABASES = (
    "mysql",
    "postgres",
    "mongo",
    "influx",
    "sqlite",
    "mssql",
    "redis",
    "oracle",
    "couch",
    "cassandra",
    "elastic",
    "firebase",
    "dynamo",
    "database",
)
_HOSTS = ("host", "hostname", "broker", "server", "url", "uri", "address", "brokers", "endpoint", "path")
_PORTS = ("port", "serverport")
_NO_SYSTEMS = frozenset({"tls-config", "http proxy", "http-proxy", "websocket-listener", "global-config", "httpauth"})
_ACCOUNTS = ("config", "credentials", "account", "auth", "token", "bot", "api", "oauth")


@frozen
class Systems:
    """The configurations that the nodes of a flow refer to."""

    export: Export
    meaning: Meaning

    def used_by(self, node: Node) -> list[Node]:
        """Give the configurations that a node refers to, by whichever of its properties."""
        found = []
        for name, place in node.place.items():
            config = self.export.config(place.text) if place.is_text and name not in {"id", "z", "g"} else None
            if config is not None and config not in found:
                found.append(config)
        return found

    def system(self, node: Node) -> Node | None:
        """Give the first of them that is a system of its own, and no certificate or path."""
        return next((each for each in self.used_by(node) if self.is_system(each)), None)

    def is_system(self, config: Node) -> bool:
        """Say whether a configuration says where something stands, or what kind of thing it is."""
        if config.type in _NO_SYSTEMS or config.type.startswith("ui_") or config.type.startswith("ui-"):
            return False
        return self.is_store(config) or bool(self.address(config)) or not self._is_account(config)

    def is_store(self, config: Node) -> bool:
        """Say whether a configuration is that of a database."""
        return any(word in config.type.casefold() for word in _DATABASES)

    def key(self, config: Node) -> Key:
        """Give the key of what a configuration leads to."""
        return self.export.home.key("config", config.id)

    def described(self, config: Node) -> tuple[Reading, ...]:
        """Mention what a configuration leads to, and where that stands."""
        kind = "datastore" if self.is_store(config) or "broker" in config.type else "service"
        place, address = self._host(config)
        name = config["name"].text or address or config.type
        key = self.key(config)
        entity = Entity(kind, short_name(name), (key,), config.title.at(), mentioned=True)
        target = self._where(place, address)
        if target is None:
            return (entity,)
        return entity, Relation(key, "depends on", target, place.at())

    def address(self, config: Node) -> str:
        """Give the host that a configuration names, with its port; empty where only a run knows it."""
        return self._host(config)[1]

    def broker(self, node: Node) -> Ref | None:
        """Give the broker whose topics a node speaks of: by its address where that is known, else by its own key."""
        config = self.system(node)
        return None if config is None else self._where(*self._host(config)) or self.key(config)

    def credentials(self, node: Node) -> Iterator[tuple[Effect, tuple[Reading, ...]]]:
        """Give what a node, and the configurations that it uses, prove themselves with."""
        for each in (node, *self.used_by(node)):
            if _proves(each):
                key = self.export.home.key("credential", each.id)
                named = f"credentials of {each.name}"
                entity = Entity("credential", short_name(named), (key,), each.title.at(), mentioned=True)
                yield Effect("uses credential", key, each.title.at(), node.name), (entity,)

    def _host(self, config: Node) -> tuple[Field, str]:
        for name in _HOSTS:
            text = self.meaning.known(config[name], config[f"{name}FieldType"] or config[f"{name}Type"])
            if "://" in text:
                address = host_of(text)
            else:
                port = next((self.meaning.known(config[word]) for word in _PORTS if config[word].text), "")
                address = f"{text}:{port}" if ":" not in text and port.isdigit() else text
                address = address if is_host_name(text.partition(":")[0]) else ""
            if address:
                return config[name], address
        return config.title, ""

    def _where(self, place: Field, address: str) -> Ref | None:
        if not address:
            return None
        found = located(place.text, self.export.home.scope) if "://" in place.text else None
        return found.target if found else Locator("host", address.lower(), self.export.home.scope)

    def _is_account(self, config: Node) -> bool:
        return any(word in config.type.casefold() for word in _ACCOUNTS)


def _proves(node: Node) -> bool:
    """Say whether a node keeps something secret: Node-RED exports the place for it, or how it is used."""
    kept = node["credentials"]
    return (kept.is_mapping and bool(kept.value)) or node["authType"].text in {"basic", "bearer", "digest"}
