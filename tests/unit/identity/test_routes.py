"""Paths, templates, scopes and repositories, as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap.facts import Locator
from opmap.identity.hosts import site_of
from opmap.identity.routes import Routes
from opmap.identity.scopes import nearest, outwards

SEGMENTS = st.lists(st.sampled_from(["claims", "open", "17", "{id}", "{id}.json", "17.json"]), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/claims/{id}", "/claims/17"),
        ("/claims/:id", "/claims/17/"),
        ("/claims/{id}.json", "/claims/17.json"),
        ("/claims/{id}", "/claims/{{ $json.id }}"),
        ("/claims/*", "/claims/x y"),
        ("/", ""),
    ],
)
def test_a_template_takes_a_path(template: str, path: str) -> None:
    routes = Routes()
    routes.add(f"GET {template}", 1)
    assert routes.find(path) == {"GET": {1}}


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/claims/{id}", "/claims"),
        ("/claims/{id}.json", "/claims/.json"),
        ("/claims/open", "/claims/{id}"),
        ("/a", "/A"),
    ],
)
def test_a_template_leaves_a_path(template: str, path: str) -> None:
    routes = Routes()
    routes.add(f"GET {template}", 1)
    assert routes.find(path) == {}


@given(st.lists(SEGMENTS, max_size=8), SEGMENTS)
def test_an_exact_template_is_never_missed(templates: list[list[str]], wanted: list[str]) -> None:
    routes = Routes()
    for number, template in enumerate([*templates, wanted]):
        routes.add("GET /" + "/".join(template), number)
    assert routes.find("/" + "/".join(wanted))
    literal = Routes()
    literal.add("GET /" + "/".join(wanted), 1)
    assert literal.find("/" + "/".join(wanted)) == {"GET": {1}}


def test_a_path_of_very_many_steps_leads_nowhere() -> None:
    routes = Routes()
    routes.add("GET /" + "a/" * 5000, 1)
    assert routes.find("/" + "a/" * 5000) == {}


@pytest.mark.parametrize("scope", ["k8s:prod/shop", "a/b/c:d", "x", "", "://", "::"])
def test_scopes_grow_until_they_are_everywhere(scope: str) -> None:
    found = outwards(scope)
    assert found[-1] == ""
    assert len(set(found)) == len(found)
    assert nearest({"": 1}, scope) == 1


@pytest.mark.parametrize(
    "locator",
    [
        Locator("host", ""),
        Locator("host", "   "),
        Locator("host", "a:b:c"),
        Locator("host", "x" * 300),
        Locator("url", "no url"),
        Locator("url", "https://"),
    ],
)
def test_what_is_no_address_is_none(locator: Locator) -> None:
    assert site_of(locator) is None


@given(st.text(max_size=40), st.sampled_from(["host", "url"]))
def test_no_text_breaks_the_reading_of_an_address(text: str, form: str) -> None:
    site = site_of(Locator(form, text))
    assert site is None or site.host
