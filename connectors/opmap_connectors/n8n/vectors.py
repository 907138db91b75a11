"""Vector stores: the index that a step fills or searches, and the system that keeps it."""

from __future__ import annotations

from opmap.connecting import Locator, frozen
from opmap_connectors.n8n.scene import Deed, Need, Scene
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.stores import inside
from opmap_connectors.n8n.systems import behind

_WRITING = frozenset({"insert", "update"})


@frozen
class VectorStore:
    """A sort of vector store: what it is called, its parameters, and its product where one vendor hosts it."""

    title: str
    index: str
    usual: str = ""  # what is meant where no index is chosen
    product: str = ""


_STORES = {
    "vectorStorePinecone": VectorStore("Pinecone", "pineconeIndex", product="vectorStorePinecone"),
    "vectorStoreQdrant": VectorStore("Qdrant", "qdrantCollection"),
    "vectorStoreSupabase": VectorStore("Supabase", "tableName", "documents", "supabase"),
    "vectorStorePGVector": VectorStore("Postgres", "tableName", "n8n_vectors"),
    "vectorStoreWeaviate": VectorStore("Weaviate", "weaviateCollection"),
    "vectorStoreMilvus": VectorStore("Milvus", "milvusCollection"),
    "vectorStoreMongoDBAtlas": VectorStore("MongoDB", "mongoCollection|vectorIndexName"),
    "vectorStoreRedis": VectorStore("Redis", "redisIndex"),
    "vectorStoreChromaDB": VectorStore("Chroma", "chromaCollection"),
    "vectorStoreAzureAISearch": VectorStore("Azure AI Search", "indexName", product="vectorStoreAzureAISearch"),
    "vectorStoreZep": VectorStore("Zep", "collectionName"),
    "vectorStoreZepCloud": VectorStore("Zep", "collectionName"),
}
_SEPARATE = ("Insert", "Load")  # in old exports, filling and searching were two types


def is_vector_store(step: Step) -> bool:
    """Say whether a step fills or searches an index that is kept outside."""
    return _family(step.short) in _STORES


def vector_store(step: Step, scene: Scene) -> Deed:
    """Read a step that fills or searches an index."""
    sort = _STORES[_family(step.short)]
    system = behind(step, scene, sort.title, vendor_app=sort.product)
    place, name = inside(step, scene, (sort.index,))
    name = name or (sort.usual if place.path == step.title.path else "")
    index = Locator("object", name, within=system.ref, expects="index") if name else None
    writes = step["mode"].text in _WRITING or step.short.endswith("Insert")
    verb, words = ("writes", "fills") if writes else ("reads", "searches")
    need = Need(verb, index or system.ref, place)
    return Deed(f"{words} {name or 'an index'} in {sort.title}", [need], system.beside, index)


def _family(short: str) -> str:
    return next((short.removesuffix(end) for end in _SEPARATE if short.endswith(end)), short)
