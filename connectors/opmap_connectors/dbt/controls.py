"""What is checked of a model: its tests and its contract, as far as a failure stops anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from opmap.connecting import Control, Field
from opmap_connectors.dbt.manifests import Manifest, type_of


class Checks:
    """The tests of a manifest, by the node that they check."""

    def __init__(self, manifest: Manifest) -> None:
        self._by_node: dict[str, list[Field]] = defaultdict(list)
        for uid, place in manifest.nodes.items():
            if type_of(uid, place) in ("test", "unit_test") and place["config"]["enabled"].flag is not False:
                checked = place["attached_node"].text
                for each in [checked] if checked else manifest.depends_on(uid):
                    self._by_node[each].append(place)

    def controls(self, uid: str, place: Field) -> Iterator[Control]:
        """Say which checks of a model stop what comes after it; a test that only warns stops nothing."""
        tests = self._by_node[uid]
        firm = [each for each in tests if each["config"]["severity"].text.casefold() != "warn"]
        if firm:
            yield Control("tests", firm[0].at(), f"checked by {_counted(len(firm))}")
        else:
            words = "its tests only warn" if tests else ""
            yield Control("tests", place.at(), words, lacking=True)
        contract = place["contract"]["enforced"] or place["config"]["contract"]["enforced"]
        if contract.flag:
            yield Control("contract", contract.at(), "a build that would change its columns fails")


def _counted(number: int) -> str:
    return f"{number} test" if number == 1 else f"{number} tests"
