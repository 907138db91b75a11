"""What is known where a step's commands run: its variables, its folder, its repository."""

from __future__ import annotations

from posixpath import join

from opmap.connecting import Field, Ref
from opmap_connectors._shared.interpolation import told_by
from opmap_connectors._shared.startables import project_in
from opmap_connectors._shared.starting import Caller
from opmap_connectors.github_actions.places import Home
from opmap_connectors.github_actions.steps import Step

_API = "https://api.github.com"


def caller(step: Step, home: Home) -> Caller:
    """Give whoever runs a step's commands."""
    return Caller(
        home.scope, str(home.key()), _known(step, home), home.name, lambda folder: _project(folder, step, home)
    )


def _layers(step: Step) -> tuple[Field, ...]:
    """Give the workflow, the job and the step, the nearest last."""
    root, path = step.place.part.root, step.place.path
    return root, root["jobs"][path[1]] if len(path) > 1 else root["jobs"], step.place


def _known(step: Step, home: Home) -> dict[str, str]:
    known = told_by(step.place.part.document.settings)
    known |= {f"vars.{name}": value for name, value in known.items()}
    for name, value in (each for layer in _layers(step) for each in layer["env"].items()):
        known.pop(name, None)
        if "${{" not in value.text:
            known |= {name: value.text, f"env.{name}": value.text}
    if home.is_known:
        known |= dict.fromkeys(("GITHUB_REPOSITORY", "github.repository"), home.name)
    return known | dict.fromkeys(("GITHUB_API_URL", "github.api_url"), _API)


def _project(folder: str, step: Step, home: Home) -> Ref | None:
    """Give the dbt project in a folder below the one that the step's commands run in."""
    usual = (layer["defaults"]["run"]["working-directory"].text for layer in _layers(step)[:2])
    stated = [step.place["working-directory"].text, *reversed([*usual])]
    start = next(filter(None, stated), "")
    return project_in(step.place.part.document, join("../" * home.path.count("/"), start, folder))
