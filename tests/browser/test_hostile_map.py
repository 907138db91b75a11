"""Names that attack: they show as text everywhere, under the page's policy and without it."""

from __future__ import annotations

import re

import pytest
from tests.building import edge, graph_of, node, place

from opmap.facts import Evidence
from opmap.maps import Renderer, map_page

pytestmark = pytest.mark.browser

ATTACKS = [
    "<script>hit({n})</script>",
    "</script><script>hit({n})</script>",
    "<img src=x onerror=hit({n})>",
    "<svg onload=hit({n})>",
    '" onmouseover="hit({n})" x="',
    "' autofocus onfocus='hit({n})",
    "javascript:hit({n})",
    "{{{{ hit({n}) }}}}",
    "{{% print hit({n}) %}}",
    "${{hit({n})}}",
    "`${{hit({n})}}`",
    "<a href=javascript:hit({n})>x</a>",
    "<iframe srcdoc='<script>parent.hit({n})</script>'>",
    "--><script>hit({n})</script>",
    "]]><script>hit({n})</script>",
    "<style>@import 'http://example.invalid/{n}'</style>",
    "<b>href</b><img src=http://example.invalid/{n}>",
    "\u202e\u2066{n}\u0000\u001b[31m<script>hit({n})</script>",
    "&lt;script&gt;hit({n})&lt;/script&gt;\u2028\u2029",
    '=HYPERLINK("http://example.invalid/{n}")',
]
PLANTED = [attack.format(n=number) for number in range(10) for attack in ATTACKS]


def hostile(text: str, at: int) -> Evidence:
    return Evidence(text, f"{text}/file-{at}.yaml", 1, text, "0" * 32, text)


@pytest.fixture(scope="module")
def graph():
    """Plant 200 attacks in names, ids, owners, environments, attributes, evidence, verbs' groups and sources."""
    assert len(PLANTED) == 200
    nodes, links = {}, []
    for at, text in enumerate(PLANTED):
        name = f"{at} {text}"
        kind = ("service", "workflow", "datastore", "team", "department", "capability", "person", "vendor")[at % 8]
        nodes[name] = node(
            name, kind, label=f"{text}{'x' * (10_000 if at % 50 == 0 else 0)}", environment=text, unseen_since=text,
            evidence=(hostile(text, at), place()), description=text, url=text, left=text, role=text,
        )  # fmt: skip
    names = list(nodes)
    for at in range(len(names) - 9):
        links.append(edge(f"{names[at]} calls {names[at + 1]}", evidence=(hostile(PLANTED[at], at),)))
        if at % 8 == 0:
            links.append(edge(f"{names[at]} owned by {names[at + 3]}"))
            links.append(edge(f"{names[at + 3]} member of {names[at + 4]}"))
    return graph_of(*links, nodes=nodes)


@pytest.mark.parametrize("policy", ["under its policy", "without a policy"])
@pytest.mark.parametrize("renderer", [Renderer.STANDARD, Renderer.ESTATE])
def test_200_hostile_names_show_as_text_and_nothing_runs(opened, graph, policy, renderer):
    html = map_page(graph, renderer=renderer)
    if policy == "without a policy":
        html, removed = re.subn(r"<meta http-equiv[^>]*>", "", html)
        assert removed == 1
    page = opened(html)
    page.evaluate("() => { window.ran = []; window.hit = (number) => { window.ran.push(number); }; }")
    for number in range(0, len(graph), 19):
        page.evaluate("(place) => opmap.page.pick(place, true)", number)
        page.evaluate("(place) => opmap.page.hover(place, { x: 50, y: 50 })", number)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate("opmap.page.pick(-1)")
    page.evaluate("opmap.page.table(true); opmap.page.filters(true)")
    page.fill("#search", "script")
    scripts = 9 if renderer is Renderer.STANDARD else 5
    drawing = page.evaluate("opmap.svgOf()")
    assert page.evaluate("window.ran") == []
    assert page.evaluate("document.querySelectorAll('img, iframe, a[href^=javascript]').length") == 0
    assert page.evaluate("document.querySelectorAll('body script').length") == scripts
    assert "<script" not in drawing
    assert "<img" not in drawing
    shown = page.locator("#table tbody").inner_text()
    assert "<img src=x onerror=hit(2)>" in shown


def test_a_hostile_address_only_ever_selects(opened, graph):
    html = map_page(graph)
    page = opened(
        html,
        "#n=%3Cscript%3Ehit(1)%3C/script%3E&no-kind=%3Cimg%20src=x%3E&depth=javascript:1&m=__proto__&x=constructor",
    )
    assert page.evaluate("document.querySelectorAll('img').length") == 0
    assert page.evaluate("({}).polluted") is None


def test_a_spreadsheet_takes_no_name_for_a_formula(opened, graph):
    page = opened(map_page(graph))
    text = page.evaluate("opmap.page.table(false); opmap.csvOf()")
    assert not re.search(r'(?:^|,)"=', text, re.MULTILINE)
    assert "'=HYPERLINK" in text
