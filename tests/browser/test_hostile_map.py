"""Names that attack: they show as text everywhere, under the page's policy and without it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.building import edge, graph_of, node, place

from opmap.estate import SourceState
from opmap.facts import Evidence
from opmap.graph import from_estate
from opmap.maps import Asked, Renderer, draw_map, map_page

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
    estate = graph_of(*links, nodes=nodes).details.estate()
    sources = tuple(SourceState(text, f"/srv/{text}", documents=1, read=1) for text in PLANTED[:20])
    return from_estate(replace(estate, sources=sources))


@pytest.fixture(scope="module")
def before(graph):
    """Give an earlier snapshot, in which other hostile things stood."""
    gone = {f"gone {at}": node(f"gone {at}", label=text) for at, text in enumerate(PLANTED[-20:])}
    kept = {each.id: each for each in graph.details.estate().nodes[:40]}
    return replace(graph_of(nodes=kept | gone), snapshot=1)


RUN = """() => { window.ran = []; window.hit = (number) => { window.ran.push(number); }; }"""
TOUR = """async () => {
  const { model, page } = opmap;
  const rest = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const said = {};
  const look = async (name, act) => {
    act();
    await rest();
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
    said[name] = (said[name] ?? "") + document.getElementById("panel").textContent + document.title;
  };
  await look("overview", () => page.pick(-1));
  for (let place = 0; place < model.count; place += 13) {
    page.pick(place, true);
    for (const mode of ["falls", "needs", "both"]) await look(mode, () => page.change({ mode }));
    await look("focus", () => page.change({ focus: true }));
    await look("focus", () => page.change({ focus: false, mode: "falls" }));
    page.hover(place, { x: 50, y: 50 });
  }
  for (let place = 0; place + 3 < model.count; place += 29) {
    await look("way", () => page.change({ selected: place, wayTo: place + 3, focus: false }));
  }
  for (const area of [...model.departments, ...model.teams].filter((one) => one[0]).slice(0, 30)) {
    await look("area", () => page.enter(area, true));
  }
  page.pick(-1);
  page.table(true);
  page.filters(true);
  for (const more of document.querySelectorAll("#filters .link-like")) {
    if (more.textContent.endsWith(" more")) more.click();
  }
  said.filters = document.getElementById("filters").textContent;
  said.table = document.getElementById("table").textContent;
  said.trail = document.getElementById("trail").textContent;
  said.tip = document.getElementById("tip").textContent;
  said.svg = opmap.svgOf();
  said.csv = opmap.csvOf();
  opmap.pictureOf();
  await rest();
  return said;
}"""
PLANTED_IN = ("overview", "falls", "needs", "both", "focus", "way", "area", "filters", "table", "trail", "csv")


def without_policy(html: str) -> str:
    """Take away what would stop a script if one got in."""
    bare, removed = re.subn(r"<meta http-equiv[^>]*>", "", html)
    assert removed == 1
    return bare


def toured(page) -> dict[str, str]:
    """Go through every panel of a page and see that nothing ran and nothing but ours is there."""
    page.evaluate(RUN)
    scripts = page.evaluate("document.querySelectorAll('script').length")
    said = page.evaluate(TOUR)
    page.fill("#search", "script")
    assert page.locator("#hits li").count() > 0
    assert page.evaluate("window.ran") == []
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, base, form').length") == 0
    assert page.evaluate("document.querySelectorAll('a:not(#skip):not([download])').length") == 0
    assert page.evaluate("document.querySelectorAll('script').length") == scripts
    attributes = page.evaluate("[...document.querySelectorAll('body *')].flatMap((one) => one.getAttributeNames())")
    assert not {name for name in attributes if name.startswith("on")}
    assert "<script" not in said["svg"]
    assert "<img" not in said["svg"]
    assert "&lt;img" in said["svg"]
    return said


@pytest.mark.parametrize("policy", ["under its policy", "without a policy"])
@pytest.mark.parametrize("renderer", [Renderer.STANDARD, Renderer.ESTATE])
def test_200_hostile_names_show_as_text_and_nothing_runs(opened, graph, before, policy, renderer):
    """In every panel: overview, details each way, focus, ways, territories, what is gone, filters, table, exports."""
    html = draw_map(graph, Asked(renderer=renderer, before=before)).page
    page = opened(html if policy == "under its policy" else without_policy(html))
    said = toured(page)
    assert {name: "hit(" in said[name] for name in PLANTED_IN} == dict.fromkeys(PLANTED_IN, True)
    assert "<img src=x onerror=hit(2)>" in said["table"]
    assert "<svg onload=hit(9)>" in said["overview"]  # among what is gone
    assert said["tip"]


@pytest.mark.parametrize("policy", ["under its policy", "without a policy"])
@pytest.mark.parametrize("renderer", [Renderer.STANDARD, Renderer.ESTATE])
def test_the_copy_without_people_is_as_inert(opened, graph, policy, renderer):
    page = opened(map_page(graph, renderer=renderer))
    copy = page.evaluate("opmap.veiledPage()")
    other = opened(copy if policy == "under its policy" else without_policy(copy))
    said = toured(other)
    assert "<img src=x onerror=hit(2)>" in said["table"]


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
