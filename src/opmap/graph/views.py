"""The graph as networkx knows graphs, for notebooks and for whatever opmap does not compute."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from opmap.graph.model import Graph


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """Give a MultiDiGraph: nodes by id with kind, name, environment and state; edges by id with all that they say."""
    import networkx as nx

    view: nx.MultiDiGraph[str] = nx.MultiDiGraph(snapshot=graph.snapshot, content=graph.content)
    for number, name in enumerate(graph.ids):
        view.add_node(
            name,
            kind=graph.kind_of(number),
            name=graph.names[number],
            environment=graph.environments[number],
            state=graph.state_of(number).value,
            inactive=bool(graph.inactive[number]),
        )
    for number in range(len(graph.source)):
        edge = graph.details.edge(number)
        view.add_edge(
            edge.source,
            edge.target,
            key=edge.id,
            verb=edge.verb,
            strength=edge.strength.value,
            presumed=edge.presumed,
            certainty=edge.certainty.value,
            buffer=edge.buffer,
            group=edge.group.id if edge.group else None,
        )
    return view
