"""GitLab CI: pipelines with their jobs, what these extend and include, and which pipelines they set going."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.gitlab_ci.including import is_folded_in
from opmap_connectors.gitlab_ci.pipelines import is_pipeline, read_pipeline


class GitlabCi:
    """Read pipelines: which projects they need and start, what they prove themselves with, what they call."""

    name = "gitlab-ci"
    title = "GitLab CI"
    recognises = "YAML in which something is a job: a mapping with `script`, `trigger`, `extends` or `run`"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a pipeline by GitLab's own name for it, or by jobs beside words that only a pipeline has."""
        if document.form != "yaml":
            return False
        return any(is_pipeline(part.root, document) for part in document.parts) and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give the pipeline; a header of inputs stands in a part of its own; what another includes is read there."""
        if is_folded_in(document):
            return
        yield from document.notices()
        for part in document.parts:
            if is_pipeline(part.root, document):
                yield from read_pipeline(part.root)
