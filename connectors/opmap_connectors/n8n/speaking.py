"""Which expressions of a step take up what people answered, and not what lay there before they were asked.

A field of the mail that started the run is written by whoever sent it, whatever the field is called.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from opmap_connectors.n8n.flow import MAIN, Flow
from opmap_connectors.n8n.steps import Step

_ANSWER = re.compile(
    r"approv|reject|declin|deni|refus|accept|confirm|agree|answer|respon|decision|choice"
    r"|\$json\.(?:data|body|query)\b|\$json\[[\"'](?:data|body|query)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\$(?:\(|node\[|items\(|node\.)\s*['\"]?([^'\"\])]+)")
_PASSING = frozenset({"if", "filter", "switch", "noOp", "limit", "sort", "wait", "splitInBatches", "removeDuplicates"})
"""Steps that hand on what they were given."""
_RESHAPING = frozenset({"set", "code", "function", "functionItem", "renameKeys", "splitOut", "itemLists", "aggregate"})


@dataclass(frozen=True, eq=False)
class Speaking:
    """The steps that ask people, and what takes up their answers."""

    flow: Flow
    asking: Collection[Step]

    def of_answer(self, step: Step, text: str) -> bool:
        """Say whether an expression of a step takes up an answer: of a step that it names, or of the one before it."""
        named = set(_NAMED.findall(text))
        if named:
            return named <= {each.called for each in self.asking}
        return bool(_ANSWER.search(text)) and self._is_handed(step)

    def _is_handed(self, step: Step) -> bool:
        """Say whether nothing but answers comes to a step, as they were given or reshaped."""
        seen, waiting = {step}, [step]
        while waiting:
            for link in self.flow.links_to[waiting.pop()]:
                before = link.source
                if link.kind != MAIN or before in self.asking or before in seen:
                    continue
                if not self._hands_on(before):
                    return False
                seen.add(before)
                waiting.append(before)
        return True

    def _hands_on(self, step: Step) -> bool:
        if step.disabled or step.short in _PASSING:
            return True
        if step.short not in _RESHAPING:
            return False
        named = {name for each in step.parameters.walk(200) for name in _NAMED.findall(each.text)}
        return named <= {each.called for each in self.asking}
