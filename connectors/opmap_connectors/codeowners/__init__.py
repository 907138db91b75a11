"""CODEOWNERS: who answers for which paths of a repository, as GitHub and GitLab read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from opmap.connecting import Document, Entity, Evidence, Key, Known, Locator, Notice, Reading, Relation, attributes
from opmap.connecting.ownership import NOBODY
from opmap.connecting.repositories import repository_at
from opmap_connectors._shared.code_hosts import repository_called
from opmap_connectors._shared.skeletons import REASON, in_skeleton
from opmap_connectors.codeowners.lines import Fault, Rule, looks_like_gitlab, rules_of_github, rules_of_gitlab
from opmap_connectors.codeowners.places import NAME, root_of, why_silent

_MOST_BYTES = 3 * 1024 * 1024
_EVERYTHING = {"*", "**", "/**", "**/*", "/**/*"}
_ROLE = "code owner"


class CodeOwners:
    """Read a CODEOWNERS file into rules of ownership, and into the owners of the repository."""

    name = "codeowners"
    title = "CODEOWNERS"
    recognises = "a file called CODEOWNERS in a repository's root or its folder .github, .gitlab or docs"
    version = 1

    def detect(self, document: Document) -> bool:
        """Take every file of this name; one that has no effect is said, not passed over."""
        return document.name == NAME and document.form != "binary"

    def read(self, document: Document) -> Iterable[Reading]:
        """Give the repository, its owners, and a rule for each pattern and owner."""
        silent = REASON if in_skeleton(document) else why_silent(document) or _too_large(document)
        if silent:
            yield Notice(silent, document.at(known=Known.DECLARED))
            return
        yield from _File(document).readings()


def _too_large(document: Document) -> str:
    if len(document.data) > _MOST_BYTES and not _is_gitlab(document):
        return "larger than 3 MB, which GitHub does not load; nothing is read from it"
    return ""


def _is_gitlab(document: Document) -> bool:
    place = document.folder.rpartition("/")[2]
    if place in {".github", ".gitlab"}:
        return place == ".gitlab"
    pipeline = "../.gitlab-ci.yml" if place == "docs" else ".gitlab-ci.yml"
    hosted = "gitlab" in document.settings.get("repository", "").casefold()
    return hosted or looks_like_gitlab(document.text) or document.sibling(pipeline) is not None


class _File:
    """One CODEOWNERS file that counts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = root_of(document)
        self.gitlab = _is_gitlab(document)
        host, given = "gitlab.com" if self.gitlab else "github.com", document.settings.get("repository", "")
        self.id = repository_called(given, host) if given else "/".join(filter(None, (document.source, self.root)))
        self.repository = Key("repository", self.id)

    def readings(self) -> Iterator[Reading]:
        """Give everything that the file says."""
        read = rules_of_gitlab if self.gitlab else rules_of_github
        lines = list(read(self.document.text))
        rules = [line for line in lines if isinstance(line, Rule)]
        if rules:
            yield from self._repository(rules)
        named: set[Key] = set()
        for line in lines:
            if isinstance(line, Fault):
                yield Notice(line.reason, self._at(line.line))
                continue
            owners = self._owners(line)
            yield from (self._owner(key, word, line) for key, word in owners.items() if key not in named)
            named.update(owners)
            yield from self._relations(line)

    def _at(self, line: int) -> Evidence:
        return self.document.at(line=line, known=Known.DECLARED)

    def _repository(self, rules: list[Rule]) -> Iterator[Reading]:
        """Give the repository; it is owned by whoever owns, in some section, every path that no later rule takes."""
        address = Locator("repository", repository_at(self.id) or self.id.casefold())
        yield Entity("repository", self.id, (self.repository,), self._at(1), addresses=(address,))
        last = {rule.section.name: rule for rule in rules if rule.pattern in _EVERYTHING and not rule.excludes}
        for rule in last.values():
            said = attributes(role=_ROLE, section=rule.section.name)
            for owner in self._owners(rule):
                yield Relation(self.repository, "owned by", owner, self._at(rule.line), attributes=said)

    def _relations(self, rule: Rule) -> Iterator[Relation]:
        placed = self._placed(rule.pattern)
        source = Locator("path", placed, f"codeowners:{self.document.source}")
        said = attributes(
            order=rule.line,
            role=_ROLE,
            pattern=rule.pattern if rule.pattern != placed else None,
            section=rule.section.name,
            root=self.root,
            exact=self.gitlab or None,
            excludes=rule.excludes or None,
            optional=rule.section.optional or None,
        )
        for owner in self._owners(rule) or [NOBODY]:
            yield Relation(source, "owned by", owner, self._at(rule.line), attributes=said)

    def _placed(self, pattern: str) -> str:
        """Write a pattern as .gitignore in the source's root would have to say it."""
        slash_inside = "/" in pattern.strip("/")
        anchored = pattern.startswith("/") or (slash_inside and not self.gitlab)
        if not self.root and (anchored or not slash_inside):
            return pattern
        root = re.sub(r"([*?\[\]\\])", r"\\\1", self.root)
        return f"/{root}/{'' if anchored else '**/'}{pattern.lstrip('/')}".replace("//", "/")

    def _key(self, word: str) -> Key:
        if word.startswith("@@"):
            return Key("gitlab", f"{self.id.casefold()}/@{word[2:].casefold().rstrip('s')}")
        if not word.startswith("@"):
            return Key("person", word.casefold())
        return Key("gitlab" if self.gitlab else "github", word[1:].casefold())

    def _owners(self, rule: Rule) -> dict[Key, str]:
        return {self._key(word): word for word in rule.owners}

    def _owner(self, key: Key, word: str, rule: Rule) -> Entity:
        if word.startswith("@@"):
            name = f"{word[2:].rstrip('s')}s of {self.id}"
            return Entity("team", name, (key,), self._at(rule.line), mentioned=True)
        kind = "team" if word.startswith("@") and "/" in word else "person"
        return Entity(kind, word.removeprefix("@"), (key,), self._at(rule.line), mentioned=True)
