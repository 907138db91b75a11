"""What starts a DAG: a clock, data that others renew, or only people and other DAGs."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field, How, Reading, Starter, attributes, short_name
from opmap_connectors.airflow.dags import Dag
from opmap_connectors.airflow.data import asset, harmless_uri
from opmap_connectors.airflow.serialized import opened, plain

_PRESETS = frozenset({"@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly", "@annually", "@continuous"})
_BY_HAND = frozenset({"@once", "null", "none", ""})
_FIELDS = (5, 6)


def starters(dag: Dag) -> tuple[tuple[Starter, ...], tuple[Reading, ...]]:
    """Give what starts a DAG, and what is to be said of the data among it."""
    found: list[Starter] = []
    beside: list[Reading] = []
    place = dag.arg("schedule", "schedule_interval", "timetable")
    for uri, where in _assets(dag, place):
        data = asset(uri, dag, where.at())
        key = dag.part(dag.id, "asset", harmless_uri(uri)[:200])
        event = Entity("event source", short_name(f"updates of {data.name}"), (key,), where.at())
        found.append(
            Starter(How.EVENT, short_name(f"updates of {data.name} start it"), where.at(), "", event, data.ref)
        )
        beside += data.beside
    clock = _clock(place)
    if clock:
        key = dag.part(dag.id, "schedule")
        said = attributes(cron=[clock] if _is_cron(clock) else None, every=None if _is_cron(clock) else [clock])
        entity = Entity("schedule", short_name(f"{clock} ({dag.id})"), (key,), place.at(), attributes=said)
        found.append(Starter(How.SCHEDULE, short_name(f"starts it at {clock}"), place.at(), "", entity))
    if not found:
        words = "people or other DAGs start it"
        if place["unknown"] or place.is_mapping:
            words = "starts at times that the file does not hold"
        elif not place and dag.place["sort"] and "schedule" not in dag.place and "schedule_interval" not in dag.place:
            words = "starts by Airflow's own default: once a day before version 3, by hand since"
        found.append(Starter(How.PERSON, words, (place or dag.place).at()))
    return tuple(found), tuple(beside)


def _assets(dag: Dag, place: Field) -> Iterator[tuple[str, Field]]:
    """Give the assets that a schedule names, however they are joined; in old exports they stand beside it."""
    seen: set[str] = set()
    for each in opened(dag.place["dag_dependencies"]).list():
        if each["dependency_type"].text in ("asset", "dataset") and each["target"].text == dag.stated_id:
            seen.add(each["source"].text)
            yield each["source"].text, each
    places = (place, dag.place["dataset_triggers"])
    for each in (inner for part in places for inner in part.walk(2_000)):
        for name in ("asset", "uri"):
            found = opened(each[name])
            if found.is_text and "{}" not in found.text and found.text and found.text not in seen:
                seen.add(found.text)
                yield found.text, found


def _clock(place: Field) -> str:
    """Give a clock as it is written: a cron expression, a preset, or an interval in hours."""
    if place.number is not None and place.number > 0:
        hours = place.number / 3600
        return f"{hours:g} h" if hours >= 1 else f"{place.number / 60:g} min"
    if place.is_text:
        text = " ".join(place.text.split())
        return (
            text if text.lower() not in _BY_HAND and ("{" not in text) and (_is_cron(text) or text in _PRESETS) else ""
        )
    written = plain(place.value)
    for _ in range(3):
        if isinstance(written, dict):
            inner = (
                written.get("expression") or written.get("cron") or written.get("delta") or written.get("timetables")
            )
            written = inner[0] if isinstance(inner, list) and inner else inner
    if isinstance(written, (int, float)) and written > 0:
        return f"{written / 3600:g} h"
    return " ".join(written.split())[:100] if isinstance(written, str) and _is_cron(" ".join(written.split())) else ""


def _is_cron(text: str) -> bool:
    return text.startswith("@") or len(text.split()) in _FIELDS
