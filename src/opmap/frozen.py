"""Values that nobody changes.

The type checker refuses every change of them. Python itself does not, since making one
would then take five times as long, and a scan makes them by the hundred thousand.

>>> @frozen
... class Place:
...     path: str
...     line: int = 1
>>> Place("a.yaml"), Place("a.yaml") in {Place("a.yaml", 1)}
(Place(path='a.yaml', line=1), True)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Made = TypeVar("_Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(made: type[_Made]) -> type[_Made]:
    """Make a dataclass of a class: with slots, told apart and found by what it holds, and never changed."""
    return dataclass(slots=True, unsafe_hash=True)(made)
