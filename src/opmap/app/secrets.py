"""Which places hold the same secret. What the secret is, and its fingerprint, never leave the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.analyses.secrets import SameSecret, SecretAt
from opmap.store import DEFAULT_PATH, Store

if TYPE_CHECKING:
    from opmap.store import SecretPlace


def same_secrets(store_path: Path | str = DEFAULT_PATH) -> tuple[SameSecret, ...]:
    """Give each secret that stands in several places, by the first of them."""
    with Store.open(store_path) as store:
        return grouped(store.secret_places())


def grouped(places: Iterable[SecretPlace]) -> tuple[SameSecret, ...]:
    """Put the places of equal secrets together; a secret that stands in one place alone is left out."""
    by_secret: dict[str, dict[tuple[str, str, int], SecretAt]] = defaultdict(dict)
    for place in places:
        spot = (place.source, place.path, place.line or 0)
        by_secret[place.fingerprint].setdefault(spot, SecretAt(*spot, place.name, place.kind))
    several = (tuple(found[spot] for spot in sorted(found)) for found in by_secret.values() if len(found) > 1)
    return tuple(sorted((SameSecret(spots) for spots in several), key=lambda same: same.places))
