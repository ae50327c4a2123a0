"""The fonts are brought when a first page has come, for the pages after it: nothing waits for them, nor moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.pages import example

FETCHED = """() => performance.getEntriesByType("resource").filter((each) => each.name.endsWith(".woff2"))
  .map((each) => [each.name.split("/").pop(), each.encodedBodySize])"""
USED = """() => [...document.fonts].filter((font) => font.status == "loaded").map((font) => font.family)"""
BROUGHT = "localStorage.getItem('fonts')"
UNTIL = f"new Promise((done) => {{ const look = () => {BROUGHT} ? done() : setTimeout(look, 10); look(); }})"


def first(page: Page, address: str) -> dict[str, int]:
    """Open `address` as a reader's first page, until the fonts are there. Their sizes, by name."""
    page.goto(address)
    page.evaluate(UNTIL)
    return dict(page.evaluate(FETCHED))


@pytest.mark.parametrize("kind", ["home", "post", "search"])
def test_a_first_page_brings_at_most_36_kb_of_fonts_and_shows_none(open_page: Open, served: str, kind: str) -> None:
    page = open_page("/robots.txt")
    sizes = first(page, served + example(kind).address)
    assert len(sizes) == 2
    assert 0 < sum(sizes.values()) <= 36 * 1024, sizes
    assert page.evaluate(USED) == []


def test_the_next_page_has_them_in_its_first_paint_and_fetches_none_again(open_page: Open, served: str) -> None:
    page = open_page("/robots.txt")
    sizes = first(page, served + example("post").address)
    page.goto(served + example("claims").address)
    assert {"Source Sans 3", "Literata"} <= set(page.evaluate(f"document.fonts.ready.then({USED})"))
    title = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert title.startswith("Literata")
    again = dict(page.evaluate(FETCHED.replace("encodedBodySize", "transferSize")))
    assert {again[font] for font in sizes} == {0}


def test_a_reader_who_saves_data_is_sent_none(open_page: Open, served: str) -> None:
    page = open_page("/robots.txt")
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(served + example("post").address, wait_until="networkidle")
    assert page.evaluate(FETCHED) == []
    assert page.evaluate(BROUGHT) is None


def test_a_page_is_as_long_without_its_fonts(open_page: Open, served: str) -> None:
    """The device's letters are as tall as ours: within 5 %, so that a reader who comes back finds the place."""
    page = open_page("/robots.txt")
    first(page, served + example("post").address)
    bare = page.evaluate("document.documentElement.scrollHeight")
    page.reload()
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.evaluate(USED)
    assert bare == pytest.approx(page.evaluate("document.documentElement.scrollHeight"), rel=0.05)
