"""Without any style sheet the page is still a page: every word, in order, nothing over anything else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route

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


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_there_in_order(open_page: Open, turn_to: Open, served: str, kind: str) -> None:
    address = example(kind).address
    page = open_page("/robots.txt", width=360)
    page.route(f"**{address}", unstyled)
    page.goto(served + address)
    assert page.evaluate("document.styleSheets.length") == 0
    styled = turn_to(kind)
    assert page.evaluate(WORDS) == styled.evaluate(WORDS)
    hidden = page.locator("main :is(h1, h2, h3, p, li, td, dd)").evaluate_all(
        "all => all.filter((each) => !each.checkVisibility() && !each.closest('details')).map((each) => each.outerHTML)"
    )
    assert hidden == []
    tops = page.evaluate(BLOCKS)
    assert tops == sorted(tops)


@pytest.mark.parametrize("kind", ["post", "style guide"])
def test_a_drawing_is_right_without_a_style_sheet(open_page: Open, served: str, kind: str) -> None:
    address = example(kind).address
    page = open_page("/robots.txt", width=360)
    page.route(f"**{address}", unstyled)
    page.goto(served + address)
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
