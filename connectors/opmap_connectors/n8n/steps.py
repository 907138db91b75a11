"""The steps of a workflow, read from its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Field, short_name
from opmap_connectors.n8n.types import NodeType, node_type

_USUAL_TRIES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """A credential that a step names."""

    type: str
    id: str
    name: str
    place: Field


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step."""

    name: str
    type: NodeType
    version: float
    place: Field  # the node
    parameters: Field
    disabled: bool = False
    tolerant: bool = False  # the workflow goes on when it fails
    tries: int = 1
    credentials: tuple[Use, ...] = ()
    unchosen: tuple[Field, ...] = ()  # credentials that it asks for and nobody chose

    @property
    def short(self) -> str:
        """Give the type without its package."""
        return self.type.short

    @property
    def title(self) -> Field:
        """Give the place that shows the step by its name."""
        return self.place["name"]

    def __getitem__(self, parameter: str) -> Field:
        """Give a parameter."""
        return self.parameters[parameter]


def steps_of(root: Field) -> list[Step]:
    """Read every step of a workflow that has a type, but for notes on the canvas."""
    return [
        _step(node, index)
        for index, node in enumerate(root["nodes"].list())
        if node["type"].is_text and not node["type"].text.endswith(".stickyNote")
    ]


def _step(node: Field, index: int) -> Step:
    credentials = list(_credentials(node))
    return Step(
        short_name(node["name"].text, f"step {index + 1}"),
        node_type(node["type"].text),
        node["typeVersion"].number or 1.0,
        node,
        node["parameters"],
        disabled=node["disabled"].flag is True,
        tolerant=node["onError"].text.startswith("continue") or node["continueOnFail"].flag is True,
        tries=int(node["maxTries"].number or _USUAL_TRIES) if node["retryOnFail"].flag else 1,
        credentials=tuple(use for use in credentials if use.id or use.name),
        unchosen=tuple(use.place for use in credentials if not (use.id or use.name)),
    )


def _credentials(node: Field) -> Iterator[Use]:
    """Read credentials: ``{id, name}`` or, in old exports, a bare name."""
    for kind, stated in node["credentials"].items():
        yield Use(kind, stated["id"].text, short_name(stated.text or stated["name"].text, ""), stated)
