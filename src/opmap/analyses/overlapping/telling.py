"""What automations do to data, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.overlapping.acts import INCREMENT, Act
from opmap.analyses.overlapping.forms import Form, Read, Write

if TYPE_CHECKING:
    from opmap.graph import Graph

_MOST = 3


def started_by(form: Form) -> str:
    """Say what starts an automation."""
    return ", ".join(dict.fromkeys(each.words for each in form.triggers))


def changing(graph: Graph, form: Form) -> str:
    """Say what an automation changes."""
    said = list(dict.fromkeys(wrote(graph, each) for each in form.writes))
    return ", ".join(said[:_MOST]) + (f" and {len(said) - _MOST:,} more" if len(said) > _MOST else "")


def wrote(graph: Graph, write: Write) -> str:
    """Say what one write does."""
    name = graph.names[write.target]
    where = f" {_limited(write.where)}" if write.where else ""
    if write.act is Act.SET and write.sets:
        return f"sets {', '.join(put(*each) for each in write.sets[:_MOST])} in {name}{where}"
    if write.act is Act.DELETE:
        return f"deletes from {name}{where}"
    return f"{write.act.value if write.act is not Act.SET else 'changes'} {name}{where}"


def put(attribute: str, value: str) -> str:
    """Say what an attribute is set to."""
    if value.startswith(INCREMENT):
        return f"{attribute} {value}"
    return f"{attribute} to {value!r}" if value else attribute


def took(graph: Graph, read: Read) -> str:
    """Say what one read takes in."""
    where = f" {_limited(read.where)}" if read.where else ""
    return f"reads {graph.names[read.target]}{where}"


def _limited(where: str) -> str:
    return f"at {where}" if where.startswith("/") else f"where {where}"
