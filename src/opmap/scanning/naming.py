"""What a source is called, and at which commit it stands: read from the repository's own files; git is not run."""

from __future__ import annotations

import re
from pathlib import Path

from opmap.config import Config
from opmap.errors import Unreadable
from opmap.frozen import frozen
from opmap.scanning.opening import open_file

_LARGEST = 10_000_000
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SECTION = re.compile(r'\s*\[\s*(\w+)(?:\s+"([^"]*)")?\s*\]')
_URL = re.compile(r"\s*url\s*=\s*(\S+)")
_REMOTE = re.compile(
    r"^(?:[\w+.-]+://(?:[^/@]*@)?(?P<host>[^/:]*)(?::\d+)?/|(?:[^/@:]+@)?(?P<short>[\w.-]{2,}):)(?P<path>.+)$"
)


def source_name(root: Path, config: Config, given: str = "") -> str:
    """Name a source: as it is asked for, else as its opmap.toml says, else as its repository's remote, else its folder.

    Two clones of one repository are one source.
    """
    return given or config.source_name or identity_of(root).partition("/")[2] or _folder_name(root.resolve())


def identity_of(root: Path) -> str:
    """Give what all clones of a repository share, such as ``github.com/acme/claims``; empty where there is no remote.

    A remote that is another folder of this machine names nothing that others could share.
    """
    repository = _repository(root)
    if repository is None:
        return ""
    remotes = _remotes(_text(repository.common / "config"))
    url = remotes.get("origin") or next((remotes[name] for name in sorted(remotes)), "")
    found = _REMOTE.match(url)
    if not found or not (found["host"] or found["short"]):
        return ""
    path = found["path"].strip("/").removesuffix(".git").strip("/")
    return f"{(found['host'] or found['short']).lower()}/{path}" if path else ""


def commit_of(root: Path) -> str:
    """Give the commit that is checked out; empty where there is none, or no repository."""
    repository = _repository(root)
    if repository is None:
        return ""
    head = _text(repository.own / "HEAD").strip()
    if not head.startswith("ref:"):
        return _commit(head)
    name = head.removeprefix("ref:").strip()
    if not name.startswith("refs/") or ".." in name:
        return ""
    for folder in (repository.own, repository.common):
        commit = _commit(_text(folder / name).strip())
        if commit:
            return commit
    return _packed(_text(repository.common / "packed-refs"), name)


@frozen
class _Repository:
    own: Path  # where HEAD stands: a worktree has one of its own
    common: Path  # where branches and remotes stand


def _repository(root: Path) -> _Repository | None:
    """Find the repository of which this folder is the top; None where there is none."""
    root = root.resolve()
    place = (root if root.is_dir() else root.parent) / ".git"
    if place.is_file():
        named = _text(place).strip()
        if not named.startswith("gitdir:"):
            return None
        place = place.parent / named.removeprefix("gitdir:").strip()
    if not place.is_dir():
        return None
    common = _text(place / "commondir").strip()
    return _Repository(place, place / common if common else place)


def _remotes(config: str) -> dict[str, str]:
    remotes: dict[str, str] = {}
    remote = None
    for line in config.splitlines():
        section = _SECTION.match(line)
        if section:
            remote = section[2] if section[1].lower() == "remote" else None
        url = _URL.match(line)
        if url and remote is not None:
            remotes.setdefault(remote, url[1])
    return remotes


def _packed(refs: str, name: str) -> str:
    for line in refs.splitlines():
        commit, _, ref = line.partition(" ")
        if ref.strip() == name:
            return _commit(commit)
    return ""


def _commit(text: str) -> str:
    return text if _COMMIT.fullmatch(text) else ""


def _text(path: Path) -> str:
    try:
        return open_file(path, _LARGEST).data.decode("utf-8", "replace")
    except (Unreadable, ValueError):
        return ""


def _folder_name(root: Path) -> str:
    name = root.stem if root.is_file() else root.name
    return "".join(" " if not character.isprintable() else character for character in name).strip() or "source"
