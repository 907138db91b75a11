"""What was accepted, as it was when somebody accepted it: to notice where it grows."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.app.opening import graph_of
from opmap.store import DEFAULT_PATH, Store

if TYPE_CHECKING:
    from opmap.graph import Graph


def shares_when_accepted(graph: Graph, store_path: Path | str = DEFAULT_PATH) -> dict[str, float]:
    """Give for each node that somebody accepted, by its id, the share of value that fell with it then.

    A decision makes a snapshot at once: the first one that is not older than the decision
    shows the map on which it was taken. Of several decisions about a node the last counts.
    """
    from opmap.analyses.concentrating import shares_of

    with Store.open(store_path) as store:
        snapshots = store.snapshots()
        taken = {one.subject: one.time for one in store.decisions() if one.act == "accept" and not one.undone}
        asked: defaultdict[int, list[str]] = defaultdict(list)
        for subject, time in taken.items():
            then = min((one.number for one in snapshots if one.created >= time), default=0)
            if 0 < then <= graph.snapshot:
                asked[then].append(subject)
        shares: dict[str, float] = {}
        for number, subjects in asked.items():
            shares |= shares_of(graph_of(store, number), subjects)
    return shares
