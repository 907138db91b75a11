from __future__ import annotations

import os
from pathlib import Path

import pytest

from opmap.errors import UnknownQuery
from opmap.graphdb.queries import QUERIES, as_file
from opmap.graphdb.statements import TURNED, VERB_TYPES
from opmap.graphdb.steps import STARTING, TAKING_DOWN
from opmap.kinds import VERBS, Effect, End

EXAMPLES = Path(__file__).parents[3] / "examples" / "neo4j"


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_stands_among_the_examples(name: str) -> None:
    path = EXAMPLES / f"{name}.cypher"
    if os.environ.get("OPMAP_UPDATE_DOCS"):
        path.write_text(as_file(QUERIES[name]), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == as_file(QUERIES[name])


def test_the_examples_are_explained_and_there_are_no_others() -> None:
    explained = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert {path.stem for path in EXAMPLES.glob("*.cypher")} == set(QUERIES)
    assert all(f"({name}.cypher)" in explained for name in QUERIES)


def test_every_verb_by_which_an_outage_travels_is_followed() -> None:
    for verb in VERBS.values():
        travels = verb.outage is not None and verb.effect in {Effect.DOWN, Effect.IDLE}
        assert (VERB_TYPES[verb.name] in {*TAKING_DOWN, *STARTING}) == (travels or verb.name == "member of")


def test_every_relationship_that_is_followed_leads_from_what_is_hurt_to_what_it_needs() -> None:
    followed = {*TAKING_DOWN, *STARTING}
    hurt_their_target = {
        verb.name
        for verb in VERBS.values()
        if VERB_TYPES[verb.name] in followed and (verb.outage or verb.absence) is End.TARGET
    }
    assert hurt_their_target == set(TURNED)
    for verb in VERBS.values():
        if verb.inherits_owner:
            assert (verb.inherits_owner is End.TARGET) == (verb.name in TURNED)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_query_keeps_to_the_estate_and_to_the_current_push(query) -> None:
    assert "OpmapEstate {name: $estate}" in query.text
    assert "now" in query.text or "e.findings" in query.text
    assert all(f"${name}" in query.text for name in query.parameters)
    assert query.text.count("(") == query.text.count(")")


def test_an_unknown_query_is_answered_with_those_that_are_there() -> None:
    from opmap.app.sharing import query_called

    with pytest.raises(UnknownQuery, match="single-points"):
        query_called("nothing")
