"""Databases, caches, buckets and file servers: which table or bucket a step reads or writes."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Certainty, Entity, Field, Locator, Ref, Relation, frozen, short_name
from opmap_connectors._shared.operations import verb_of
from opmap_connectors._shared.sql import accesses, unread
from opmap_connectors._shared.table_names import table_name
from opmap_connectors.n8n.changing import sets_of, where_of
from opmap_connectors.n8n.operations import default_operation
from opmap_connectors.n8n.scene import Deed, Need, Scene, called
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.systems import System, behind, of_instance


@frozen
class Store:
    """A sort of store, and the parameters that name what is inside."""

    title: str
    inside: tuple[str, ...]  # each may name several spellings, joined by |
    kind: str = "dataset"  # of what is inside
    hosted: bool = False  # the product is one vendor's; only the account is behind the credential


_LONGEST = 200
_TABLE = ("schema", "table")
STORES = {
    "postgres": Store("Postgres", _TABLE),
    "timescaleDb": Store("TimescaleDB", _TABLE),
    "crateDb": Store("CrateDB", _TABLE),
    "questDb": Store("QuestDB", _TABLE),
    "mySql": Store("MySQL", ("table",)),
    "microsoftSql": Store("SQL Server", ("table",)),
    "oracleDatabase": Store("Oracle", _TABLE),
    "mongoDb": Store("MongoDB", ("collection",)),
    "redis": Store("Redis", ("key|list|channel",)),
    "s3": Store("S3 storage", ("bucketName",)),
    "ftp": Store("File server", ("path",), "file"),
    "elasticsearch": Store("Elasticsearch", ("indexId",)),
    "supabase": Store("Supabase", ("tableId",), hosted=True),
    "snowflake": Store("Snowflake", ("schema", "table"), hosted=True),
    "databricks": Store("Databricks", ("catalog", "schema", "table"), hosted=True),
    "quickbase": Store("Quickbase", ("tableId",), hosted=True),
    "stackby": Store("Stackby", ("stackId", "table"), hosted=True),
}
MEMORIES = {
    "memoryPostgresChat": (Store("Postgres", ("tableName",)), "n8n_chat_histories"),
    "memoryRedisChat": (Store("Redis", ()), "chat memory"),
    "memoryMongoDbChat": (Store("MongoDB", ("collectionName",)), "n8n_chat_histories"),
    "memoryXata": (Store("Xata", (), hosted=True), "chat memory"),
    "memoryZep": (Store("Zep", (), hosted=True), "chat memory"),
    "memoryZepCloud": (Store("Zep", (), hosted=True), "chat memory"),
    "memoryMotorhead": (Store("Motorhead", ()), "chat memory"),
}


def store(step: Step, scene: Scene) -> Deed:
    """Read a step that reads or writes a store."""
    sort = STORES[step.type.app]
    system = behind(step, scene, sort.title, vendor_app=step.type.app if sort.hosted else "")
    operation = operation_of(step, scene)
    if operation == "executeQuery":
        needs = [*_queried(step, scene, system.ref)]
    else:
        place, name = inside(step, scene, sort.inside)
        target = Locator("object", name, within=system.ref, expects=_kind(sort)) if name else system.ref
        needs = [_need(operation, target, place, step, scene)]
    return Deed(f"{operation or 'uses'} {_names(needs)} in {sort.title}", needs, system.beside)


def _need(operation: str, target: Ref, place: Field, step: Step, scene: Scene) -> Need:
    """Give what a step does with a table: what it writes there, and to which rows it is limited."""
    verb = _verb(operation)
    sets = sets_of(step, scene) if verb == "writes" else ()
    where = where_of(step, scene) if verb in ("reads", "writes") else ""
    return Need(verb, target, place, operation=operation, sets=sets, where=where)


def _kind(sort: Store) -> str:
    return "" if sort.kind == "dataset" else sort.kind


def _verb(operation: str) -> str:
    verb = verb_of(operation)
    return "depends on" if verb == "calls" else verb


def _names(needs: list[Need]) -> str:
    return ", ".join(need.target.value for need in needs if isinstance(need.target, Locator)) or "what only a run knows"


def operation_of(step: Step, scene: Scene) -> str:
    """Give a step's operation, the default where none is written, nothing where only a run knows."""
    text = scene.text(step["operation"])
    if not text.value:
        return default_operation(step.type.app, step["resource"].text)
    return text.name if text.known else ""


def _queried(step: Step, scene: Scene, system: Ref) -> Iterator[Need]:
    place = step["query"]
    found = accesses(scene.given.read(place.text).value)
    for each in found:
        target = each.target(system, scene.home.keys(scene.home.own)[0])
        yield Need(
            each.verb,
            target,
            place,
            Certainty.PROBABLE,
            operation=each.operation,
            sets=each.sets,
            where=each.where,
        )
    if all(each.is_open for each in found):
        operation = f"executeQuery {unread(place.text)}".strip()
        yield Need("depends on", system, place or step.title, operation=operation)


def inside(step: Step, scene: Scene, parameters: tuple[str, ...]) -> tuple[Field, str]:
    """Give the name of what is inside a store, and where it stands; no name where only a run knows."""
    place, parts = step.title, []
    for spellings in parameters:
        found = next((step[name] for name in spellings.split("|") if step[name]), None)
        text = scene.text(found) if found is not None else None
        if text is None or not text.value:
            continue
        if not text.known:
            return found or place, ""
        place = found or place
        parts.append(text.name)
    name = table_name(".".join(f'"{part}"' for part in parts)) if len(parameters) > 1 else "".join(parts)
    return place, name[:_LONGEST]


def memory(step: Step, scene: Scene) -> Deed:
    """Read a memory that keeps conversations in a store."""
    sort, usual = MEMORIES[step.short]
    system = behind(step, scene, sort.title, vendor_app=step.short if sort.hosted else "")
    place, name = inside(step, scene, sort.inside) if sort.inside else (step.title, "")
    target = Locator("object", name or usual, within=system.ref)
    needs = [Need(verb, target, place) for verb in ("reads", "writes")]
    return Deed(f"keeps the conversation in {sort.title}", needs, system.beside)


def disk(step: Step, scene: Scene) -> Deed:
    """Read a step that reads or writes files on the instance's own disk."""
    operation = operation_of(step, scene) or ("write" if step.short.startswith("write") else "read")
    place, name = inside(step, scene, ("fileSelector|fileName|filePath|path",))
    words = f"{operation}s files on the disk of n8n"
    if not name:
        return Deed(words)
    system = of_instance(scene, "disk", "Disk", place)
    target = Locator("object", name, within=system.ref, expects="file")
    return Deed(f"{operation}s {name} on the disk of n8n", [Need(verb_of(operation), target, place)], system.beside)


def data_table(step: Step, scene: Scene) -> Deed:
    """Read a step that reads or writes a table that n8n itself keeps."""
    operation, place = operation_of(step, scene), step["dataTableId"]
    text = scene.text(place)
    words = f"{operation or 'uses'} {called(place) or 'a table'} in the data tables of n8n"
    if not text.known:
        return Deed(words)
    tables_of_n8n = of_instance(scene, "data tables", "Data tables", place)
    keys = scene.home.keys("data table", text.name)
    table = Entity("dataset", short_name(called(place) or text.name), keys, place.at(), mentioned=True)
    kept = Relation(keys[0], "stored in", tables_of_n8n.ref, place.at())
    need = _need(operation, keys[0], place, step, scene)
    return Deed(words, [need], [*tables_of_n8n.beside, table, kept])


_Opening = tuple[str, str, str]  # what stands behind the credential, its kind, and how it is used
_SERVICES: dict[str, _Opening] = {
    "emailSend": ("Mail server", "service", "calls"),
    "emailReadImap": ("Mailbox", "service", "calls"),
    "ldap": ("Directory", "identity provider", "depends on"),
    "ssh": ("Machine", "host", "depends on"),
    "git": ("Repository host", "service", "calls"),
}
SERVICES = frozenset(_SERVICES)


def service(step: Step, scene: Scene) -> Deed:
    """Read a step that uses a server of which only the credential is named."""
    title, kind, verb = _SERVICES[step.type.app]
    system: System = behind(step, scene, title, kind)
    operation = scene.text(step["operation"])
    words = f"{operation.name} through" if operation.known else "uses"
    return Deed(f"{words} a {title.lower()}", [Need(verb, system.ref, step.title)], system.beside)
