"""The lines of a CODEOWNERS file, as GitHub or GitLab read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADING = re.compile(r"(\^)?\[([^\[\]]+)\](?:\[(\d+)\])?(?:\s+(.*))?")
_WORD = re.compile(r"(?:\\.|[^\s\\])+|\\$")
_OWNER = re.compile(r"@{0,2}[\w.+-]+(?:/[\w.-]+)*(?:@[\w-]+(?:\.[\w-]+)+)?")
_EMAIL = re.compile(r"[^\s@]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class Section:
    """A GitLab section: its rules compete with each other only."""

    name: str = ""
    owners: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Rule:
    """One line: a pattern and who owns what it takes; nobody, where the line names none."""

    line: int
    pattern: str
    owners: tuple[str, ...]
    section: Section = field(default_factory=Section)
    excludes: bool = False


@dataclass(frozen=True)
class Fault:
    """A line, or a part of it, that the platform does not follow."""

    line: int
    reason: str


def rules_of_github(text: str) -> Iterator[Rule | Fault]:
    """Read the lines as GitHub does, which skips a line that it does not understand."""
    for number, line in _filled(text):
        pattern, owners, _ = _split(line)
        if pattern.startswith("!"):
            yield Fault(number, "a pattern that begins with ! has no meaning on GitHub; the line is skipped")
        elif not all(is_owner(owner, deepest=1) for owner in owners):
            yield Fault(number, "an owner is no @user, @organisation/team or e-mail address; GitHub skips the line")
        else:
            yield Rule(number, re.sub(r"(?<!\\)([\[\]])", r"\\\1", pattern), owners)


def rules_of_gitlab(text: str) -> Iterator[Rule | Fault]:
    """Read the lines as GitLab does: in sections, each with owners for the lines that name none."""
    section = Section()
    for number, line in _filled(text):
        heading = _HEADING.fullmatch(line)
        if heading:
            owners = tuple(word for word in (heading[4] or "").split() if is_owner(word))
            section = Section(" ".join(heading[2].split()).casefold(), owners, bool(heading[1]))
            continue
        pattern, words, remark = _split(line)
        counted = tuple(word for word in remark if is_owner(word) and "@" in word)
        if counted:
            yield Fault(number, "an owner stands in a comment at the end of a line, where GitLab counts it")
        owners = tuple(word for word in words if is_owner(word)) + counted
        if len(owners) < len(words):
            yield Fault(number, "a word is no owner that GitLab understands; it is passed over")
        excludes = pattern.startswith("!")
        yield Rule(number, pattern.removeprefix("!"), () if excludes else owners or section.owners, section, excludes)


def looks_like_gitlab(text: str) -> bool:
    """Say whether a section's heading or a role among the owners shows GitLab's dialect."""
    return any(
        ((found := _HEADING.fullmatch(line)) and all(is_owner(word) for word in (found[4] or "").split()))
        or any(word.startswith("@@") for word in line.split())
        for _, line in _filled(text)
    )


def is_owner(word: str, deepest: int = 20) -> bool:
    """Say whether a word names a user, a team (so many levels deep), a role or an e-mail address."""
    if _EMAIL.fullmatch(word):
        return True
    return word.startswith("@") and bool(_OWNER.fullmatch(word)) and word.count("/") <= deepest


def _filled(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _split(line: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Split a line into its pattern, its owners, and the words of a comment at its end."""
    pattern, *rest = _WORD.findall(line)
    end = next((place for place, word in enumerate(rest) if word.startswith("#")), len(rest))
    return pattern, tuple(rest[:end]), tuple(word.lstrip("#") for word in rest[end:])
