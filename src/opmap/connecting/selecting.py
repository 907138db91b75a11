"""Labels and selectors: which workloads a selector selects, wherever the two are described.

A platform joins its objects by labels: a Service names no workload, it says which labels
a workload must carry. The two often stand in different files, so a connector writes the
labels as an address of the workload (form ``labels``), the selector as the target of a
relation (form ``selector``), and identity brings them together.

>>> matches(parse_labels("app=cart,tier=shop"), parse_selector("app=cart,tier in (shop;store),!canary"))
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from opmap.facts import Key

Labels = tuple[tuple[str, str], ...]
"""Labels in the order of their names."""

_PLAIN = "/._-"
_HARMLESS = re.compile(r"[A-Za-z0-9/._~-]*")
_SETS = {"In": "in", "NotIn": "notin"}


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """One thing that a selector asks of a label; several are all asked."""

    name: str
    operator: str  # In, NotIn, Exists, DoesNotExist
    values: tuple[str, ...] = ()

    def holds(self, labels: Mapping[str, str]) -> bool:
        """Say whether some labels give what is asked; what is not understood never holds."""
        value = labels.get(self.name)
        if self.operator == "In":
            return value is not None and value in self.values
        if self.operator == "NotIn":
            return value is None or value not in self.values
        if self.operator == "Exists":
            return value is not None
        return self.operator == "DoesNotExist" and value is None


Selector = tuple[Requirement, ...]


def format_labels(labels: Mapping[str, str]) -> str:
    """Write labels as one text, equal for equal labels.

    >>> format_labels({"tier": "shop", "app": "cart"})
    'app=cart,tier=shop'
    """
    return ",".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(labels.items()))


def _quoted(word: str) -> str:
    """Quote a name or a value; nearly all stand as they are, and to see that is far quicker."""
    return word if _HARMLESS.fullmatch(word) else quote(word, _PLAIN)


def parse_labels(text: str) -> Labels:
    """Read what `format_labels` wrote; pass over what is no label."""
    pairs = (item.partition("=") for item in text.split(",") if "=" in item)
    return tuple(sorted((unquote(name), unquote(value)) for name, _, value in pairs))


def selector_of(match_labels: Mapping[str, str], expressions: Iterable[Requirement] = ()) -> Selector:
    """Make a selector of plain labels and of expressions.

    >>> format_selector(selector_of({"app": "cart"}, [Requirement("canary", "DoesNotExist")]))
    'app=cart,!canary'
    """
    return tuple(sorted({*(Requirement(name, "In", (value,)) for name, value in match_labels.items()), *expressions}))


def format_selector(selector: Selector) -> str:
    """Write a selector as one text, equal for equal selectors."""
    return ",".join(_written(requirement) for requirement in sorted(set(selector)))


def _written(requirement: Requirement) -> str:
    name = _quoted(requirement.name)
    values = [_quoted(value) for value in sorted(set(requirement.values))]
    if requirement.operator == "In" and len(values) == 1:
        return f"{name}={values[0]}"
    if requirement.operator in _SETS:
        listed = f" ({';'.join(values)})" if values else ""
        return f"{name} {_SETS[requirement.operator]}{listed}"
    if requirement.operator == "DoesNotExist":
        return f"!{name}"
    return name if requirement.operator == "Exists" else f"{name} {quote(requirement.operator, '')}"


def parse_selector(text: str) -> Selector:
    """Read what `format_selector` wrote."""
    return tuple(sorted(_read(item) for item in text.split(",") if item))


def _read(item: str) -> Requirement:
    name, space, rest = item.partition(" ")
    if space:
        operator, brackets, values = rest.partition(" (")
        listed = tuple(unquote(value) for value in values.removesuffix(")").split(";")) if brackets else ()
        known = {written: operator for operator, written in _SETS.items()}
        return Requirement(unquote(name), known.get(operator, unquote(operator)), listed if operator in known else ())
    name, equals, value = item.partition("=")
    if equals:
        return Requirement(unquote(name), "In", (unquote(value),))
    absent = item.startswith("!")
    return Requirement(unquote(item[1:] if absent else item), "DoesNotExist" if absent else "Exists")


def matches(labels: Labels, selector: Selector) -> bool:
    """Say whether a selector selects these labels; an empty one, which nobody wrote, selects nothing."""
    carried = dict(labels)
    return bool(selector) and all(requirement.holds(carried) for requirement in selector)


def is_service(key: Key) -> bool:
    """Say whether a key names a Service, which a workload's own key goes before.

    >>> is_service(Key("k8s", "prod/shop/Service/cart")), is_service(Key("k8s", "prod/shop/Deployment/cart"))
    (True, False)
    """
    return key.space == "k8s" and key.name.split("/")[-2:-1] == ["Service"]


_DATA = frozenset({"datastore", "queue", "topic", "index", "feature store", "model registry", "dataset", "file"})
_ANSWERING = frozenset(
    {"service", "API", "operation", "MCP server", "workflow", "function", "agent", "approval system"}
)


_SHOWING = frozenset(
    "grafana kibana opensearch-dashboards alertmanager prometheus thanos victoriametrics "
    "cadvisor uptime-kuma gatus".split()
)


def only_shows(engine: str) -> bool:
    """Say whether a monitor of this make is asked by people and programs, and is told nothing by what it watches."""
    return engine in _SHOWING


def verb_towards(kind: str, engine: str = "") -> str | None:
    """Say what an address in a configuration means, by what stands there; None where the kind says nothing.

    >>> verb_towards("datastore"), verb_towards("service"), verb_towards("monitoring")
    ('depends on', 'calls', 'monitored by')
    >>> verb_towards("monitoring", "grafana")
    'calls'
    """
    if kind in _DATA:
        return "depends on"
    if kind in _ANSWERING:
        return "calls"
    if kind == "monitoring" and only_shows(engine):
        return "calls"
    return {"monitoring": "monitored by", "identity provider": "authenticates with", "model": "uses model"}.get(kind)
