"""From what the store knows to a new snapshot of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

from opmap.app.clock import now
from opmap.errors import BadConnector
from opmap.estate import Estate
from opmap.facts import Reading
from opmap.frozen import frozen
from opmap.garbage import not_collecting
from opmap.store import Store

Ready = Mapping[str, Sequence[Reading]]
NOTHING_READY: Ready = MappingProxyType({})


@frozen
class Compiled:
    """What came of compiling."""

    number: int | None  # of the new snapshot; None where nothing is new
    newest: int
    beside: Estate  # all but the nodes and edges


def compile_estate_of(store: Store, ready: Ready = NOTHING_READY) -> Compiled:
    """Compile all that the store knows into an estate, and keep it as a snapshot if it says anything new.

    Where nothing that an estate is compiled from has changed since the newest snapshot,
    the work is spared. ``ready`` are readings that are at hand, by their digests.
    """
    from opmap.app.catalogue import recipe

    inputs = store.inputs(recipe())
    if store.is_compiled(inputs):
        newest = store.graph()
        return Compiled(None, newest.snapshot.number, newest.details.beside())
    return _compile(store, inputs, ready)


def prepare() -> None:
    """Load what compiling takes beside documents; what is wrong with it is said to the one who compiles."""
    import opmap.graph  # noqa: F401 - to have it loaded, and numpy with it
    from opmap.app.catalogue import shipped_catalogue

    with suppress(BadConnector):
        shipped_catalogue()


@not_collecting()
def _compile(store: Store, inputs: str, ready: Ready) -> Compiled:
    from opmap.app.catalogue import shipped_catalogue
    from opmap.graph import from_estate, pack
    from opmap.identity import compile_estate

    estate = compile_estate(
        store.readings(ready),
        decisions=store.decisions(),
        catalogue=shipped_catalogue(),
        sources=store.states(),
        unseen=store.unseen(),
        renamed=store.aliases(),
    )
    graph = from_estate(estate, content="")  # the store computes it as it keeps the parts
    number = store.save_snapshot(graph.details.estate(), pack(graph), created=now(), inputs=inputs)
    return Compiled(number, store.snapshot().number, replace(estate, nodes=(), edges=()))
