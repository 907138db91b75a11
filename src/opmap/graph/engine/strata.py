"""How likely something falls, drawn in strata where there is too much for a diagram.

Things fail independently, each with its own chance. Strata are how many fail at once: none
or one takes nothing down here (whoever asks has set those apart), two are known exactly, and
three or more are drawn on that condition, one thing after the other with the chance that it
has in view of what is still owed, so that no draw is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from opmap.frozen import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph.arrays import Truths

    Chances = NDArray[np.float64]

DRAWS = 40_000
_SEED = 20_260_701
_FEW = 3
_AT_ONCE = 8_192
_NINETEEN_IN_TWENTY = 1.959964


@frozen
class Estimate:
    """How likely, and between which two in nineteen of twenty cases."""

    chance: float
    low: float
    high: float


def estimate(chances: Chances, pairs: float, falls: Callable[[Truths], Truths], draws: int = DRAWS) -> Estimate:
    """Estimate how likely it falls; ``pairs`` is how likely exactly two fail that take it down.

    ``falls`` says of a table, draw by draw what fails, in which draws it falls.
    """
    owed = _owed(chances)
    tail = float(owed[0, _FEW])
    if tail <= 0:
        return Estimate(pairs, pairs, pairs)
    dice = np.random.default_rng(_SEED)
    hits = sum(int(falls(_drawn(dice, chances, owed, count)).sum()) for count in _portions(draws))
    share, low, high = _wilson(hits, draws)
    return Estimate(pairs + tail * share, pairs + tail * low, pairs + tail * high)


def _portions(draws: int) -> list[int]:
    return [min(_AT_ONCE, draws - first) for first in range(0, draws, _AT_ONCE)]


def _owed(chances: Chances) -> Chances:
    """Give for each thing how likely it and those behind it give at least 0, 1, 2, 3 failures."""
    exactly = np.zeros((len(chances) + 1, _FEW))
    exactly[-1, 0] = 1.0
    for place in range(len(chances) - 1, -1, -1):
        one, before = chances[place], exactly[place + 1]
        exactly[place] = before * (1 - one)
        exactly[place, 1:] += before[:-1] * one
    three = np.zeros(len(chances) + 1)  # added up by itself: what is left of one after two would be noise
    for place in range(len(chances) - 1, -1, -1):
        three[place] = three[place + 1] + chances[place] * exactly[place + 1, _FEW - 1]
    at_least = np.ones((len(chances) + 1, _FEW + 1))
    at_least[:, _FEW] = three
    at_least[:, 2] = three + exactly[:, 2]
    at_least[:, 1] = three + exactly[:, 2] + exactly[:, 1]
    return at_least


def _drawn(dice: np.random.Generator, chances: Chances, owed: Chances, count: int) -> Truths:
    """Draw what fails, at least three things in each draw."""
    failing = np.zeros((count, len(chances)), np.bool_)
    left = np.full(count, _FEW)
    for place, one in enumerate(chances.tolist()):
        given = one * owed[place + 1][np.maximum(left - 1, 0)] / np.maximum(owed[place][left], 1e-300)
        fails = dice.random(count) < given
        failing[:, place] = fails
        left = np.maximum(left - fails, 0)
    return failing


def _wilson(hits: int, draws: int) -> tuple[float, float, float]:
    """Give a share with the interval that it lies in (E. Wilson, 1927), which is right near 0 and 1 as well."""
    share, z = hits / draws, _NINETEEN_IN_TWENTY
    middle = (share + z * z / (2 * draws)) / (1 + z * z / draws)
    half = z * sqrt(share * (1 - share) / draws + z * z / (4 * draws * draws)) / (1 + z * z / draws)
    return share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
