"""Which connectors there are: every entry point of the group ``opmap.connectors``.

A package that brings a connector says so in its pyproject.toml, and needs no more::

    [project.entry-points."opmap.connectors"]
    rota = "connector_rota:Rota"
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opmap.errors import BadConnector
from opmap.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opmap.connecting.protocol import Connector

GROUP = "opmap.connectors"

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@frozen
class Problem:
    """A connector that is installed and cannot be used; the others work without it."""

    name: str
    place: str  # MODULE:CLASS
    reason: str

    def __str__(self) -> str:
        """Say it as a sentence."""
        return str(BadConnector(self.name, self.reason))


def connectors() -> tuple[Connector, ...]:
    """Give every connector that is installed and can be used, by name."""
    return load_connectors()[0]


def load_connectors(entries: Iterable[EntryPoint] | None = None) -> tuple[tuple[Connector, ...], tuple[Problem, ...]]:
    """Load the connectors that are installed; those that fail become problems and stop no other."""
    if entries is None:
        entries = entry_points(group=GROUP)
    loaded: dict[str, Connector] = {}
    problems: list[Problem] = []
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.value)):
        try:
            connector = connector_at(entry.value)
        except BadConnector as error:
            problems.append(Problem(entry.name, entry.value, error.reason))
            continue
        if connector.name in loaded:
            taken = type(loaded[connector.name])
            reason = f"{taken.__module__}:{taken.__qualname__} has the same name and was found first"
            problems.append(Problem(connector.name, entry.value, reason))
            continue
        loaded[connector.name] = connector
    return tuple(loaded[name] for name in sorted(loaded)), tuple(problems)


def connector_at(place: str) -> Connector:
    """Load the connector at ``MODULE:CLASS``, also from the current folder; raise BadConnector where it is none."""
    module, colon, name = place.partition(":")
    if not (colon and module and name):
        reason = "a connector is named MODULE:CLASS, such as connector_rota:Rota"
        raise BadConnector(place, reason)
    with _current_folder_last():
        made = _made(place, module, name)
    faults = shape_faults(made)
    if faults:
        raise BadConnector(place, "; ".join(faults))
    connector: Connector = made
    return connector


def _made(place: str, module: str, name: str) -> Any:
    try:
        found = import_module(module)
        for step in name.split("."):
            found = getattr(found, step)
        made: Any = found() if callable(found) else found
    except (Exception, SystemExit) as error:
        reason = f"loading it failed with {type(error).__name__}: {error}"
        raise BadConnector(place, reason) from error
    return made


@contextmanager
def _current_folder_last() -> Iterator[None]:
    """Let an author name a module that is not installed yet; nothing that is installed is hidden by it."""
    folder = str(Path.cwd())
    sys.path.append(folder)
    try:
        yield
    finally:
        if folder in sys.path:
            del sys.path[len(sys.path) - 1 - sys.path[::-1].index(folder)]


def shape_faults(made: Any) -> list[str]:
    """Say what a connector's names, version and methods lack; nothing where all is well."""
    faults = []
    name = getattr(made, "name", None)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        faults.append("its name is not one or more lower-case words joined by hyphens")
    for field in ("title", "recognises"):
        value = getattr(made, field, None)
        if not isinstance(value, str) or not value.strip() or "\n" in value:
            faults.append(f"its {field} is not one line of text")
    version = getattr(made, "version", None)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        faults.append("its version is not a whole number of 1 or more")
    faults.extend(
        f"it has no method {method}(document)"
        for method in ("detect", "read")
        if not callable(getattr(made, method, None))
    )
    return faults
