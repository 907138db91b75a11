"""Who owns a DAG: its default arguments or its tasks say; what Airflow itself writes there means nobody."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field, Reading, Relation
from opmap_connectors._shared.people import email_in, mention, organisation_of, person_key, team_key
from opmap_connectors.airflow.dags import Dag

_NOBODY = frozenset(
    "airflow admin root default user me test none null nobody owner example changeme unknown anonymous".split()
)


def owners(dag: Dag) -> Iterator[Reading]:
    """Give the owners of a DAG, each once."""
    seen: set[str] = set()
    for place in _stated(dag):
        for name in (part.strip().lstrip("@") for part in place.text.split(",")):
            if not name or name.casefold() in _NOBODY or "{" in name or name in seen:
                continue
            seen.add(name)
            organisation = organisation_of(dag.document)
            key = person_key(name, organisation) if email_in(name) else team_key(name, organisation)
            yield mention(key, email_in(name) or name, place.at())
            yield Relation(dag.key, "owned by", key, place.at())


def _stated(dag: Dag) -> Iterator[Field]:
    yield dag.usual("owner")
    yield from (task.arg("owner") for task in dag.tasks)
