"""The file: self-contained, deterministic, and with nothing in it that a name could become."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html import unescape
from pathlib import Path

from tests.building import graph_of, node
from tests.unit.maps.organisations import organisation

from opmap.maps import Renderer, map_page
from opmap.maps.layout import lay_out
from opmap.maps.seeing import view_of
from opmap.maps.standard import VIS_NETWORK, StandardMap

ROOT = Path(__file__).parents[3]
HOSTILE = "</script><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(1)>\"'"


def data_of(page: str, identity: str):
    found = re.search(rf'<script type="application/json" id="{identity}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def texts_of(page: str, identity: str, name: str) -> list[str]:
    """Read a column of texts as the page does."""
    found = re.search(rf'<script type="application/octet-stream" id="{identity}">([^<]*)</script>', page)
    assert found
    whole = gzip.decompress(base64.b64decode(found[1]))
    length = int.from_bytes(whole[:4], "little")
    at = 4 + length
    for column, (_, width, count) in json.loads(whole[4:at]).items():
        if column == name:
            return whole[at : at + width * count].decode().split("\n")
        at += width * count
    raise AssertionError(name)


def test_the_page_loads_nothing():
    page = map_page(graph_of("a calls b"))
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", page)
    assert "default-src 'none'" in unescape(page)


def test_the_policy_names_the_hash_of_every_script():
    page = map_page(graph_of("a calls b"))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        said = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"sha256-{said}" in unescape(policy[1])


def test_equal_graphs_give_equal_bytes():
    assert map_page(organisation(120)) == map_page(organisation(120))


def test_a_name_cannot_leave_its_data_block():
    page = map_page(graph_of(nodes={"x": node("x", label=HOSTILE)}), 'name:"*"')
    assert "alert(1)</script>" not in page
    assert texts_of(page, "opmap-picture", "name") == [HOSTILE]
    assert data_of(page, "opmap-nodes")[0]["label"] == HOSTILE


def test_a_map_is_a_pyvis_network_that_can_be_changed():
    view = view_of(graph_of("a calls b"))
    network = StandardMap(view, lay_out(view))
    assert network.num_nodes() == 2
    assert network.num_edges() == 1
    network.add_node(99, label="one of my own", x=0, y=0)
    assert "one of my own" in network.page()


def test_pyvis_brings_what_the_page_takes_from_it():
    network = StandardMap(view := view_of(graph_of("a calls b")), lay_out(view))
    assert "vis-network" in network.templateEnv.get_template(VIS_NETWORK).render()[:400]


def test_a_map_of_300_nodes_fits_a_mail():
    assert len(map_page(organisation(280)).encode()) < 750_000


def test_the_estate_map_is_one_script_and_one_style_both_named_by_their_hash():
    page = map_page(graph_of("a calls b"), renderer=Renderer.ESTATE)
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
    assert "unsafe" not in policy
    for text in re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL):
        assert f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" in policy
    assert "vis-network" not in page


def test_the_script_never_writes_html():
    modules = [*(ROOT / "web" / "map").glob("*.mjs")]
    assert modules
    for module in modules:
        text = module.read_text(encoding="utf-8")
        forbidden = r"(?:inner|outer)HTML\s*\+?=|insertAdjacentHTML|document\.write|\beval\(|new Function"
        assert not re.search(forbidden, text), module.name
