"""API descriptions, OpenAPI and Swagger: read the same way wherever they stand, in a file or in a catalog's entry."""

from opmap_connectors._shared.apis.description import Api, is_description
from opmap_connectors._shared.apis.embedded import embedded
from opmap_connectors._shared.apis.people import owners
from opmap_connectors._shared.apis.reading import contents
from opmap_connectors._shared.apis.servers import addresses

__all__ = ["Api", "addresses", "contents", "embedded", "is_description", "owners"]
