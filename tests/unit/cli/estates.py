"""Two small organisations on disk: a shop in which something of everything is not known, and one that means harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHOP = {
    "opmap.toml": '[source]\nname = "acme"\n',
    "shop/compose.yaml": """\
services:
  web:
    image: acme/web
    environment:
      CART_URL: http://cart:8080
      PAYMENTS_URL: https://api.stripe.com/v1
  cart:
    image: acme/cart
    environment:
      DATABASE: postgres://cart@cart-db:5432/cart
  cart-db:
    image: postgres:16
  cart-replica:
    image: postgres:16
  rates:
    image: acme/rates
""",
    "shop/catalog-info.yaml": """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: cart, description: What customers are about to buy}
spec: {type: service, owner: team-shop}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: team-shop}
spec: {type: team, profile: {displayName: Team Shop}, children: []}
""",
    "inventory.yaml": """\
opmap: 1
scope: acme
nodes:
  - {id: cart, kind: service, name: cart, keys: ["compose:acme/shop/cart", "backstage:component:default/cart"]}
  - {id: sales, kind: capability, name: Selling online, value: 5, tolerance: 1h}
  - {id: refunds, kind: capability, name: Giving money back}
  - {id: ana, kind: person, name: Ana Ruiz, left: 2026-01-31}
  - {id: bert, kind: person, name: Bert Olsen}
relations:
  - {from: "compose:acme/shop/web", verb: supports, to: sales}
  - {from: "compose:acme/shop/cart", verb: depends on, to: "compose:acme/shop/cart-replica"}
  - {from: "compose:acme/shop/cart-db", verb: owned by, to: ana}
  - {from: "compose:acme/shop/web", verb: owned by, to: bert}
  - {from: "compose:acme/shop/web", verb: calls, to: "inventory:acme/ghost"}
""",
    "flows/restock.json": json.dumps(
        {
            "id": "17",
            "name": "Restock",
            "active": True,
            "nodes": [
                {
                    "name": "Every hour",
                    "type": "n8n-nodes-base.scheduleTrigger",
                    "typeVersion": 1,
                    "position": [0, 0],
                    "parameters": {"rule": {"interval": [{"field": "hours"}]}},
                },
                {
                    "name": "Tell the team",
                    "type": "n8n-nodes-base.slack",
                    "typeVersion": 1,
                    "position": [0, 0],
                    "parameters": {"resource": "message"},
                    "credentials": {"slackApi": {"id": "s1", "name": "Slack of the shop"}},
                },
            ],
            "connections": {"Every hour": {"main": [[{"node": "Tell the team", "type": "main", "index": 0}]]}},
        }
    ),
    "flows/broken.json": '{"name": "Half", "nodes": [{"type": "n8n-nodes-base.set", "position": [0, 0]}], "connections": {',  # noqa: E501 - one line, cut off
    "notes.txt": "nothing for opmap",
}
WEB, CART, CART_DB = "compose:acme/shop/web", "compose:acme/shop/cart", "compose:acme/shop/cart-db"
UNDESCRIBED = "compose:acme/shop/rates"
UNSUPPORTED = "inventory:acme/refunds"
DANGLING = "inventory:acme/ghost"
MENTIONED = "n8n:acme/credential/s1"

EVIL = (
    "\x1b[2J\x1b]0;owned\x07\x1b[31mred",
    "\u202egnp.exe",
    "\u2066hidden\u2069 mark",
    "\x9b31m eight bits",
    '=HYPERLINK("http://evil.example","click")',
    "+1+cmd|' /c calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "<script>alert(1)</script>",
    "</pre><img src=x onerror=alert(1)>",
    "two\nNEWLINE lines\r\nNEWLINE more",
    "`touch owned` $(touch owned) ; touch owned",
    "| **bold** [x](javascript:alert(1)) |",
    "'; DROP TABLE nodes; --",
    "\x00\x08\x7f\ufeff",
    "--all",
    "契約" * 30,
    "long " * 2_000,
)


def lay_out(root: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def evil_files() -> dict[str, str]:
    """Give documents of several formats that hold hostile text wherever text may stand, their own names included."""
    nodes: list[dict[str, Any]] = [
        {
            "id": f"n{number}",
            "kind": ("service", "datastore", "workflow", "credential")[number % 4],
            "name": name,
            "description": name,
            "attributes": {"remark": name, name[:40] or "none": "value"},
            "owner": f"team:{name[:60]}" if number % 3 else [],
            "environment": "production",
            "addresses": [f"http://evil{number}.internal:80"],
        }
        for number, name in enumerate(EVIL)
    ]
    nodes.append({"id": "cap", "kind": "capability", "name": EVIL[0] + EVIL[9]})
    count = len(EVIL)
    relations: list[dict[str, Any]] = [
        {"from": f"n{number}", "verb": "calls", "to": {"to": f"n{number + 1}", "because": EVIL[number]}}
        for number in range(count - 1)
    ]
    relations.append({"from": "n0", "verb": "supports", "to": "cap"})
    relations += [
        {"from": f"n{number}", "verb": "calls", "to": f"inventory:x/{EVIL[number]}"} for number in range(0, count, 5)
    ]
    flow = {
        "id": EVIL[12],
        "name": EVIL[11],
        "nodes": [
            {
                "name": EVIL[number],
                "type": "n8n-nodes-base.slack" if number % 2 else "n8n-nodes-base.httpRequest",
                "typeVersion": 1,
                "position": [0, 0],
                "parameters": {"url": f"http://evil{number}.internal:80/{EVIL[number][:30]}"},
                "credentials": {"slackApi": {"id": EVIL[number][:20], "name": EVIL[number]}},
            }
            for number in range(count - 1)
        ],
        "connections": {},
    }
    rows = [["name", "kind", "owner", "depends on"]]
    rows += [[f'"{name.replace(chr(34), chr(34) * 2)}"', "service", "", ""] for name in EVIL if "\x00" not in name]
    compose = {"services": {"web": {"image": EVIL[9], "environment": {"A_URL": f"http://{EVIL[12]}:80", "B": EVIL[0]}}}}
    backstage = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": "evil", "title": EVIL[0] + EVIL[9], "description": EVIL[4]},
        "spec": {"type": EVIL[9], "owner": EVIL[1], "dependsOn": [f"resource:{EVIL[12]}"]},
    }
    return {
        "opmap.toml": '[source]\nname = "evil \\u001b[31m <script>"\n',
        "inventory.json": json.dumps({"opmap": 1, "scope": "evil", "nodes": nodes, "relations": relations}),
        "flow \x1b[31m=1+1 <script>.json": json.dumps(flow),
        "systems.csv": "\n".join(",".join(row) for row in rows),
        "compose.json": json.dumps(compose),
        "catalog-info.json": json.dumps(backstage),
        "broken \u202e`touch owned`\nNEWLINE.json": '{"nodes": [{"type": "\x1b[31m", "position": []}], "connections": {',  # noqa: E501 - one line, cut off
    }
