"""The types of steps: what of a type's name says what it does, and which steps touch nothing outside.

>>> node_type("n8n-nodes-base.gmailTool")
NodeType(short='gmailTool', app='gmail', is_trigger=False, is_tool=True, is_community=False)
"""

from __future__ import annotations

from functools import lru_cache

from opmap.connecting import frozen

_OURS = ("n8n-nodes-base.", "@n8n/n8n-nodes-langchain.")
_STARTING = frozenset("webhook cron interval start emailReadImap".split())
_NO_SUFFIX = frozenset("agentTool mcpClientTool executeWorkflowTool".split())


@frozen
class NodeType:
    """What the name of a type says."""

    short: str  # without the package
    app: str  # without Trigger and Tool as well
    is_trigger: bool = False
    is_tool: bool = False
    is_community: bool = False


@lru_cache(maxsize=4096)
def node_type(name: str) -> NodeType:
    """Read the name of a type."""
    ours = next((prefix for prefix in _OURS if name.startswith(prefix)), "")
    short = name.removeprefix(ours) if ours else name.rpartition(".")[2]
    is_trigger = short in _STARTING or (short.endswith("Trigger") and len(short) > len("Trigger"))
    is_tool = short.endswith("Tool") and short not in _NO_SUFFIX and len(short) > len("Tool")
    app = short.removesuffix("Trigger") if is_trigger else short
    app = app.removesuffix("Tool") if is_tool else app
    return NodeType(short, app[:1].lower() + app[1:], is_trigger, is_tool, not ours)


_ANSWERING = frozenset({"respondToWebhook", "respondToChat", "chat", "agent", "chainLlm"})
"""Steps that touch nothing outside and still do something: somebody is answered, a model is asked."""
_LOCAL_BY_WORDS = {
    "sets values": "set renameKeys",
    "branches": "if switch",
    "filters, sorts or sums up items": "filter limit sort removeDuplicates summarize aggregate splitOut itemLists "
    "compareDatasets",
    "joins branches": "merge",
    "loops over items": "splitInBatches",
    "does nothing": "noOp",
    "works with dates": "dateTime",
    "stops with an error": "stopAndError",
    "answers the caller": "respondToWebhook respondToChat chat",
    "shows a form": "form",
    "turns one format into another": "html htmlExtract markdown xml convertToFile extractFromFile moveBinaryData "
    "readPDF spreadsheetFile editImage iCal compression",
    "signs, hashes or encrypts": "crypto jwt totp",
    "keeps data about the run": "executionData debugHelper simulate evaluation",
    "tells the model to think": "toolThink",
    "calculates": "toolCalculator",
    "searches an index as a tool": "toolVectorStore",
    "asks a model": "chainLlm chainRetrievalQa chainSummarization textClassifier sentimentAnalysis "
    "informationExtractor guardrails",
    "lets a model choose what to do": "agent agentTool",
    "chooses a model": "modelSelector",
    "keeps the conversation": "memoryBufferWindow memoryManager memoryChatRetriever",
    "keeps an index in memory": "vectorStoreInMemory vectorStoreInMemoryInsert vectorStoreInMemoryLoad",
    "notes": "stickyNote",
}
_LOCAL = {short: words for words, shorts in _LOCAL_BY_WORDS.items() for short in shorts.split()}
_LOCAL_FAMILIES = {
    "outputParser": "reads what the model wrote",
    "textSplitter": "cuts text into pieces",
    "documentDefault": "loads documents",
    "documentBinary": "loads documents",
    "documentJson": "loads documents",
    "retriever": "searches for what a question needs",
    "embeddingsTensorflow": "embeds in this process",
}


def does(short: str) -> bool:
    """Say whether a step does more than set values or lead on: it touches something, answers or asks a model."""
    return short in _ANSWERING or not local_words(short)


def local_words(short: str) -> str:
    """Say what a step does that touches nothing outside its instance; empty for any other."""
    known = _LOCAL.get(short)
    if known is not None:
        return known
    return next((words for family, words in _LOCAL_FAMILIES.items() if short.startswith(family)), "")
