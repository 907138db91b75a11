"""What people said about which things are one: heard before anything is merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opmap.decisions import Decision
from opmap.facts import Key
from opmap.frozen import frozen
from opmap.identity.ids import key_of, node_id


@frozen
class Verdict:
    """Two keys name one thing, or two."""

    one: Key
    other: Key
    same: bool
    decision: Decision


class Ids:
    """Ids that people used, old ones too, and the keys that they were written from."""

    def __init__(self, keys: Iterable[Key], renamed: Mapping[str, str]) -> None:
        self._keys = {node_id(key): key for key in keys}
        self._renamed = renamed

    def key(self, text: str) -> Key | None:
        """Give the key behind an id; one that no fact carries may be that of a thing that is only named."""
        seen: set[str] = set()
        while text not in self._keys and text in self._renamed and text not in seen:
            seen.add(text)
            text = self._renamed[text]
        return self.written_from(text)

    def written_from(self, text: str) -> Key | None:
        """Give the key behind an id as it stands, whatever its node came to be called later."""
        return self._keys.get(text) or key_of(text)


def verdicts(decisions: Iterable[Decision], ids: Ids) -> list[Verdict]:
    """Give what was said about each pair of things: of several verdicts, the last."""
    last: dict[frozenset[Key], Verdict] = {}
    for decision in decisions:
        if decision.act not in {"same", "not-same"}:
            continue
        for text in decision.objects:
            one, other = ids.key(decision.subject), ids.key(text)
            if one == other:  # they are called alike because of this very decision
                one, other = ids.written_from(decision.subject), ids.written_from(text)
            if one is not None and other is not None and one != other:
                last.pop(frozenset((one, other)), None)
                last[frozenset((one, other))] = Verdict(one, other, decision.act == "same", decision)
    return list(last.values())
