"""Where a call goes: the address that a parameter holds, as far as it is known before any run."""

from __future__ import annotations

from dataclasses import replace

from opmap.connecting import Certainty, Field, Locator
from opmap_connectors._shared.endpoints import Endpoint, located
from opmap_connectors.n8n.expressions import shown, speaks_of_instance
from opmap_connectors.n8n.scene import Scene, chosen


def endpoint(parameter: Field, scene: Scene, expects: str = "") -> Endpoint | None:
    """Say where a parameter leads; None where it is empty.

    An address that only a run knows becomes a reference of its own, named by its expression.
    """
    written = chosen(parameter)
    if not written:
        return None
    text = scene.given.read(written)
    found = located(text.value, scene.home.scope, expects)
    if found is None:
        return Endpoint(unresolved(written, scene, expects))
    return found if text.sure else replace(found, certainty=Certainty.PROBABLE)


def unresolved(written: str, scene: Scene, expects: str = "") -> Locator:
    """Name what an expression means that only a run knows: one thing in an instance if it is a variable of it."""
    own = f"{scene.home.scope}/{scene.home.own}"
    scope = scene.home.scope if speaks_of_instance(written) else own
    return Locator("expression", shown(written), scope, expects=expects)
