"""Who answers for a path: rules of ownership, of which the last that matches wins.

A rule is a relation ``Locator("path", pattern, scope) owned by somebody``, as CODEOWNERS
files state them. Its pattern is read as .gitignore reads one, from the root of the source.
A pattern that ends in ``/*`` takes the files of that folder and none below. Attributes say
the rest: ``order`` which rule is later, ``section`` within which rules compete (each section
names owners of its own), ``root`` the folder that the rules speak of (the deepest wins),
``exact`` that a pattern without a last slash takes a file only, ``excludes`` that nobody of
the section owns what it takes. A rule that takes owners away is owned by ``NOBODY``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache

from opmap.facts import Key, Locator, Relation
from opmap.frozen import frozen

NOBODY = Key("nobody", "nobody")
"""The owner of what a rule leaves without one on purpose; never a node."""


@frozen
class _Rule:
    relation: Relation
    pattern: str
    order: int
    section: str
    root: str
    exact: bool
    excludes: bool
    start: str  # what every path that it takes starts with, so that most are refused at once

    @classmethod
    def of(cls, relation: Relation) -> _Rule | None:
        place, known = relation.source, dict(relation.attributes)
        if not isinstance(place, Locator) or place.form != "path":
            return None
        order, root = known.get("order", 0), str(known.get("root", ""))
        start = re.split(r"[*?\[\\]", place.value)[0].lstrip("/") if "/" in place.value.rstrip("/") else ""
        return cls(
            relation,
            place.value,
            order if isinstance(order, int) else 0,
            str(known.get("section", "")),
            root,
            bool(known.get("exact")),
            bool(known.get("excludes")),
            start or (f"{root}/" if root else ""),
        )

    def takes(self, path: str) -> bool:
        return path.startswith(self.start) and matches(self.pattern, path, exact=self.exact)


class Rules:
    """Rules of one source, made ready to be asked about many paths.

    >>> from opmap.facts import Evidence
    >>> def rule(order, pattern, owner):
    ...     place = Evidence("acme", "CODEOWNERS", order, "", "", "codeowners")
    ...     return Relation(Locator("path", pattern), "owned by", owner, place, attributes=(("order", order),))
    >>> rules = Rules([rule(1, "*", Key("github", "acme/all")), rule(2, "/web/", Key("github", "acme/web"))])
    >>> [str(found.target) for found in rules.of("web/src/page.js")]
    ['github:acme/web']
    """

    def __init__(self, rules: Iterable[Relation]) -> None:
        found = [rule for rule in map(_Rule.of, rules) if rule is not None]
        self._latest_first = sorted(found, key=lambda rule: (-len(rule.root), -rule.order))
        self._with_exclusions = {(rule.root, rule.section) for rule in found if rule.excludes}

    def of(self, path: str) -> tuple[Relation, ...]:
        """Give the rules that name the owners of the file at a path; none where nobody owns it."""
        won: dict[str, int] = {}
        winners: list[Relation] = []
        root: str | None = None
        for rule in self._latest_first:
            if root is not None and len(rule.root) < len(root):
                break
            if won.get(rule.section, rule.order) != rule.order or not rule.takes(path):
                continue
            root = rule.root
            won[rule.section] = rule.order
            if rule.relation.target != NOBODY and not self._excluded(rule, path):
                winners.append(rule.relation)
        return tuple(sorted(winners, key=lambda found: str(found.target)))

    def _excluded(self, rule: _Rule, path: str) -> bool:
        if (rule.root, rule.section) not in self._with_exclusions:
            return False
        return any(
            other.excludes and (other.root, other.section) == (rule.root, rule.section) and other.takes(path)
            for other in self._latest_first
        )


def matches(pattern: str, path: str, *, exact: bool = False) -> bool:
    r"""Say whether a pattern takes the file at a path; ``exact`` lets only a last slash take what stands below.

    >>> matches("apps/", "web/apps/shop/main.py"), matches("/docs/*", "docs/old/plan.md")
    (True, False)
    >>> matches("*.js", "web/page.js"), matches("/docs/**/plan.md", "docs/plan.md")
    (True, True)
    """
    steps, below, at = _compiled(pattern, exact)
    parts = path.split("/")
    reached = {0}
    for step in steps:
        if step is None:
            reached = set(range(min(reached), len(parts) + 1))
        else:
            reached = {place + 1 for place in reached if place < len(parts) and step.match(parts[place])}
        if not reached:
            return False
    return (at and len(parts) in reached) or (below and any(place < len(parts) for place in reached))


@lru_cache(maxsize=20_000)
def _compiled(pattern: str, exact: bool) -> tuple[tuple[re.Pattern[str] | None, ...], bool, bool]:  # noqa: FBT001 - cached by place
    """Give the steps (None: any number of folders); then, whether what is below the end is taken, and what is at it."""
    bare = pattern.rstrip("/")
    names = [name for name in bare.split("/") if name]
    if not names:
        return (), False, False
    if "/" not in bare:
        names = ["**", *names]
    folder = pattern.endswith("/") or names[-1] == "**"
    while names and names[-1] == "**":
        names.pop()
    steps = tuple(None if name == "**" else re.compile(translate(_plain(name))) for name in names)
    return steps, folder or not (exact or names[-1] == "*"), not folder


def _plain(name: str) -> str:
    """Write a name with backslashes and ``[^`` as fnmatch understands it."""
    literal = re.sub(r"\\(.)", lambda found: f"[{found[1]}]" if found[1] in "*?[" else found[1], name)
    return literal.replace("[^", "[!")
