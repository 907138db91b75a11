"""The file: self-contained, deterministic, and with nothing in it that a name could become."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html import unescape
from importlib.resources import files

from tests.building import graph_of, node
from tests.unit.maps.organisations import organisation

from opmap.maps import map_page
from opmap.maps.bundling import bundle
from opmap.maps.layout import lay_out
from opmap.maps.seeing import view_of
from opmap.maps.shipping import block
from opmap.maps.standard import VIS_NETWORK, StandardMap

HOSTILE = "</script><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(1)>\"'"


def data_of(page: str, identity: str):
    found = re.search(
        rf'<script type="application/json" id="{identity}" data-enc="(\w+)">(.*?)</script>', page, re.DOTALL
    )
    assert found
    text = gzip.decompress(base64.b64decode(found[2])).decode() if found[1] == "gzip" else found[2]
    return json.loads(text)


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
    assert data_of(page, "opmap-view")["nodes"][0]["name"] == HOSTILE
    assert data_of(page, "opmap-nodes")[0]["label"] == HOSTILE


def test_a_large_block_is_compressed_and_reads_the_same():
    value = {"words": ["claims & <payments>"] * 20_000}
    found = data_of(str(block("opmap-x", value)), "opmap-x")
    assert found == value
    assert len(block("opmap-x", value)) < 20_000


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


def test_modules_are_joined_whole_and_never_write_html():
    script = bundle()
    assert not re.search(r"^\s*(?:import|export)\b", script, re.MULTILINE)
    folder = files("opmap.maps") / "assets"
    modules = [one for one in folder.iterdir() if one.name.endswith(".mjs")]
    assert modules
    for module in modules:
        text = module.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            module.name
        )
        assert all(line in script for line in text.splitlines() if line.startswith("function ")), module.name
