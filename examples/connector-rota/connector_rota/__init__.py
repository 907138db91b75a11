r"""Reads on-call rotas into opmap: who answers for what at night.

>>> rota = b"rota:\n- {who: ana@acme.example, covers: payments}\n"
>>> document = Document("rota.yaml", rota)
>>> [str(reading.keys[0]) for reading in Rota().read(document) if isinstance(reading, Entity)]
['person:ana@acme.example']
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Document,
    Entity,
    Field,
    Key,
    Known,
    Locator,
    Notice,
    Reading,
    Relation,
    attributes,
    short_name,
    url_locator,
)


class Rota:
    """An on-call rota: a YAML or JSON file with a list of shifts under ``rota``."""

    name = "rota"
    title = "On-call rota"
    recognises = "YAML or JSON with the key `rota` and a list of shifts in it, each with `who` and `covers`"
    version = 1

    def detect(self, document: Document) -> bool:
        """Say whether this is a rota; a file that merely mentions one is none."""
        return any("covers" in shift for part in document.parts for shift in part["rota"].list())

    def read(self, document: Document) -> Iterator[Reading]:
        """Give the people on call, and what each answers for."""
        yield from document.notices()
        for part in document.parts:
            for shift in part["rota"].list():
                yield from _shift(shift)


def _shift(shift: Field) -> Iterator[Reading]:
    address = shift["who"].text.lower()
    if "@" not in address or not shift["covers"]:
        yield Notice("a shift needs who, an e-mail address, and covers", shift.at(Known.DECLARED))
        return
    who = Key("person", address)
    name = short_name(shift["name"].text, fallback=address)
    yield Entity("person", name, (who,), shift["who"].at(Known.DECLARED), mentioned=True)
    for covered in shift["covers"].each():
        target = url_locator(covered.text) or Locator("name", covered.text, expects="service")
        if target.value:
            times = attributes(begins=shift["from"].text, ends=shift["until"].text)
            yield Relation(who, "on call for", target, covered.at(Known.DECLARED), attributes=times)
