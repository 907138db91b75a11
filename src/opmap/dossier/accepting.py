"""What people accepted: until when, by whom, and whether that date has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.dossier.values import Said
from opmap.reports.safety import plain

if TYPE_CHECKING:
    from opmap.dossier.asking import Asked


def accepted_words(identity: str, until: str, asked: Asked) -> Said:
    """Say until when something was accepted, and by whom; nothing where nobody accepted it."""
    if not until:
        return Said("")
    known = asked.accepted.get(identity)
    by = f" by {plain(known.by, 80)}" if known and known.by else ""
    past = until < asked.today
    words = f"accepted until {plain(until, 20)}{by}"
    return Said(f"{words}, which has passed", "warn") if past else Said(words, "good")
