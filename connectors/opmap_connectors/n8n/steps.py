"""The steps of a workflow, read from its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Field, short_name
from opmap_connectors.n8n.types import NodeType, node_type

_USUAL_TRIES, _FEWEST_TRIES, _MOST_TRIES = 3, 2, 5


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
    called: str  # by connections: the name as it is written
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
    def routes_failures(self) -> bool:
        """Say whether its last output is the way that failures take."""
        return self.place["onError"].text == "continueErrorOutput"

    @property
    def title(self) -> Field:
        """Give the place that shows the step by its name."""
        return self.place["name"]

    def __getitem__(self, parameter: str) -> Field:
        """Give a parameter."""
        return self.parameters[parameter]


def steps_of(root: Field) -> tuple[list[Step], set[str]]:
    """Read every step of a workflow that has a type; give them, and the names of the notes on the canvas."""
    steps: list[Step] = []
    notes: set[str] = set()
    for index, node in enumerate(root["nodes"].list()):
        kind = node.value.get("type") if isinstance(node.value, dict) else None
        if not isinstance(kind, str):
            continue
        if kind.endswith(".stickyNote"):
            notes.add(node["name"].text)
        else:
            steps.append(_step(node, node_type(kind.strip()), index))
    return steps, notes


def _step(node: Field, kind: NodeType, index: int) -> Step:
    stated = node.value
    called = node["name"].text
    credentials = list(_credentials(node)) if stated.get("credentials") else []
    return Step(
        short_name(called, f"step {index + 1}"),
        called,
        kind,
        node["typeVersion"].number or 1.0,
        node,
        node["parameters"],
        disabled="disabled" in stated and node["disabled"].flag is True,
        tolerant=_is_tolerant(node),
        tries=_tries(node) if node["retryOnFail"].flag else 1,
        credentials=tuple(use for use in credentials if use.id or use.name),
        unchosen=tuple(use.place for use in credentials if not (use.id or use.name)),
    )


def _tries(node: Field) -> int:
    """Give how often n8n tries a step that is to be tried again: at least twice and at most five times."""
    return min(_MOST_TRIES, max(_FEWEST_TRIES, int(node["maxTries"].number or _USUAL_TRIES)))


def _is_tolerant(node: Field) -> bool:
    """Say whether the workflow goes on when a step fails, as new exports say it and as old ones do."""
    return node["onError"].text.startswith("continue") or node["continueOnFail"].flag is True


def _credentials(node: Field) -> Iterator[Use]:
    """Read credentials: ``{id, name}`` or, in old exports, a bare name."""
    for kind, stated in node["credentials"].items():
        yield Use(kind, stated["id"].text, short_name(stated.text or stated["name"].text, ""), stated)
