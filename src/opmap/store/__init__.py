"""The embedded store: sources, what their documents say, decisions and snapshots, in one SQLite file."""

from opmap.store.caching import StoredCache
from opmap.store.details import StoredDetails
from opmap.store.documents import Record, StoredDocument
from opmap.store.readings import digest_of
from opmap.store.secret_places import SecretPlace
from opmap.store.snapshots import Snapshot, StoredGraph
from opmap.store.sources import Source
from opmap.store.store import DEFAULT_PATH, Store

__all__ = [
    "DEFAULT_PATH",
    "Record",
    "SecretPlace",
    "Snapshot",
    "Source",
    "Store",
    "StoredCache",
    "StoredDetails",
    "StoredDocument",
    "StoredGraph",
    "digest_of",
]
