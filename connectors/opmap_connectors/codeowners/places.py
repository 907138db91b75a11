"""Where a CODEOWNERS file counts, and which one does where there are several."""

from __future__ import annotations

from opmap.connecting import Document

NAME = "CODEOWNERS"
PLACES = (".github", "", "docs", ".gitlab")
"""The folders of a repository in which a CODEOWNERS file counts, the first one found alone."""

_OTHER_DIALECTS = (".gitea", ".forgejo", ".bitbucket")


def root_of(document: Document) -> str:
    """Give the root of the repository that the file would speak of, empty for the source's own root."""
    above, _, last = document.folder.rpartition("/")
    return above if last in PLACES else document.folder


def why_silent(document: Document) -> str:
    """Say why a CODEOWNERS file has no effect, as a sentence; empty where it counts."""
    root = root_of(document)
    if document.folder.rpartition("/")[2] in _OTHER_DIALECTS:
        return "a dialect of CODEOWNERS that opmap does not read; nothing is read from it"
    for place in PLACES:
        path = _joined(root, place, NAME)
        if path == document.path:
            break
        if _stands(document, path):
            return f"a CODEOWNERS file in {_named(root, place)} counts before this one; nothing is read from it"
    if root and not _stands(document, _joined(root, ".git/HEAD")):
        for above in _above(root):
            if _stands(document, _joined(above, ".git/HEAD")) or any(
                _stands(document, _joined(above, place, NAME)) for place in PLACES
            ):
                return "it stands below the root of its repository, where it has no effect; nothing is read from it"
    return ""


def _above(root: str) -> list[str]:
    parts = root.split("/")[:-1]
    return ["/".join(parts[:depth]) for depth in range(len(parts), -1, -1)]


def _stands(document: Document, path: str) -> bool:
    return document.sibling("../" * len(document.folder.split("/")) * bool(document.folder) + path) is not None


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _named(root: str, place: str) -> str:
    return f"the folder {place}" if place else "the root" if not root else f"the root of {root}"
