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
    bare, count = re.subn(r"<style>.*?</style>", "", answer.text(), flags=re.DOTALL)
    assert count == 1
    route.fulfill(response=answer, body=bare)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_there_in_order(open_page: Open, served: str, kind: str) -> None:
    address = example(kind).address
    page = open_page("/robots.txt", width=360)
    page.route(f"**{address}", unstyled)
    page.goto(served + address)
    assert page.evaluate("document.styleSheets.length") == 0
    styled = open_page(kind, width=1280)
    words = [re.findall(r"\w+", each.locator("main").inner_text()) for each in (page, styled)]
    assert words[0] == words[1]
    tops = page.evaluate(BLOCKS)
    assert tops == sorted(tops)
