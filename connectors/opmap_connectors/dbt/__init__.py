"""dbt: the manifests that it writes, of any version."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Notice, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.dbt.manifests import Manifest, beside, version_of


class Dbt:
    """Read dbt projects: which tables their models read and make, who uses these, and what is checked."""

    name = "dbt"
    title = "dbt manifest"
    recognises = "JSON whose `metadata.dbt_schema_version` names a manifest, such as `target/manifest.json`"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a manifest of any version, and what dbt writes beside it."""
        if document.form != "json" or b"dbt_schema_version" not in document.utf8:
            return False
        found = any(version_of(part.root) or beside(part.root) for part in document.parts)
        return found and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give the models of a manifest, their tables, and who uses them."""
        from opmap_connectors.dbt.projects import read_manifest

        yield from document.notices()
        for part in document.parts:
            if version_of(part.root):
                yield from read_manifest(Manifest(part.root))
            elif beside(part.root):
                words = f"dbt wrote {beside(part.root)} here; what depends on what stands in its manifest"
                yield Notice(words, part.root["metadata"]["dbt_schema_version"].at())
