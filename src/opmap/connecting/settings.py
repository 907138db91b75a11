"""Settings that one document defines and another uses, joined into what they mean.

A configuration object holds ``DB_HOST: claims-db``; a workload, in another file, takes
its variable from there. Neither document alone shows the dependency. Both are written
down as halves of it: the definition is a relation whose *source* is the setting, the use
one whose *target* is the setting. `joined` puts the halves together, wherever they come
from: workload → verb → address, at the place of the definition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from opmap.facts import Key, Locator, Ref, Relation
from opmap.kinds import Certainty

EVERY = "*"
"""The value of a use that takes all settings of an object."""

WATCHED = ("watched", True)
"""The attribute of a definition whose address is looked at by whoever uses the setting: a monitor."""

_SURENESS = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}


def setting(name: str, within: Key) -> Locator:
    """Name one setting of a configuration object; ``*`` names all of them."""
    return Locator("setting", name, within=within)


def joined(relations: Iterable[Relation]) -> list[Relation]:
    """Replace definitions and uses of settings by what they mean together; leave all else as it is.

    A setting that nobody uses, and a use of what nobody defines, mean no dependency. The
    order of what comes in does not matter.
    """
    defined: dict[Ref, list[Relation]] = defaultdict(list)
    uses, rest = [], []
    for relation in relations:
        if isinstance(relation.source, Locator) and relation.source.form == "setting":
            defined[relation.source].append(relation)
            defined[relation.source._replace(value=EVERY)].append(relation)
        elif isinstance(relation.target, Locator) and relation.target.form == "setting":
            uses.append(relation)
        else:
            rest.append(relation)
    made = {_join(use, definition) for use in uses for definition in defined[use.target]}
    return rest + sorted(made, key=repr)


def _join(use: Relation, definition: Relation) -> Relation:
    """Make the dependency, as sure as the weaker half; whether the object may be missing is another matter."""
    certainty = max(use.certainty, definition.certainty, key=_SURENESS.__getitem__)
    if WATCHED in definition.attributes:
        left = tuple(each for each in definition.attributes if each != WATCHED)
        watched, verb, monitor = definition.target, "monitored by", use.source
        return Relation(watched, verb, monitor, definition.evidence, certainty=certainty, attributes=left)
    return replace(definition, source=use.source, certainty=certainty)
