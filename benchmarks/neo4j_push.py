"""How long it takes to share a map of 100,000 nodes and 500,000 relations: into an empty database, and again.

    python benchmarks/neo4j_push.py [--nodes 100000] [--edges 500000] [--peers]

The limits that a release must keep on two processors are 60 s into an empty database and
5 s for an unchanged repeat. With ``--peers`` two loaders as people write them stand beside
it, without evidence, history or protection against half a push: one that sends a statement
for each row (a part of the map, and the time that the whole would take), and one that
sends UNWIND batches.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.neo4j.server.neo4j_server import ROOT, Server, missing

from opmap.app import sharing
from opmap.estate import Edge, Estate, Node, SourceState
from opmap.facts import Evidence
from opmap.graph import from_estate, pack
from opmap.identity.combining import edge_id
from opmap.kinds import Certainty, State, Strength
from opmap.store import Store

VERBS = ("calls", "reads", "writes", "runs on", "uses credential")
KINDS = ("service", "workflow", "datastore", "agent", "dataset")
SAMPLE = 2_000


def main() -> None:
    """Measure, and print what was measured."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--nodes", type=int, default=100_000)
    options.add_argument("--edges", type=int, default=500_000)
    options.add_argument("--peers", action="store_true")
    asked = options.parse_args()
    if lacking := missing():
        sys.exit(f"no Neo4j server: {lacking}")
    estate = made_up(asked.nodes, asked.edges)
    print(f"{len(estate.nodes):,} nodes, {len(estate.edges):,} relations; load of the machine {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "opmap.db")
        keep(estate, store)
        with_server(lambda server: pushes(server, store))
        if asked.peers:
            with_server(lambda server: naive_batches(server, estate))
            with_server(lambda server: row_by_row(server, estate))


def with_server(work: Callable[[Server], None]) -> None:
    """Work with a server that holds nothing yet."""
    server = Server("benchmark")
    shutil.rmtree(server.home, ignore_errors=True)
    server.start(memory="2g")
    try:
        work(server)
    finally:
        server.stop()
        shutil.rmtree(ROOT / "benchmark", ignore_errors=True)


def pushes(server: Server, store: Path) -> None:
    """Push into the empty database, again, and after a small change."""
    os.environ["OPMAP_NEO4J_PASSWORD"] = server.password_file.read_text()
    address = f"{server.address}/benchmark"
    measured("opmap push, empty database", server, lambda: sharing.push(address, store))
    measured("opmap push, unchanged", server, lambda: sharing.push(address, store))
    with Store.open(store) as opened:
        estate = opened.estate()
    first, *others = estate.nodes
    keep(replace(estate, nodes=(replace(first, name="renamed"), *others)), store)
    measured("opmap push, one node changed", server, lambda: sharing.push(address, store))


def naive_batches(server: Server, estate: Estate) -> None:
    """Load with UNWIND batches, as one finds it in tutorials: one index, one label, one type of relationship."""
    from neo4j import GraphDatabase

    nodes = [{"id": node.id, "name": node.name} for node in estate.nodes]
    edges = [{"source": edge.source, "target": edge.target, "verb": edge.verb} for edge in estate.edges]
    with GraphDatabase.driver(server.address, auth=("neo4j", server.password_file.read_text())) as driver:
        driver.execute_query("CREATE INDEX IF NOT EXISTS FOR (t:Thing) ON (t.id)")

        def load() -> None:
            for rows in chunks(nodes, 1_000):
                driver.execute_query("UNWIND $rows AS row MERGE (t:Thing {id: row.id}) SET t += row", {"rows": rows})
            for rows in chunks(edges, 1_000):
                driver.execute_query(
                    "UNWIND $rows AS row MATCH (a:Thing {id: row.source}) MATCH (b:Thing {id: row.target})"
                    " MERGE (a)-[:NEEDS {verb: row.verb}]->(b)",
                    {"rows": rows},
                )

        measured("naive UNWIND loader, empty", server, load)
        measured("naive UNWIND loader, again", server, load)


def row_by_row(server: Server, estate: Estate) -> None:
    """Send a statement for each row."""
    from neo4j import GraphDatabase

    share = SAMPLE / (len(estate.nodes) + len(estate.edges))
    nodes = [node.id for node in estate.nodes][: int(len(estate.nodes) * share)]
    with (
        GraphDatabase.driver(server.address, auth=("neo4j", server.password_file.read_text())) as driver,
        driver.session() as session,
    ):
        session.run("CREATE CONSTRAINT IF NOT EXISTS FOR (t:Thing) REQUIRE t.id IS UNIQUE").consume()

        def load() -> None:
            for name in nodes:
                session.run("MERGE (t:Thing {id: $id})", id=name).consume()
            for edge in estate.edges[: SAMPLE - len(nodes)]:
                session.run(
                    "MERGE (a:Thing {id: $source}) MERGE (b:Thing {id: $target}) MERGE (a)-[:NEEDS]->(b)",
                    source=edge.source,
                    target=edge.target,
                ).consume()

        seconds = measured(f"one statement a row, {SAMPLE:,} rows", server, load)
        print(f"{'  so the whole map':<34}{seconds / share:>8.1f} s")


def chunks(rows: list[dict[str, str]], size: int) -> Iterable[list[dict[str, str]]]:
    """Cut rows into batches."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def measured(what: str, server: Server, work: Callable[[], object]) -> float:
    """Print how long something takes, and what it costs both sides in processor time."""
    before, mine, began = spent(server), time.process_time(), time.monotonic()
    work()
    seconds = time.monotonic() - began
    cost = f"processor: opmap {time.process_time() - mine:.1f} s, server {spent(server) - before:.1f} s"
    print(f"{what:<34}{seconds:>8.1f} s   {cost}", flush=True)
    return seconds


def spent(server: Server) -> float:
    """Give the processor time that the server has used."""
    try:
        user, system = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def keep(estate: Estate, path: Path) -> None:
    """Keep the map in a store."""
    graph = from_estate(estate)
    with Store.open(path, create=True) as store:
        store.save_snapshot(graph.details.estate(), pack(graph), created="2026-05-01T12:00:00Z")


def made_up(nodes: int, edges: int) -> Estate:
    """Make a map up: things of several kinds, some of which many others lean on."""
    rng = random.Random(8)
    ids = [f"k8s:prod-eu/shop/Deployment/service-{number:06}" for number in range(nodes)]
    things = [
        Node(
            name,
            KINDS[number % len(KINDS)],
            f"service-{number:06}",
            (name,),
            State.KNOWN,
            (_place(f"deploy/service-{number:06}.yaml", number),),
            "production",
            (("replicas", 2),),
        )
        for number, name in enumerate(ids)
    ]
    ends = set()
    while len(ends) < edges:
        target = ids[min(int(rng.paretovariate(1.2)) - 1, nodes - 1)] if rng.random() < 0.2 else rng.choice(ids)
        ends.add((rng.choice(ids), rng.choice(VERBS), target))
    relations = [
        Edge(
            edge_id(*three),
            *three,
            Strength.HARD,
            presumed=True,
            certainty=Certainty.CERTAIN,
            evidence=(_place(f"deploy/{three[0][-14:]}.yaml", number % 400 + 1),),
        )
        for number, three in enumerate(sorted(ends))
    ]
    return Estate(tuple(things), tuple(relations), sources=(SourceState("shop", "/srv/shop"),))


def _place(path: str, line: int) -> Evidence:
    return Evidence("shop", path, line, "/spec/template/spec/containers/0/env/3", "9f" * 16, "kubernetes")


if __name__ == "__main__":
    main()
