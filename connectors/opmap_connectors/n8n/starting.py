"""The relations of what starts a workflow: with its own needs, and with the key that it proves itself with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opmap.connecting import Group, Reading, Relation, attributes
from opmap_connectors.n8n.credentials import credential, credential_key, used_by
from opmap_connectors.n8n.naming import Home
from opmap_connectors.n8n.starters import Starter
from opmap_connectors.n8n.steps import Step


def started(starters: Mapping[Step, Starter], home: Home) -> Iterator[Reading]:
    """Give every starter of a workflow, and that it starts it.

    Data starts a workflow only together with what watches it: both are one place of a group.
    """
    together = any(told.data is not None for told in starters.values())
    for step, told in starters.items():
        yield from told.readings
        if told.key is None:
            continue
        group = Group("starters", 1, step.name) if together else None
        said = attributes(steps=(step.name,))
        for source in (told.data, told.key) if told.data else (told.key,):
            yield Relation(source, "starts", home.key, step.title.at(), group=group, attributes=said)
        for use in used_by(step):
            yield credential(use, home)
            yield Relation(told.key, "uses credential", credential_key(use, home), use.place.at(), attributes=said)
