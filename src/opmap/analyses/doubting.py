"""How sure a rank is: where a node stands when every input is drawn from its range, and what no weighing can change.

Rates, repair times and values are drawn, each from a lognormal whose middle nineteen
twentieths are its range, always in the same way; a value is drawn once for all that take the
same outcome down. Only the first hundreds are drawn, which a few among the others could
reach; of them nothing is said. Beside it stands the Pareto layer: the first holds what nothing
else exceeds in how often, how long and how much at once, the second what only the first
exceeds, and so on. That order no weighing of the three can turn round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.lasting import hours_down

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.analyses.losses import Appraisal

    Amounts = NDArray[np.float64]

MOST_DRAWN = 500
MOST_LAYERED = 2_000
FIRST = 10
"""So many are the first, of which it is asked how likely a node is among them."""
_DRAWS = 400
_SEED = 20_260_701
_NINETEEN_IN_TWENTY = 1.959964
_TAIL = 0.05


@dataclass(frozen=True, eq=False)
class Doubt:
    """How sure the first ranks are."""

    low: NDArray[np.int64]  # nine times in ten a node stands between these two places
    high: NDArray[np.int64]
    first: Amounts  # how likely it is among the first ten


def doubt(found: Appraisal) -> Doubt:
    """Draw the inputs again and again, and see where the first nodes come to stand."""
    count = min(MOST_DRAWN, len(found.numbers))
    if not count:
        return Doubt(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    losses = _drawn(found, count)
    place = np.empty((count, _DRAWS), np.int64)
    order = np.argsort(-losses, axis=0, kind="stable")
    np.put_along_axis(place, order, np.arange(1, count + 1)[:, None], axis=0)
    low, high = np.quantile(place, (_TAIL, 1 - _TAIL), axis=1, method="nearest")
    return Doubt(low.astype(np.int64), high.astype(np.int64), (place <= FIRST).mean(axis=1))


def _drawn(found: Appraisal, count: int) -> Amounts:
    """Give the losses of the first nodes in every draw."""
    dice = np.random.default_rng(_SEED)
    given, falls = found.supposed, found.falls
    fails = _around(dice, given.fails[:count], given.fails_range[:count])
    repair = _around(dice, given.repair[:count], given.repair_range[:count])
    fails *= np.where(given.bound[:count, None], given.repair[:count, None] / repair, 1.0)
    rows = slice(0, int(np.searchsorted(falls.node, count)))
    used, outcome = np.unique(falls.outcome[rows], return_inverse=True)
    value = _around(dice, found.value[used], found.value_range[used]).astype(np.float32)
    same, group = np.unique(np.stack([falls.node[rows], falls.grace[rows].round(3)]), axis=1, return_inverse=True)
    node, grace = same[0].astype(np.int64), same[1]
    worth = _summed(value, group.ravel(), outcome, len(node))
    felt = worth * np.exp(-grace[:, None] / repair[node])
    return hours_down(fails, repair) * np.add.reduceat(felt, np.searchsorted(node, np.arange(count)), axis=0)


def _around(dice: np.random.Generator, middle: Amounts, ranges: Amounts) -> Amounts:
    width = np.log(ranges) / _NINETEEN_IN_TWENTY
    drawn: Amounts = middle[:, None] * np.exp(width[:, None] * dice.standard_normal((len(middle), _DRAWS)))
    return drawn


def _summed(value: NDArray[np.float32], group: NDArray[np.int64], outcome: NDArray[np.int64], size: int) -> Amounts:
    """Add up, draw by draw, the values of the outcomes of each group; some groups at a time, for the memory."""
    total = np.empty((size, value.shape[1]))
    step = max(1, 20_000_000 // max(1, len(value)))
    for first in range(0, size, step):
        here = (group >= first) & (group < first + step)
        holds = np.zeros((min(step, size - first), len(value)), np.float32)
        holds[group[here] - first, outcome[here]] = 1
        total[first : first + step] = holds @ value
    return total


def layers(found: Appraisal) -> NDArray[np.int64]:
    """Give the Pareto layer of the first nodes, from 1, by how often, how long and how much of value is felt.

    What exceeds a node in all three loses more, and so stands before it: the first nodes
    need not be compared with the others.
    """
    count = min(MOST_LAYERED, len(found.numbers))
    given = found.supposed
    points = np.stack([given.fails[:count], given.repair[:count], found.felt[:count]], axis=1)
    points, same = np.unique(np.round(np.log(points), 9), axis=0, return_inverse=True)
    points = points[::-1]  # no point is exceeded by one that stands behind it
    layer = np.ones(len(points), np.int64)
    for place in range(1, len(points)):
        exceeding = (points[:place] >= points[place]).all(axis=1)
        if exceeding.any():
            layer[place] = 1 + int(layer[:place][exceeding].max())
    return layer[::-1][same.ravel()]
