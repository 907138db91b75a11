"""Whether an automation writes down which version of a model it uses, told from what it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opmap.connecting import Control, Effect, Locator
from opmap_connectors._shared.model_versions import is_pinned

_OPEN = ("chosen at run time", "{}")
_DEFAULT = "default chat model"
_DEPLOYED = "azure"  # there a model is called as whoever deployed it liked


def pinned(effects: Iterable[Effect]) -> Iterator[Control]:
    """Give the control of whoever uses models; nothing where only a run, or a deployment, knows which."""
    named = [(effect, name) for effect in effects for name in _names(effect)]
    loose = [(effect, name) for effect, name in named if not is_pinned(name)]
    if loose:
        shown = sorted({"the provider's default" if name == _DEFAULT else name for _, name in loose})
        steps = tuple(dict.fromkeys(effect.step for effect, _ in loose if effect.step))
        words = f"not pinned: {', '.join(shown)}"[:300]
        yield Control("pinned model", loose[0][0].evidence, words, lacking=True, steps=steps)
    elif named:
        yield Control("pinned model", named[0][0].evidence, "each model's version is written down")


def _names(effect: Effect) -> Iterator[str]:
    """Give the model that an effect uses, without its provider, where its name is written down."""
    target = effect.target
    if effect.verb == "uses model" and isinstance(target, Locator) and target.form == "model":
        provider, _, name = target.value.rpartition("/")
        if provider != _DEPLOYED and not any(mark in name for mark in _OPEN):
            yield name
