"""The map for whoever needs larger letters: the browser's zoom at 200 %, letters of twice the size, and on a phone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.unit.maps.organisations import organisation

from opmap.maps import Renderer, map_page

pytestmark = pytest.mark.browser

CUT = """() => {
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || parent.closest("script, noscript, .skip, #tip, #trail, #table")) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    for (const box of range.getClientRects()) {
      if (!box.width || !parent.checkVisibility()) continue;
      let inside = box.left >= -1 && box.right <= innerWidth + 1;
      for (let one = parent; one !== document.body; one = one.parentElement) {
        const style = getComputedStyle(one);
        const frame = one.getBoundingClientRect();
        if (style.overflowX !== "visible") inside &&= box.left >= frame.left - 1 && box.right <= frame.right + 1;
        if (style.overflowY === "hidden") inside &&= box.top >= frame.top - 2 && box.bottom <= frame.bottom + 2;
        if (style.overflowY === "auto") break;
      }
      if (!inside) found.push(words.currentNode.data.trim().slice(0, 60));
    }
  }
  return [...new Set(found)];
}"""
COVERED = """() => {
  const found = [];
  const controls = [...document.querySelectorAll("header button, header input, .zoom button, #minimap, #key, #trail")];
  const shown = controls.filter((one) => one.checkVisibility() && !one.closest("#export"));
  const name = (one) => one.id || one.textContent;
  for (const one of shown) {
    const box = one.getBoundingClientRect();
    if (box.left < 0 || box.right > innerWidth + 1 || box.top < 0 || box.bottom > innerHeight + 1)
      found.push(`${name(one)} is out of the page`);
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (top !== one && !one.contains(top) && !["key", "trail"].includes(one.id))
      found.push(`${name(one)} is under ${name(top)}`);
    for (const other of shown) {
      const beside = other.getBoundingClientRect();
      const meet = box.left < beside.right - 1 && box.right > beside.left + 1
        && box.top < beside.bottom - 1 && box.bottom > beside.top + 1;
      if (one !== other && meet) found.push(`${name(one)} overlaps ${name(other)}`);
    }
  }
  return found;
}"""


@dataclass(frozen=True)
class Reader:
    """How somebody looks at the page."""

    width: int
    height: int
    zoom: int = 1  # of the browser, which gives the page as much less room as it draws larger
    letters: int = 16  # as set in the browser

    def open(self, opened, html: str):
        room = {"width": self.width // self.zoom, "height": self.height // self.zoom}
        page = opened(html, viewport=room, device_scale_factor=self.zoom, reduced_motion="reduce")
        if self.letters != 16:
            sizes = {"standard": self.letters, "fixed": self.letters * 13 // 16}
            page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
            page.reload()
            page.wait_for_selector("html[data-ready]")
        return page


READERS = {
    "at a desk": Reader(1400, 860),
    "zoomed to 200 %": Reader(1400, 860, zoom=2),
    "letters of twice the size": Reader(1400, 860, letters=32),
    "on a phone": Reader(390, 800),
    "on a phone, letters of twice the size": Reader(390, 800, letters=32),
}


@pytest.fixture(scope="module", params=[Renderer.STANDARD, Renderer.ESTATE], ids=lambda one: one.value)
def html(request):
    return map_page(organisation(160, seed=4), renderer=request.param)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_no_text_is_cut_and_no_control_covers_another(opened, html, reader):
    page = reader.open(opened, html)
    seen = {"at first": looked(page)}
    page.fill("#search", "host number 138")
    assert page.locator("#hits").bounding_box()["width"] <= page.evaluate("innerWidth")
    page.keyboard.press("Enter")
    seen["selected"] = looked(page)
    page.get_by_role("button", name="Focus").click()
    seen["focus"] = looked(page)
    page.keyboard.press("Escape")
    page.evaluate("opmap.page.pick(10)")
    page.evaluate("opmap.page.picture.zoom(6)")
    page.wait_for_timeout(150)
    seen["near, with a trail and the small map"] = looked(page)
    page.get_by_role("button", name="Filter").click()
    seen["filters"] = page.evaluate(CUT)
    page.locator("#open-filters").click(force=True)
    page.get_by_role("button", name="Export").click()
    seen["export"] = page.evaluate(CUT)
    assert {state: found for state, found in seen.items() if found} == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if reader.letters == 32:
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 28


def looked(page) -> list[str]:
    return page.evaluate(CUT) + page.evaluate(COVERED)
