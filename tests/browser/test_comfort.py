"""Size of text and space between lines: kept, without a flash, at any width. The light is in test_light.py."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, KEPT, PHONE, Open

SIZE = "getComputedStyle(document.querySelector('.body p')).fontSize"
LINES = "getComputedStyle(document.querySelector('.body p')).lineHeight"
WIDER = "document.documentElement.scrollWidth > innerWidth"
AT_BODY = """new MutationObserver(() => {
  if (document.body && !window.atBody) window.atBody = JSON.stringify(document.documentElement.dataset);
}).observe(document, { childList: true, subtree: true });
try { Object.assign(localStorage, { size: "larger", lines: "wide" }) } catch {}"""


def pixels(page: Page, what: str) -> float:
    """A length that the browser computed."""
    return float(page.evaluate(what).removesuffix("px"))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_reader_finds_them_by_keyboard_and_by_name_and_they_last(open_page: Open, served: str, width: int) -> None:
    page = open_page("post", width=width)
    size, lines = pixels(page, SIZE), pixels(page, LINES)
    group = page.get_by_role("group", name="Size")
    expect(group).to_have_count(0)  # folded
    page.locator(".comfort summary").focus()
    page.keyboard.press("Enter")
    expect(group).to_be_visible()
    group.get_by_role("radio", name="Usual").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("group", name="Lines").get_by_role("radio", name="Wide").check(force=True)
    page.goto(f"{served}/about/")
    assert pixels(page, SIZE) == pytest.approx(1.15 * size, abs=0.1)
    assert pixels(page, LINES) > 1.15 * lines
    assert page.evaluate(KEPT) == [["lines", "wide"], ["size", "large"]]
    page.locator(".comfort summary").click()
    expect(group.get_by_role("radio", name="Large", exact=True)).to_be_checked()
    group.get_by_role("radio", name="Usual").check(force=True)
    assert pixels(page, SIZE) == size
    assert page.evaluate(KEPT) == [["lines", "wide"]]


@pytest.mark.parametrize("width", [320, PHONE, 768, 960, DESK])
def test_the_largest_text_stands_before_anything_is_painted_and_fits(open_page: Open, width: int) -> None:
    page = open_page("post", width=width, begin=AT_BODY)
    assert '"size":"larger","lines":"wide"' in page.evaluate("window.atBody")
    assert not page.evaluate(WIDER)
    page.locator(".comfort summary").click()
    assert not page.evaluate(WIDER)


def test_a_search_is_one_press_away_at_the_top_of_a_phone(open_page: Open) -> None:
    page = open_page("post", width=PHONE)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    expect(page.locator("#q")).to_be_focused()
