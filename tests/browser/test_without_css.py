"""Without any style sheet the page is still a page: every word, in order, nothing over anything else.

Notes are the one exception: a browser that knows popovers keeps them closed by itself, and they open from their number
or word as ever. One that does not shows them in their lists.
"""

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
    bare, count = re.subn(r"<style>.*?</style>", "", answer.text(), flags=re.DOTALL)
    assert count == 1
    route.fulfill(response=answer, body=bare)


WORDS = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const note of main.querySelectorAll("[popover]")) note.remove();
  return main.textContent.match(/[\\p{L}\\p{N}_]+/gu);
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_there_in_order(open_page: Open, served: str, kind: str) -> None:
    address = example(kind).address
    page = open_page("/robots.txt", width=360)
    page.route(f"**{address}", unstyled)
    page.goto(served + address)
    assert page.evaluate("document.styleSheets.length") == 0
    styled = open_page(kind, width=1280)
    assert page.evaluate(WORDS) == styled.evaluate(WORDS)
    hidden = page.locator("main :is(h1, h2, h3, p, td, dd):not([popover] *)").evaluate_all(
        "all => all.filter((each) => !each.checkVisibility() && !each.closest('details')).map((each) => each.outerHTML)"
    )
    assert hidden == []
    tops = page.evaluate(BLOCKS)
    assert tops == sorted(tops)


def test_a_note_opens_without_a_style_sheet(open_page: Open, served: str) -> None:
    address = example("post").address
    page = open_page("/robots.txt", width=360)
    page.route(f"**{address}", unstyled)
    page.goto(served + address)
    button = page.locator("article [popovertarget]").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator(f"#{button.get_attribute('popovertarget')}").is_visible()
