"""What people point at, held against the files themselves: a line beyond the end of a file stands for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.errors import NoSuchLine

if TYPE_CHECKING:
    from opmap.graph import Graph

_LARGEST = 20_000_000


def pointed_at(graph: Graph, names: Iterable[str]) -> list[int]:
    """Give the numbers of the nodes that are meant: by name, or by a file, or a line of one, that describes them.

    Raise UnknownNode, AmbiguousNode or NoSuchLine.
    """
    from opmap.analyses import pointing

    found: dict[int, None] = {}
    for name in names:
        numbers = pointing.pointed_at(graph, name)
        path, line = pointing.place_in(name)
        if line is not None:
            _check_line(graph, numbers, path, line)
        found.update(dict.fromkeys(numbers))
    return list(found)


def _check_line(graph: Graph, numbers: Sequence[int], path: str, line: int) -> None:
    """Raise NoSuchLine where every file of that name is at hand, and none is so long."""
    from opmap.analyses.pointing import is_at

    roots = {source.name: Path(source.root) for source in graph.details.sources()}
    shown = {item for number in numbers for item in graph.details.node(number).evidence if is_at(path, item)}
    counts = [_lines(roots[item.source] / item.path) for item in shown if item.source in roots]
    if counts and all(counts) and max(counts) < line:
        raise NoSuchLine(path, line, max(counts))


def _lines(path: Path) -> int:
    """Count the lines of a text; 0 where it is none, or cannot be read."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError:
        return 0
    return 0 if b"\0" in data else len(data.splitlines())
