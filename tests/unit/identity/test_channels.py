"""Subscriptions with wildcards: which publishers they hear, in which broker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import subscriptions
from tests.unit.identity.saying import edge, entity, relation, sentences

from opmap.estate import Estate
from opmap.facts import Key, Locator
from opmap.identity import compile_estate
from opmap.identity.channels import AMQP, MQTT, syntax_of
from opmap.kinds import Certainty

PLANT, YARD = Key("nodered", "plant/broker"), Key("nodered", "yard/broker")
HEARER, SPEAKER = "nodered:plant/hearer", "nodered:plant/speaker"


def topic(name: str, broker: Key | Locator | None = PLANT, scope: str = "nodered:plant") -> Locator:
    return Locator("topic", name, scope, broker)


def heard(pattern: Locator, *published: Locator, verb: str = "starts") -> Estate:
    listens = (
        relation(pattern, verb, HEARER) if verb == "starts" else relation(HEARER, verb, pattern),
        *(relation(SPEAKER, "publishes", each) for each in published),
    )
    things = [entity(HEARER, kind="workflow"), entity(SPEAKER, kind="workflow")]
    return compile_estate([*things, entity(str(PLANT)), entity(str(YARD)), *listens])


@pytest.mark.parametrize(
    ("pattern", "name", "takes"),
    [
        ("plant/+/temp", "plant/a/temp", True),
        ("plant/#", "plant/a/temp", True),
        ("plant/#", "plant", True),
        ("#", "plant/a", True),
        ("#", "$SYS/uptime", False),
        ("+/uptime", "$SYS/uptime", False),
        ("$SYS/#", "$SYS/uptime", True),
        ("plant/+", "plant/a/temp", False),
        ("plant/+/temp", "yard/a/temp", False),
        ("claims.*.paid", "claims.eu.paid", True),
        ("claims.#", "claims", True),
        ("claims.#.paid", "claims.eu.north.paid", True),
        ("claims.*", "claims.eu.paid", False),
        ("plant/a+b", "plant/a+b/c", False),
    ],
)
def test_who_publishes_to_a_topic_publishes_to_the_patterns_that_take_it_in(
    pattern: str,
    name: str,
    takes: bool,  # noqa: FBT001 - a parameter of a table
) -> None:
    said = sentences(heard(topic(pattern), topic(name)))
    assert ((SPEAKER, "publishes", f"nodered:plant/broker/{pattern}") in said) is takes
    assert (SPEAKER, "publishes", f"nodered:plant/broker/{name}") in said


@pytest.mark.parametrize("verb", ["starts", "consumes"])
def test_it_counts_within_one_broker_alone(verb: str) -> None:
    estate = heard(topic("a/#"), topic("a/b", YARD), topic("a/c", None), verb=verb)
    assert not [each for each in sentences(estate) if each[2].endswith("a/#") and each[0] == SPEAKER]


def test_where_no_broker_is_named_one_scope_is_probably_one_broker() -> None:
    near = heard(topic("a/#", None), topic("a/b", None))
    assert edge(near, SPEAKER, "publishes", "topic:nodered:plant/a/#").certainty is Certainty.PROBABLE
    far = heard(topic("a/#", None), topic("a/b", None, "nodered:yard"))
    assert not [each for each in sentences(far) if each[:2] == (SPEAKER, "publishes") and each[2].endswith("#")]


def test_one_broker_may_be_named_in_two_ways() -> None:
    host = Locator("host", "mqtt.fern.example:1883", "k8s:prod/ml")
    answers = entity(str(PLANT), addresses=["host=mqtt.fern.example:1883"])
    listens = (
        relation(topic("a/+"), "starts", HEARER),
        relation(SPEAKER, "publishes", topic("a/b", host, "k8s:prod/ml")),
    )
    estate = compile_estate([answers, entity(HEARER), entity(SPEAKER), *listens])
    assert edge(estate, SPEAKER, "publishes", "nodered:plant/broker/a/+").certainty is Certainty.CERTAIN


_WORDS = st.lists(st.sampled_from(["a", "b", "$s", ""]), min_size=1, max_size=5)


@given(
    st.sampled_from([(MQTT, subscriptions.mqtt), (AMQP, subscriptions.amqp)]),
    st.lists(st.lists(st.sampled_from(["a", "b", "$s", "", "ONE", "REST"]), min_size=1, max_size=5), max_size=6),
    st.lists(_WORDS, max_size=6),
)
def test_the_tree_takes_in_what_each_pair_says_by_itself(how, patterns, topics) -> None:  # type: ignore[no-untyped-def]
    syntax, takes = how
    wild = {"ONE": syntax.one, "REST": syntax.rest}
    written = [[wild.get(word, word) for word in words] for words in patterns]
    if syntax is MQTT:
        written = [words for words in written if "#" not in words[:-1]]
    asked = [words for words in written if syntax_of(syntax.between.join(words)) is syntax]
    listens = [relation(topic(syntax.between.join(words)), "starts", HEARER) for words in asked]
    named = [syntax.between.join(words) for words in topics]
    speaks = [relation(f"nodered:plant/{place}", "publishes", topic(name)) for place, name in enumerate(named) if name]
    found = sentences(compile_estate([entity(HEARER), entity(str(PLANT)), *listens, *speaks]))
    for words in asked:
        for place, name in enumerate(named):
            says = (
                f"nodered:plant/{place}",
                "publishes",
                f"nodered:plant/broker/{syntax.between.join(words)}",
            ) in found
            assert says is (bool(name) and takes(words, topics[place])), (words, name)
