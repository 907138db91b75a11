"""The environment of a service's containers: its own entries, its env files, and the project's .env."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Evidence, Field, Notice, frozen
from opmap_connectors._shared.interpolation import fill, read_env
from opmap_connectors._shared.variables import names_host
from opmap_connectors.compose.files import text_of
from opmap_connectors.compose.layers import Layers
from opmap_connectors.compose.project import Project


@frozen
class Variable:
    """A variable of a container."""

    name: str
    value: str
    evidence: Evidence
    written: str  # before anything was filled in; the variable's own name where it only passes one on
    unset: bool = False  # it names a variable that nothing sets


def environment_of(layers: Layers, project: Project) -> dict[str, Variable]:
    """Give the variables of a service by name; what counts more replaces what counts less."""
    found: dict[str, Variable] = {}
    for entry in layers["env_file"].each():
        for variable in _of_file(entry, project):
            found[variable.name] = variable
    for variable in entries_of(layers["environment"], project):
        found[variable.name] = variable
    return found


def entries_of(layers: Layers, project: Project) -> Iterator[Variable]:
    """Give what is written as a mapping, or as a list of ``NAME=value`` and names alone."""
    for field in layers.fields:
        for name, entry in field.items():
            yield _variable(name, entry.text if entry else None, entry, project)
        for entry in field.list():
            name, equals, value = entry.text.partition("=")
            if name:
                yield _variable(name.strip(), value if equals else None, entry, project)


def _variable(name: str, written: str | None, entry: Field, project: Project) -> Variable:
    if written is None:
        unset = name not in project.variables
        return Variable(name, project.variables.get(name, ""), entry.at(), f"${{{name}}}", unset)
    filled = fill(written, project.variables)
    return Variable(name, filled.text, entry.at(), written, bool(filled.unset))


def _of_file(entry: Field, project: Project) -> Iterator[Variable]:
    path = project.text(entry["path"] if entry.is_mapping else entry)
    file = project.files.beside(entry.part.document, path)
    if file is None:
        if entry["required"].flag is not False:
            project.say("an env file that does not stand here: what it sets is not known", entry)
        return
    for found in read_env(text_of(file), project.variables, raw=entry["format"].text == "raw"):
        yield Variable(found.name, found.value, file.at(line=found.line), found.written)


def unknown_addresses(variables: dict[str, Variable]) -> Iterator[Notice]:
    """Say where an address stands that is not known, because nothing here sets a variable that it is made of."""
    for variable in variables.values():
        if variable.unset and (names_host(variable.name) or "://" in variable.written):
            yield Notice(
                "an address made of a variable that nothing here sets: where it leads is not known", variable.evidence
            )
