"""Which repository a file stands in, and what its workflows, actions and secrets are called there."""

from __future__ import annotations

import re

from opmap.connecting import Document, Key, frozen
from opmap_connectors._shared.code_hosts import repository_called

SPACE = "actions"
_HOST = "github.com"
_ACTION_FILES = ("action.yml", "action.yaml", "Dockerfile")
_BELOW = re.compile(r"(?:^|/)\.github(?:/|$)")


@frozen
class Home:
    """A repository, and the file in it that is read."""

    repository: str  # github.com/owner/name where that is known, else what the source calls itself
    folder: str  # of the repository's root inside the source
    path: str  # of the file, inside the repository

    @property
    def name(self) -> str:
        """Give the repository as GitHub's own paths write it."""
        return self.repository.removeprefix(f"{_HOST}/")

    @property
    def scope(self) -> str:
        """Give the scope of what is known inside the repository alone."""
        return f"{SPACE}:{self.name}"

    @property
    def is_known(self) -> bool:
        """Say whether the repository's address is known."""
        return self.repository != self.name

    def key(self, path: str = "") -> Key:
        """Give the key of a workflow or an action, this one where no path is given."""
        return Key(SPACE, f"{self.name}/{path or self.path}")

    def part(self, sort: str, name: str) -> Key:
        """Give the key of a part of this workflow."""
        return Key(SPACE, f"{self.name}/{self.path}/{sort}/{name}")

    def runner(self, labels: str) -> Key:
        """Give the key of the machines that bear some labels, which the repositories of one owner share."""
        return Key(SPACE, f"{self.name.rpartition('/')[0] or self.name}/runner/{labels}")

    def secret(self, name: str) -> Key:
        """Give the key of a secret; those of an environment have no other name in the file."""
        return Key(SPACE, f"{self.name}/secret/{name}")


def home_of(document: Document) -> Home:
    """Say where a file stands; its repository is a setting, or else the source, as deep as `.github` stands in it."""
    found = _BELOW.search(document.path)
    folder = document.path[: found.start()] if found else ""
    path = document.path[len(folder) :].lstrip("/")
    stated = document.settings.get("repository", "")
    if stated:
        return Home(repository_called(stated, _HOST), folder, path)
    source = repository_called(document.source, _HOST) if "/" in document.source else document.source
    return Home("/".join(filter(None, (source, folder))), folder, path)


def is_missing(uses: str, document: Document, home: Home) -> bool:
    """Say whether a workflow or action of the same repository is named that is not there."""
    name = uses.strip()
    if not name.startswith("./") or "$" in name or not _BELOW.search(document.path):
        return False
    path = "../" * home.path.count("/") + name[2:].rstrip("/")
    files = [path] if path.endswith((".yml", ".yaml")) else [f"{path}/{file}" for file in _ACTION_FILES]
    return all(document.sibling(file) is None for file in files)


def other(uses: str, home: Home) -> Key | None:
    """Give the key of a reusable workflow or action that is named by its place; None for an image, and for nothing.

    >>> other("Acme/CI/.github/workflows/deploy.yml@v1", Home("shop", "", ""))
    Key('actions:acme/ci/.github/workflows/deploy.yml')
    """
    name = uses.partition("@")[0].strip()
    if name.startswith("./"):
        return home.key(name[2:].rstrip("/"))
    parts = name.split("/")
    if len(parts) < 2 or "://" in name:
        return None
    return Key(SPACE, "/".join([parts[0].lower(), parts[1].lower(), *parts[2:]]))
