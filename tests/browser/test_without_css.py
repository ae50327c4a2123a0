"""Without any style sheet the page is still a page: every word, in order, nothing over anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Open
from tests.pages import KINDS, example

BLOCKS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, tr)")]
  .filter((block) => block.checkVisibility())
  .map((block) => block.getBoundingClientRect().top)"""


def unstyled(route: Route) -> None:
    """The page as it is, less its style sheet."""
    answer = route.fetch()
    bare, count = re.subn(r'<style>.*?</style>|<link rel="stylesheet"[^>]*>', "", answer.text(), flags=re.DOTALL)
    assert count == 2
    route.fulfill(response=answer, body=bare)


WORDS = """() => document.querySelector("main").textContent.match(/[\\p{L}\\p{N}_]+/gu)"""


@pytest.fixture(scope="module")
def bare(browser: Browser) -> Iterator[Page]:
    """A tab in which no page has a style sheet."""
    with browser.new_context(viewport={"width": 360, "height": 900}, service_workers="block") as context:
        page = context.new_page()
        page.route(lambda url: url.endswith(("/", ".html")), unstyled)
        yield page


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_there_in_order(bare: Page, turn_to: Open, kind: str) -> None:
    styled = turn_to(kind)
    bare.goto(styled.url)
    assert bare.evaluate("document.styleSheets.length") == 0
    assert bare.evaluate(WORDS) == styled.evaluate(WORDS)
    hidden = bare.locator("main :is(h1, h2, h3, p, li, td, dd)").evaluate_all(
        "all => all.filter((each) => !each.checkVisibility() && !each.closest('details')).map((each) => each.outerHTML)"
    )
    assert hidden == []
    tops = bare.evaluate(BLOCKS)
    assert tops == sorted(tops)


@pytest.mark.parametrize("kind", ["post", "style guide"])
def test_a_drawing_is_right_without_a_style_sheet(bare: Page, served: str, kind: str) -> None:
    page = bare
    page.goto(served + example(kind).address)
    widths = page.locator("main svg.bar rect").evaluate_all("""all => all.map((each) =>
      [each.getBoundingClientRect().width, each.ownerSVGElement.getBoundingClientRect().width])""")
    assert widths
    assert all(0 <= part <= whole + 1 for part, whole in widths)
    filled = page.locator("main .numbers svg.bar").first.evaluate(
        "bar => [...bar.children].map((e) => getComputedStyle(e).fill)"
    )
    assert filled[0] == "none"
    assert filled[1] != "none"
    marks = page.locator("main svg.mark").first.bounding_box()
    assert marks
    assert marks["width"] <= 32
