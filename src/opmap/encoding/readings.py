"""What a connector read in one document, as bytes and back.

>>> decode_readings(encode_readings([]))
[]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opmap.encoding.tables import Tables, Writing, from_bytes, plain_attributes, to_bytes
from opmap.facts import Entity, Group, Notice, Reading, Relation
from opmap.kinds import Certainty, Strength

_FORM = "readings 1"
_ENTITY, _RELATION, _NOTICE = 0, 1, 2
_STRENGTHS = {each.value: each for each in Strength}
_CERTAINTIES = {each.value: each for each in Certainty}


def encode_readings(readings: Iterable[Reading]) -> bytes:
    """Write readings in the order given; equal readings in equal order give equal bytes."""
    tables = Writing()
    rows = [_row(reading, tables) for reading in readings]
    return to_bytes([_FORM, tables.rows(), rows])


def decode_readings(data: bytes) -> list[Reading]:
    """Give back exactly what was written; raise ValueError where the bytes are something else."""
    table_rows, rows = from_bytes(data, _FORM)
    tables = Tables(table_rows)
    make = (_entity, _relation, _notice)
    try:
        return [make[row[0]](row, tables) for row in rows]
    except LookupError as error:
        raise ValueError from error


def _row(reading: Reading, tables: Writing) -> list[Any]:
    place = tables.place(reading.evidence)
    if isinstance(reading, Notice):
        return [_NOTICE, place, reading.reason]
    if isinstance(reading, Relation):
        return _relation_row(reading, place, tables)
    return _entity_row(reading, place, tables)


def _entity_row(entity: Entity, place: int, tables: Writing) -> list[Any]:
    return [
        _ENTITY,
        place,
        entity.kind,
        entity.name,
        tables.refs(entity.keys),
        tables.refs(entity.addresses),
        tables.refs(entity.links),
        entity.attributes,
        entity.mentioned,
        entity.environment,
        entity.inactive,
    ]


def _entity(row: list[Any], tables: Tables) -> Entity:
    _, place, kind, name, keys, addresses, links, attributes, mentioned, environment, inactive = row
    return Entity(
        kind,
        name,
        tables.named(keys),
        tables.places[place],
        tables.named(addresses),
        tables.named(links),
        plain_attributes(attributes),
        mentioned,
        environment,
        inactive,
    )


def _relation_row(relation: Relation, place: int, tables: Writing) -> list[Any]:
    return [
        _RELATION,
        place,
        tables.ref(relation.source),
        relation.verb,
        tables.ref(relation.target),
        relation.strength,
        relation.buffer,
        relation.certainty,
        None if relation.group is None else [relation.group.name, relation.group.need, relation.group.place],
        relation.attributes,
    ]


def _relation(row: list[Any], tables: Tables) -> Relation:
    _, place, source, verb, target, strength, buffer, certainty, group, attributes = row
    return Relation(
        tables.refs[source],
        verb,
        tables.refs[target],
        tables.places[place],
        None if strength is None else _STRENGTHS[strength],
        buffer,
        _CERTAINTIES[certainty],
        None if group is None else Group(*group),
        plain_attributes(attributes),
    )


def _notice(row: list[Any], tables: Tables) -> Notice:
    _, place, reason = row
    return Notice(reason, tables.places[place])
