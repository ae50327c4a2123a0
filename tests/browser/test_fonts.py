"""What a first view fetches of fonts: little, once, and nothing changes when they come late."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.pages import KINDS, example

FETCHED = "performance.getEntriesByType('resource').filter((each) => each.name.endsWith('.woff2'))"
SIZES = f"() => {FETCHED}.map((each) => [each.name.split('/').pop(), each.encodedBodySize])"

LOADED = """() => [...document.fonts].filter((font) => font.status == "loaded" && !font.family.includes("fallback"))
  .map((font) => font.family)"""


def see(page: Page, address: str) -> None:
    """Open `address`, until every font that it asked for has come."""
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_view_fetches_at_most_36_kb_of_fonts(open_page: Open, served: str, kind: str) -> None:
    page = open_page("/robots.txt")
    see(page, served + example(kind).address)
    sizes = page.evaluate(SIZES)
    assert sizes
    assert sum(size for _, size in sizes) <= 36 * 1024, sizes


def test_every_font_that_is_fetched_is_used(open_page: Open, served: str) -> None:
    page = open_page("/robots.txt")
    see(page, served + example("post").address)
    used = page.evaluate(LOADED)
    assert used
    assert len(used) == len(page.evaluate(SIZES))


def test_a_page_is_as_long_without_its_fonts(open_page: Open, served: str) -> None:
    """The fallbacks have the measures of the fonts they stand for: within 5 %, so that no reader loses the place."""
    page = open_page("/robots.txt")
    see(page, served + example("post").address)
    full = page.evaluate("document.documentElement.scrollHeight")
    bare = open_page("/robots.txt")
    bare.route("**/*.woff2", lambda route: route.abort())
    see(bare, served + example("post").address)
    assert bare.evaluate("document.documentElement.scrollHeight") == pytest.approx(full, rel=0.05)
