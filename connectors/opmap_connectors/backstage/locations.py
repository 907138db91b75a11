"""Locations: where a catalog says that more of it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Known, Notice
from opmap_connectors.backstage.entities import Envelope

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def unseen_targets(entity: Envelope) -> Iterator[Notice]:
    """Say which parts of the catalog are not here to be read: those elsewhere, and files that are missing."""
    if entity.root["relations"] or entity.metadata["etag"]:
        return  # the catalog has followed it itself, from a place that is not this one
    targets = [*entity.spec["target"].each(), *entity.spec["targets"].each()]
    remote = [target for target in targets if _REMOTE.match(target.text)]
    if remote:
        count = "one target stands" if len(remote) == 1 else f"{len(remote)} targets stand"
        yield Notice(f"{count} on another machine, and nothing is ever fetched", remote[0].at(Known.DECLARED))
    for target in targets:
        written = bool(target.text) and target not in remote and not re.search(r"[*?{]", target.text)
        if written and target.part.document.sibling(target.text) is None:
            yield Notice("a target is a file that is not here", target.at(Known.DECLARED))
