"""Numbers as people write them: so many digits that say something, no powers of ten, no minus before nothing."""

from __future__ import annotations

from math import floor, isfinite, log10

_SMALLEST = 1e-9


def figure(number: float, digits: int = 6) -> str:
    """Give a number with so many digits that say something.

    >>> figure(99.7, 2), figure(4321, 2), figure(0.0001234, 2), figure(2.50), figure(-0.0)
    ('100', '4,300', '0.00012', '2.5', '0')
    """
    if not isfinite(number) or 0 < abs(number) < _SMALLEST:
        return f"{number:.{digits}g}"
    rounded = float(f"{number:.{digits}g}")
    if not rounded:
        return "0"
    decimals = max(0, digits - 1 - floor(log10(abs(rounded))))
    text = f"{rounded:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def whole(number: float) -> str:
    """Give the nearest whole number.

    >>> whole(-0.3), whole(12.6)
    ('0', '13')
    """
    return f"{round(number):,}"
