"""Which facts speak of one thing, and where references lead: from facts to an estate.

>>> from opmap.identity import compile_estate
>>> compile_estate([]).nodes
()
"""

from opmap.identity.ageing import Unseen
from opmap.identity.catalogue import EMPTY, Catalogue, load_catalogue
from opmap.identity.compiling import compile_estate
from opmap.identity.ids import node_id

__all__ = ["EMPTY", "Catalogue", "Unseen", "compile_estate", "load_catalogue", "node_id"]
