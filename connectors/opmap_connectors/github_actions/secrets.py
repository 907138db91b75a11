"""The secrets that a workflow names; the token that GitHub mints for each run is none that anyone can lose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Effect, Entity, Field, Reading
from opmap_connectors.github_actions.places import Home
from opmap_connectors.github_actions.steps import jobs_of, never

_NAMED = re.compile(r"\bsecrets\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*['\"]([A-Za-z_]\w*)['\"]\s*\])")
_MINTED = frozenset({"GITHUB_TOKEN"})
_EXPRESSION = "${{"


def secrets(root: Field, home: Home) -> Iterator[tuple[Entity, Effect]]:
    """Give each secret that a workflow names, once, with its use at the first place that names it."""
    seen: set[str] = set()
    off = _switched_off(root)
    naming = (place for place in root.walk() if place.is_text and "secrets" in place.text and _speaks(place))
    naming = (place for place in naming if not f"{place.pointer}/".startswith(off))
    for place in sorted(naming, key=lambda place: place.pointer):
        for one, another in _NAMED.findall(place.text):
            name = (one or another).upper()
            if name not in seen and name not in _MINTED:
                seen.add(name)
                yield _mention(name, home, place), Effect("uses credential", home.secret(name), place.at())


def _switched_off(root: Field) -> tuple[str, ...]:
    """Give where jobs and steps begin that never run."""
    jobs = [job for _, job in jobs_of(root)]
    steps = [step for job in jobs for step in job["steps"].list()]
    return tuple(f"{place.pointer}/" for place in (*jobs, *steps) if never(place))


def _speaks(place: Field) -> bool:
    """Say whether a text is an expression: in double braces, or as a condition, which needs none."""
    return _EXPRESSION in place.text or place.name == "if"


def _mention(name: str, home: Home, place: Field) -> Entity:
    return Entity("credential", name, (home.secret(name),), place.at(), mentioned=True)


def mentions(pairs: list[tuple[Entity, Effect]]) -> list[Reading]:
    """Give the credentials alone."""
    return [entity for entity, _ in pairs]
