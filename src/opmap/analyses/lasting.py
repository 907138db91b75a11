"""How much of a year is lost to failures, which are fewer the longer each lasts: what is down cannot fail again."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Hours = TypeVar("Hours", float, NDArray[np.float64])

A_YEAR = 8766.0
"""Hours."""
HARDLY = A_YEAR / 100
"""Of what is down for no more hours a year than these, no failure is taken off."""


def share_left(hours: Hours) -> Hours:
    """Give the share of its failures for which it is not down already, from failures a year times hours of repair.

    It is exactly 1 up to ``HARDLY``, and falls from there without a jump, so that more
    failures and longer repairs are never better.
    """
    share: Hours = 1 / (1 + np.maximum(hours - HARDLY, 0.0) / A_YEAR)
    return share


def hours_down(fails: Hours, repair: Hours) -> Hours:
    """Give the hours a year that something is down, which are fewer than a year has."""
    hours = fails * repair
    return hours * share_left(hours)
