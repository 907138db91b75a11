"""The starters of a workflow, each with the key that it proves itself with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opmap.connecting import Effect, Starter
from opmap_connectors.n8n.credentials import credential_key, used_by
from opmap_connectors.n8n.naming import Home
from opmap_connectors.n8n.starters import Started
from opmap_connectors.n8n.steps import Step


def starters_of(started: Mapping[Step, Started], home: Home) -> Iterator[Starter]:
    """Give every starter of a workflow."""
    for step, told in started.items():
        keys = [
            Effect("uses credential", credential_key(use, home), use.place.at(), step.name)
            for use in used_by(step)
            if told.entity is not None
        ]
        yield Starter(told.how, told.words, step.title.at(), step.name, told.entity, told.data, needs=tuple(keys))
