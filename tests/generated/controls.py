"""Automations with and without controls, as files of two engines: what stands out is planned before a file is written.

Most are ordinary: copies that are told of failures, that try again, that pin what they use.
Some stand out, each by one rule; and beside them stand look-alikes that do not.

    python -m tests.generated.controls FOLDER [--count 2000]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.generated.estate import write

_CONFIG = """\
[source]
name = "copperline"

[[paths]]
match = "n8n/**"
instance = "ops"
environment = "production"

[[paths]]
match = "trials/**"
instance = "trials"
environment = "test"
"""
_PIN = "8f4b7f84864484a7bf31766abe9204da3cbe65b3"
_MODEL = "gpt-4.1-2025-04-14"
_HANDLER = "wf-failures"


@dataclass(frozen=True)
class Planned:
    """One automation: how it is made, and by which rule it stands out, if it does."""

    name: str
    make: Callable[[str], dict[str, Any] | str]
    rule: str = ""
    sort: str = ""
    folder: str = "n8n"


@dataclass(frozen=True)
class Plan:
    """All automations, before any of them is written."""

    automations: list[Planned] = field(default_factory=list)

    @property
    def truth(self) -> set[tuple[str, str, str]]:
        """Give what stands out: the rule, the control where it is about one, the name."""
        return {(one.rule, one.sort, one.name) for one in self.automations if one.rule}


def planned(count: int) -> Plan:
    """Plan so many automations: of every hundred at least one stands out, by each rule in turn."""
    odd = [*_STANDING_OUT, *_LOOK_ALIKES]
    turns = max(1, count // (5 * len(odd)))
    found = [
        Planned(f"{one.name} {turn + 1}", one.make, one.rule, one.sort, one.folder)
        for turn in range(turns)
        for one in odd
    ]
    found += [Planned(f"Failures are told {count}", _handler)]
    rest = count - len(found)
    for number in range(rest):
        name, make = _ORDINARY[number % len(_ORDINARY)]
        found.append(Planned(f"{name} {number}", make, folder="github" if make is _pipeline else "n8n"))
    return Plan(found)


def write_plan(root: Path, plan: Plan) -> None:
    """Write the truth first, then the files."""
    write(root / "truth.json", json.dumps(sorted(plan.truth), indent=1))
    write(root / "opmap.toml", _CONFIG)
    for number, one in enumerate(plan.automations):
        made = one.make(one.name)
        if isinstance(made, str):
            write(root / f"repo-{number:05d}" / ".github" / "workflows" / "build.yml", made)
        else:
            identity = _HANDLER if one.make is _handler else f"wf{number:05d}"
            write(root / one.folder / f"{identity}.json", json.dumps({"id": identity, **made}, indent=1))


# -- how workflows are made


def _node(name: str, kind: str, parameters: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    full = kind if "." in kind else f"n8n-nodes-base.{kind}"
    return {"name": name, "type": full, "typeVersion": 2, "position": [0, 0], "parameters": parameters or {}, **more}


def _chain(name: str) -> str:
    return f"@n8n/n8n-nodes-langchain.{name}"


def _flow(
    name: str, nodes: list[dict[str, Any]], helpers: list[tuple[str, str, str]] | None = None, **more: Any
) -> dict[str, Any]:
    """Make a workflow in which each step leads to the next; helpers serve a step: (helper, how, step)."""
    serving = {helper for helper, _, _ in helpers or []}
    line = [one["name"] for one in nodes if one["name"] not in serving]
    links: dict[str, dict[str, Any]] = {
        one: {"main": [[{"node": other, "type": "main", "index": 0}]]} for one, other in pairwise(line)
    }
    for helper, how, step in helpers or []:
        links[helper] = {how: [[{"node": step, "type": how, "index": 0}]]}
    made = {"name": name, "active": True, "nodes": nodes, "connections": links}
    return {**made, "settings": {"errorWorkflow": _HANDLER}, **more}


def _clock() -> dict[str, Any]:
    return _node("Clock", "scheduleTrigger", {"rule": {"interval": [{"field": "hours"}]}})


def _insert() -> dict[str, Any]:
    held = {"postgres": {"id": "ledger", "name": "Ledger role"}}
    stated = {"operation": "insert", "table": {"value": "bookings", "mode": "list"}}
    return _node("Keep", "postgres", stated, credentials=held, retryOnFail=True, maxTries=3)


def _ask(url: str = "https://orders.copperline.example/v1/orders", **more: Any) -> dict[str, Any]:
    return _node("Ask", "httpRequest", {"url": url, "method": "GET", **more}, retryOnFail=True)


def _agent(
    name: str, start: dict[str, Any], tool: dict[str, Any], after: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    model = _node("Model", _chain("lmChatOpenAi"), {"model": {"value": _MODEL, "mode": "list"}})
    agent = _node("Agent", _chain("agent"), {"options": {"systemMessage": "Decide."}}, retryOnFail=True)
    helpers = [("Model", "ai_languageModel", "Agent"), (tool["name"], "ai_tool", "Agent")]
    return _flow(name, [start, agent, model, tool, *after], helpers, **more)


def _writing_tool() -> dict[str, Any]:
    held = {"postgres": {"id": "crm", "name": "CRM role"}}
    stated = {"operation": "upsert", "table": {"value": "accounts", "mode": "list"}}
    return _node("Change account", "postgresTool", stated, credentials=held)


def _reading_tool() -> dict[str, Any]:
    held = {"postgres": {"id": "crm", "name": "CRM role"}}
    stated = {"operation": "select", "table": {"value": "accounts", "mode": "list"}}
    return _node("Look account up", "postgresTool", stated, credentials=held)


def _mail() -> dict[str, Any]:
    held = {"imap": {"id": "inbox", "name": "Service mailbox"}}
    return _node("Mail", "emailReadImap", {"mailbox": "INBOX"}, credentials=held)


def _approval() -> dict[str, Any]:
    held = {"slackApi": {"id": "chat", "name": "Operations chat"}}
    stated = {"operation": "sendAndWait", "resource": "message", "select": "channel", "channelId": {"value": "C1"}}
    return _node("Somebody agrees", "slack", stated, credentials=held)


def _handler(name: str) -> dict[str, Any]:
    told = _node("Tell", "slack", {"resource": "message", "operation": "post"})
    return _flow(name, [_node("Failed", "errorTrigger"), told], settings={})


def _pipeline(name: str, ref: str = _PIN) -> str:
    return (
        f"name: {name}\non: push\npermissions: {{contents: read}}\njobs:\n  build:\n    runs-on: ubuntu-latest\n"
        f"    timeout-minutes: 20\n    steps:\n      - uses: docker/login-action@{ref}\n      - run: make\n"
    )


# -- ordinary ones

_ORDINARY: tuple[tuple[str, Callable[[str], dict[str, Any] | str]], ...] = (
    ("Booking import", lambda name: _flow(name, [_clock(), _ask(), _insert()])),
    ("Rate sheet", lambda name: _flow(name, [_clock(), _ask("https://rates.copperline.example/v2"), _insert()])),
    ("Build", _pipeline),
    ("Depot copy", lambda name: _flow(name, [_clock(), _ask("https://depots.copperline.example/v1"), _insert()])),
)


# -- what stands out


def _untrusted_form(name: str) -> dict[str, Any]:
    form = _node("Form", "formTrigger", {"path": f"form-{name.replace(' ', '-')}"}, webhookId=name)
    return _agent(name, form, _writing_tool(), [])


def _untrusted_hook(name: str) -> dict[str, Any]:
    hook = _node("Hook", "webhook", {"path": f"hook-{name.replace(' ', '-')}", "httpMethod": "POST"}, webhookId=name)
    return _agent(name, hook, _writing_tool(), [])


def _guarded_hook(name: str) -> dict[str, Any]:
    stated = {"path": f"guarded-{name.replace(' ', '-')}", "httpMethod": "POST", "authentication": "headerAuth"}
    return _agent(name, _node("Hook", "webhook", stated, webhookId=name), _reading_tool(), [])


def _deaf(name: str) -> dict[str, Any]:
    ask = {**_ask(), "onError": "continueErrorOutput"}
    told = _node("Tell", "slack", {"resource": "message", "operation": "post"}, disabled=True)
    made = _flow(name, [_clock(), ask, _insert(), told], settings={})
    made["connections"]["Ask"] = {
        "main": [[{"node": "Keep", "type": "main", "index": 0}], [{"node": "Tell", "type": "main", "index": 0}]]
    }
    del made["connections"]["Keep"]
    return made


def _with_secret(name: str, secret: str = "Bearer 7f3a99c1d2e84b50aa61c3") -> dict[str, Any]:
    headers: dict[str, Any] = {
        "sendHeaders": True,
        "headerParameters": {"parameters": [{"name": "Authorization", "value": secret}]},
    }
    return _flow(name, [_clock(), _ask(**headers), _insert()])


def _calling(url: str, **more: Any) -> Callable[[str], dict[str, Any]]:
    return lambda name: _flow(name, [_clock(), _ask(url), _insert()], **more)


def _with_key(credential: str) -> Callable[[str], dict[str, Any]]:
    held = {"hubspotApi": {"id": credential, "name": credential}}
    step = _node("Look", "hubspot", {"resource": "contact", "operation": "getAll"}, credentials=held, retryOnFail=True)
    return lambda name: _flow(name, [_clock(), step, _insert()])


_KEPT = {"Ask": [{"json": {"order": 1}}]}
_STANDING_OUT = (
    Planned("Mail agent", lambda name: _agent(name, _mail(), _writing_tool(), []), "untrusted input"),
    Planned("Form agent", _untrusted_form, "untrusted input"),
    Planned("Hook agent", _untrusted_hook, "untrusted input"),
    Planned("Night agent", lambda name: _agent(name, _clock(), _writing_tool(), []), "agent without approval"),
    Planned(
        "Sorting agent", lambda name: _agent(name, _mail(), _reading_tool(), [_insert()]), "agent without approval"
    ),
    Planned("Token in a header", _with_secret, "hard-coded secret"),
    Planned("Asks staging", _calling("https://orders.staging.copperline.example/v1"), "production on staging"),
    Planned("Deaf", _deaf, "disabled error path"),
    Planned(
        "Tells nobody there",
        _calling("https://orders.copperline.example/v1", settings={"errorWorkflow": "gone"}),
        "disabled error path",
    ),
    Planned("Own machine", _calling("http://localhost:3000/orders"), "left of a pilot"),
    Planned("Tunnel", _calling("https://brave-owl.ngrok-free.app/orders"), "left of a pilot"),
    Planned("Test hook", _calling("https://webhook.site/6f1c"), "left of a pilot"),
    Planned("Trial key", _with_key("HubSpot trial"), "left of a pilot"),
    Planned("Kept rows", _calling("https://orders.copperline.example/v1/rows", pinData=_KEPT), "left of a pilot"),
    Planned(
        "Import without an error path",
        _calling("https://orders.copperline.example/v1/untold", settings={}),
        "lacks what its siblings have",
        "error path",
    ),
    Planned("Loose build", lambda name: _pipeline(name, "v3"), "unpinned actions", folder="github"),
)
_LOOK_ALIKES = (
    Planned("Approved mail agent", lambda name: _agent(name, _mail(), _reading_tool(), [_approval(), _insert()])),
    Planned("Guarded hook agent", _guarded_hook),
    Planned("Token to be filled in", lambda name: _with_secret(name, "Bearer YOUR_TOKEN_HERE")),
    Planned("Staging schema", _calling("https://orders.copperline.example/v1/staging/rows")),
    Planned("Latest news", _calling("https://news.copperline.example/latest")),
    Planned("Test results", _with_key("Lab test results")),
    Planned("Personal lines", _with_key("Personal lines CRM")),
    Planned("Switched off tunnel", _calling("https://brave-owl.ngrok-free.app/x", active=False)),
    Planned("Trial of a tunnel", _calling("https://brave-owl.ngrok-free.app/y", settings={}), folder="trials"),
    Planned("Nothing kept", _calling("https://orders.copperline.example/v1/none", pinData={"Ask": []})),
)


def names_found(found: Any) -> Iterator[tuple[str, str, str]]:
    """Give the exceptions of an answer as the truth has them."""
    for one in found.exceptions:
        sort = one.sort if one.rule.value == "lacks what its siblings have" else ""
        yield one.rule.value, sort, one.node.name


def main() -> None:
    """Write the automations where they are asked for."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--count", type=int, default=2000)
    asked = options.parse_args()
    write_plan(asked.folder, planned(asked.count))


if __name__ == "__main__":
    main()
