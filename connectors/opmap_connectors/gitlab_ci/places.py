"""Which project a pipeline belongs to, and what projects, pipelines and secrets are called."""

from __future__ import annotations

from opmap.connecting import Document, Key, frozen
from opmap_connectors._shared.code_hosts import repository_called

SPACE = "gitlab"
FILE = ".gitlab-ci.yml"
_HOST = "gitlab.com"


@frozen
class Home:
    """A project, and the file in it that is read."""

    host: str  # empty where only the source's own name is known
    project: str
    path: str

    @property
    def scope(self) -> str:
        """Give the scope of what is known inside the project alone."""
        return f"{SPACE}:{self.project}"

    @property
    def repository(self) -> str:
        """Give the project's address; empty where it is not known."""
        return f"{self.host}/{self.project}" if self.host else ""

    def key(self, path: str = "", project: str = "") -> Key:
        """Give the key of a pipeline: this one, another of the project, or that of another project."""
        return Key(SPACE, f"{project.strip('/').lower() or self.project}/{path.lstrip('/') or self.path}")

    def secret(self, name: str) -> Key:
        """Give the key of a variable that holds a secret."""
        return Key(SPACE, f"{self.project}/variable/{name}")


def home_of(document: Document) -> Home:
    """Say where a file stands: in the project that is a setting, else in what the source calls itself."""
    stated = document.settings.get("repository", "") or (document.source if "/" in document.source else "")
    folder = document.folder if document.name == FILE else ""
    path = document.path[len(folder) :].lstrip("/")
    if not stated:
        return Home("", "/".join(filter(None, (document.source.lower(), folder))), path)
    host, _, project = repository_called(stated, _HOST).partition("/")
    return Home(host, project, path)
