"""What falls, followed by the page's script, is what the engine says."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.building import edge, graph_of, node
from tests.parts import program
from tests.reference.graphs import WORLDS, random_graph
from tests.unit.maps.organisations import organisation

from opmap.analyses.blasting import HIT
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.maps.faulting import fault_columns
from opmap.maps.packing import packed

_BESIDE = Harm.REDUNDANCY_LOST | Harm.PARTLY_STALE | Harm.BLIND | Harm.FROZEN
PROGRAM = Path(__file__).parents[3] / "web" / "tests" / "fallout.mjs"


def followed(graphs):
    """Let the script follow the failure of every node of every graph."""
    lines = [re.sub(r"<[^>]*>", "", str(packed("faults", fault_columns(graph), {}))) for graph in graphs]
    done = subprocess.run(
        [program("Node.js", "node"), str(PROGRAM)],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def answered(graph):
    """Give what the engine says of every node: who is hit, how, over how many steps, after how long, by which way."""
    faults = FaultGraph.of(graph)
    said = []
    for failing in range(len(graph)):
        found = spread(faults, [failing])
        grave = found.harm & np.uint16(int(HIT))
        grave[failing] = 0
        hits = []
        for number in np.flatnonzero(grave).tolist():
            harm = Harm(int(grave[number])).gravest
            plain = Harm(int(found.harm[number])).gravest is harm  # else the way told is that of a lesser harm
            hours = round(float(found.hours[number]), 3)
            path = [{int(graph.source[edge]), int(graph.target[edge])} for edge in found.path(number)]
            hits.append([number, harm.word, len(path) if plain else None, hours if plain else None, path])
        said.append(hits)
    return said


def assert_agree(graphs):
    for graph, script, engine in zip(graphs, followed(graphs), map(answered, graphs), strict=True):
        for failing, (told, known) in enumerate(zip(script, engine, strict=True)):
            assert [hit[:2] for hit in told] == [hit[:2] for hit in known], graph.ids[failing]
            ways = [
                (steps, round(hours, 3))
                for (_, _, steps, hours, _), (*_, plain, _) in zip(told, known, strict=True)
                if plain is not None
            ]
            assert ways == [(steps, hours) for _, _, steps, hours, _ in known if hours is not None], graph.ids[failing]
            for (*_, steps, _, passed), (*_, plain, path) in zip(told, known, strict=True):
                if plain is not None and len(passed) == steps:  # an owner handed down is one relation here
                    assert [set(one) for one in passed] == path, graph.ids[failing]


def test_the_script_follows_failures_through_random_graphs_as_the_engine_does():
    chance = Random(8)
    assert_agree([random_graph(chance, chance.choice(WORLDS), most=10) for _ in range(400)])


def test_an_organisation_falls_in_the_page_as_it_does_for_the_engine():
    assert_agree([organisation(150, seed=3)])


@pytest.mark.parametrize("need", [1, 2])
def test_alternatives_buffers_and_staleness_are_honoured(need):
    graph = graph_of(
        edge("web calls one", group=("g", need, 3)),
        edge("web calls two", group=("g", need, 3)),
        edge("web calls three", group=("g", need, 3)),
        edge("web reads table", buffer=4.0),
        "table stored in db", "loader writes table", "loader runs on host", "shop depends on web",
        edge("shop calls mail", strength="soft"), "shop owned by Ruth", "web owned by Red", "Ruth member of Red",
        nodes={"table": node("table", "dataset"), "db": node("db", "datastore"), "host": node("host", "host")},
        Ruth="person", Red="team",
    )  # fmt: skip
    assert_agree([graph])
