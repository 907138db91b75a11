"""Actions that a repository keeps for its own workflows: `action.yml` with the steps that it is made of."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Field, Key, Reading, Relation, Strength, attributes, short_name
from opmap_connectors.github_actions.places import SPACE, home_of
from opmap_connectors.github_actions.steps import job_steps
from opmap_connectors.github_actions.using import effects_of, mentioned


def is_action(root: Field) -> bool:
    """Say whether a document is an action: it says what it is run with."""
    return root["runs"]["using"].is_text and (root["name"].is_text or "inputs" in root or "description" in root)


def read_action(root: Field) -> Iterator[Reading]:
    """Give an action, and what its steps need of others."""
    home = home_of(root.part.document)
    folder = home.path.rpartition("/")[0]
    keys = (home.key(folder),) if folder else (Key(SPACE, f"action/{home.name.lower()}"),)
    title = root["name"] if root["name"].is_text else root
    name = short_name(root["name"].text, folder or home.name)
    said = attributes(runs_with=root["runs"]["using"].text)
    yield Entity("library", name, keys, title.at(), attributes=said)
    for step in job_steps(name, root["runs"]):
        if not step.never:
            yield from mentioned(step, home)
            yield from (_relation(keys[0], effect) for effect in effects_of(step, home))


def _relation(source: Key, effect: Effect) -> Relation:
    return Relation(
        source,
        effect.verb,
        effect.target,
        effect.evidence,
        strength=Strength.SOFT if effect.soft else None,
        certainty=effect.certainty,
        attributes=attributes(steps=[effect.step]),
    )
