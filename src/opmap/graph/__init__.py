"""The compact, immutable graph: assembling, packing, selecting, comparing, and how failure spreads through it."""

from opmap.graph.assembling import from_estate
from opmap.graph.model import Details, Graph
from opmap.graph.packing import pack, unpack

__all__ = ["Details", "Graph", "from_estate", "pack", "unpack"]
