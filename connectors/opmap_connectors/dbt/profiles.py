"""Where the warehouse of a project stands: its profile says so, where it lies beside and holds no variables."""

from __future__ import annotations

from opmap.connecting import Document, Field, Unreadable

_PLACES = ("profiles.yml", "../profiles.yml", "../../profiles.yml")
_TUNNELS = frozenset({"localhost", "127.0.0.1", "host.docker.internal"})
_SNOWFLAKE = ".snowflakecomputing.com"


def host_in_profile(manifest: Document, adapter: str) -> str:
    """Give the host that the profile beside a manifest names; empty where it names none, several, or a tunnel to it."""
    for path in _PLACES:
        found = manifest.sibling(path)
        if found is not None:
            hosts = {host for output in _outputs(found) if (host := _host(output, adapter))}
            return hosts.pop() if len(hosts) == 1 else ""
    return ""


def _outputs(profiles: Document) -> list[Field]:
    """Give the output that each profile takes by default, or its only one."""
    try:
        roots = [part.root for part in profiles.parts]
    except Unreadable:
        return []
    found = []
    for root in roots:
        for profile in [each for _, each in root.items()]:
            outputs = dict(profile["outputs"].items())
            chosen = outputs.get(profile["target"].text)
            found += [chosen] if chosen is not None else list(outputs.values()) if len(outputs) == 1 else []
    return found


def _host(output: Field, adapter: str) -> str:
    if output["type"].text.casefold() != adapter:
        return ""
    account = output["account"].text
    host = f"{account}{_SNOWFLAKE}" if adapter == "snowflake" and account else output["host"].text.rpartition("@")[2]
    if not host or "{{" in host or "://" in host or host in _TUNNELS:
        return ""
    port = output["port"].text
    return f"{host}:{port}" if port.isdigit() else host
