from __future__ import annotations

import re

import pytest

from opmap.graphdb import statements as text
from opmap.kinds import KINDS, VERBS

_WORDS = {name: getattr(text, name) for name in dir(text) if name.isupper() and isinstance(getattr(text, name), str)}
WRITING = {
    name: said
    for name, said in [
        *_WORDS.items(),
        *((f"undo {number}", said) for number, said in enumerate(text.UNDO)),
        *((f"sweep {number}", said) for number, said in enumerate(text.SWEEP)),
        *((f"write {kind}", text.write_nodes(kind)) for kind in KINDS),
        *((f"write {verb}", text.write_edges(verb)) for verb in VERBS),
        *((f"create {kind}", text.create_nodes(kind).first) for kind in KINDS),
        *((f"create {verb}", text.create_edges(verb).first) for verb in VERBS),
    ]
    if re.search(r"\b(SET|DELETE|MERGE|REMOVE|CREATE)\b", said)
}


@pytest.mark.parametrize("name", WRITING)
def test_nothing_is_written_but_what_bears_the_estate_and_a_label_of_opmap(name: str) -> None:
    said = WRITING[name]
    if name == "CLOSE_EDGES":  # by the numbers that SOME_EDGES gave, which keeps to the estate
        assert "elementId(r) IN $rows AND r.until = $open" in said
        return
    assert "$estate" in said
    named = dict(re.findall(r"\((\w*)(:Opmap\w+)", said))
    begun = [name for name in re.findall(r"(?:MATCH|MERGE) \((\w+)", said) if name not in named]
    assert named or begun
    assert not begun or "(n:OpmapNode OR n:OpmapVoices OR n:OpmapDecision)" in said


def test_every_kind_and_every_verb_has_a_label_of_its_own() -> None:
    assert len(set(text.KIND_LABELS.values())) == len(KINDS)
    assert len(text.VERB_OF_TYPE) == len(VERBS)
    words = [*text.KIND_LABELS.values(), *text.VERB_TYPES.values()]
    assert all(re.fullmatch(r"[A-Za-z_]+", word) for word in words)


def test_values_travel_as_parameters_and_never_in_the_text() -> None:
    for said in WRITING.values():
        assert not re.search(r"\{\w+\}", said.replace("{estate: $estate}", "")), said


def test_the_constraints_are_made_once() -> None:
    assert all("IF NOT EXISTS" in said and name in said for name, said in text.SCHEMA.items())


def test_every_element_that_is_written_bears_its_push() -> None:
    assert "from: $push, until: $open" in text.write_nodes("service")
    assert "from: $push" in text.write_edges("calls")
    assert "until: $open" in text.write_edges("calls", rare=True)
