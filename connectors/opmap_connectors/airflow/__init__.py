"""Airflow: DAGs in Python, which is parsed and never imported or run, and as Airflow itself writes them down."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Notice, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.airflow.scripts import dags_in, may_make_dags
from opmap_connectors.airflow.serialized import dags_of

_NONE = "it looks like a file that makes DAGs, and which ones only a run knows; nothing is read from it"


class Airflow:
    """Read DAGs: what starts them, which data they read and write, what they call, who is told when they fail."""

    name = "airflow"
    title = "Airflow DAGs"
    recognises = "Python that imports `airflow` and makes a `DAG`, or JSON with `__version` beside a `dag` with `tasks`"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take Python that makes DAGs, and DAGs in JSON."""
        return (may_make_dags(document) or bool(dags_of(document))) and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each DAG of a document."""
        from opmap_connectors.airflow.dags import Dag
        from opmap_connectors.airflow.reading import read_dag

        yield from document.notices()
        found = dags_in(document) if may_make_dags(document) else dags_of(document)
        if not found:
            yield Notice(_NONE, document.at(line=1))
        for place in found:
            yield from read_dag(Dag(place))
