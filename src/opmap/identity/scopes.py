"""Scopes, from the nearest outwards: ``k8s:prod-eu/shop``, ``k8s:prod-eu``, ``k8s``, everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

_Found = TypeVar("_Found")
_MOST_SCOPES = 40


@lru_cache(maxsize=50_000)
def outwards(scope: str) -> tuple[str, ...]:
    """Give a scope and each outer one, everywhere last.

    >>> outwards("k8s:prod-eu/shop")
    ('k8s:prod-eu/shop', 'k8s:prod-eu', 'k8s', '')
    """
    found: list[str] = []
    while scope and len(found) < _MOST_SCOPES:
        found.append(scope)
        scope = scope.rpartition("/")[0] or (scope.rpartition(":")[0] if "/" not in scope else "")
    return (*found, "")


def nearest(by_scope: Mapping[str, _Found], scope: str) -> _Found | None:
    """Give what stands in a scope or, where nothing does, in the nearest outer one."""
    return next((by_scope[each] for each in outwards(scope) if each in by_scope), None)
