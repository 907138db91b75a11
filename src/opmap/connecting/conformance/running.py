"""One run of a connector over one document, and all that can be seen of it from outside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from opmap.automations import expanded
from opmap.errors import Unreadable

if TYPE_CHECKING:
    from opmap.connecting.conformance.materials import Material
    from opmap.connecting.protocol import Connector

_CODE = (".py", ".pyc", ".so", ".pyd", ".pth")
_DEEDS = {
    "open": "a file is opened",
    "socket.connect": "the network is used",
    "socket.getaddrinfo": "the network is used",
    "subprocess.Popen": "a program is started",
    "os.system": "a program is started",
    "os.posix_spawn": "a program is started",
    "os.exec": "a program is started",
    "os.fork": "a program is started",
    "os.remove": "a file is deleted",
    "os.rename": "a file is moved",
    "os.mkdir": "a folder is made",
}
_seen: list[set[str]] = []  # a set for each watch in progress


@dataclass(frozen=True)
class Outcome:
    """What came of reading one document."""

    taken: bool = False
    readings: tuple[Any, ...] = ()
    unreadable: str = ""
    crash: str = ""
    consulted: tuple[tuple[str, str], ...] = ()
    changed: bool = False
    seconds: float = 0.0

    @property
    def result(self) -> tuple[bool, str, str, list[str]]:
        """Give what can be compared: the readings in an order of their own, each once."""
        return self.taken, self.unreadable, self.crash, sorted({repr(reading) for reading in self.readings})


def run(connector: Connector, material: Material) -> Outcome:
    """Let a connector recognise and read a document, whatever happens."""
    document = material.document(connector.name)
    settings = dict(document.settings)
    taken, readings, unreadable, crash = False, [], "", ""
    began, ended = perf_counter(), None
    try:
        taken = bool(connector.detect(document))
        ended = perf_counter()
        readings = [*expanded(connector.read(document))] if taken else []
    except Unreadable as error:
        unreadable = str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        crash = type(error).__name__
    return Outcome(
        taken,
        tuple(readings),
        unreadable,
        crash,
        tuple(sorted(document.consulted.items())),
        changed=document.data != material.data or document.settings != settings,
        seconds=(ended or perf_counter()) - began,
    )


def watched(connector: Connector, material: Material) -> tuple[Outcome, list[str]]:
    """Run it again, now that all its code is loaded, and see what it does beside reading."""
    with _watching() as deeds:
        outcome = run(connector, material)
    return outcome, sorted(deeds)


@contextmanager
def _watching() -> Iterator[set[str]]:
    deeds: set[str] = set()
    if not hasattr(sys, "_opmap_watches"):
        sys.addaudithook(_note)
        sys._opmap_watches = True  # type: ignore[attr-defined]  # noqa: SLF001 - a hook can never be taken away again
    _seen.append(deeds)
    try:
        yield deeds
    finally:
        _seen.remove(deeds)


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen and event in _DEEDS and not (event == "open" and _is_code(arguments)):
        for deeds in _seen:
            deeds.add(_DEEDS[event])


def _is_code(arguments: tuple[Any, ...]) -> bool:
    return not isinstance(arguments[0], str) or arguments[0].endswith(_CODE)
