"""What a report is made of, before it is known how it will look: sections of plain blocks."""

from __future__ import annotations

from typing import TypeAlias

from opmap.frozen import frozen


@frozen
class Said:
    """A piece of text; it may carry a meaning, and lead somewhere."""

    text: str
    tone: str = ""  # bad, warn, faint, good
    href: str = ""


@frozen
class Bar:
    """A bar along a row: from where it starts to where it ends, in hundredths of the width."""

    start: float
    end: float
    tone: str = ""  # bad, warn, faint, good


Cell: TypeAlias = "Said | Bar | tuple[Said, ...]"


@frozen
class Grid:
    """Rows under columns; the name of a column of numbers starts with ``>``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    sort: str = "grid"


@frozen
class Words:
    """A paragraph, with what it is about in front of it."""

    label: str
    pieces: tuple[Said, ...]
    sort: str = "words"


@frozen
class Proof:
    """One step of a path, the place that shows it, and the line that stands there."""

    sentence: str
    place: str
    line: str = ""
    why_not: str = ""  # why there is no line


@frozen
class Proofs:
    """Steps with what shows them."""

    steps: tuple[Proof, ...]
    sort: str = "proofs"


@frozen
class Order:
    """Something to do, and the command that does it or says more."""

    text: str
    command: str = ""


@frozen
class Orders:
    """What can be done."""

    orders: tuple[Order, ...]
    title: str = "What to do"
    sort: str = "orders"


@frozen
class Tile:
    """One number of the summary, and the section that says more."""

    number: str
    text: str
    anchor: str
    tone: str = ""


@frozen
class Tiles:
    """The numbers of the summary."""

    tiles: tuple[Tile, ...]
    sort: str = "tiles"


Block: TypeAlias = Grid | Words | Proofs | Orders | Tiles


@frozen
class Article:
    """One thing that a section tells of at length; on paper it may begin a page of its own."""

    anchor: str
    title: Said
    tags: tuple[Said, ...]
    blocks: tuple[Block, ...]
    own_page: bool = False


@frozen
class Section:
    """A section: the answer first, then what it rests on, then what is not known."""

    anchor: str
    title: str
    answer: str
    blocks: tuple[Block, ...] = ()
    articles: tuple[Article, ...] = ()
    notes: tuple[Order, ...] = ()
