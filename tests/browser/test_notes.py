"""Notes that open beside the text: by pointer and by keyboard, one at a time, and never at the cost of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Open
from tests.browser.test_axe import violations

FIRST = "article .cite [popovertarget] >> nth=0"


def note(page: Page) -> str:
    """A selector of the note that the first button opens."""
    return f"#{page.locator(FIRST).get_attribute('popovertarget')}"


def is_open(page: Page) -> bool:
    """Whether that note stands open."""
    return bool(page.locator(note(page)).evaluate("element => element.matches(':popover-open')"))


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_button_opens_its_note_on_the_screen_and_closes_it_again(open_page: Open, java_script_enabled: bool) -> None:
    page = open_page("post", width=PHONE, java_script_enabled=java_script_enabled)
    page.locator(FIRST).click()
    box = page.locator(note(page)).bounding_box()
    assert is_open(page)
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= PHONE
    page.locator(FIRST).click()
    assert not is_open(page)


def test_by_keyboard_a_note_opens_can_be_followed_and_is_left_where_it_was_opened(open_page: Open) -> None:
    page = open_page("post")
    page.locator(FIRST).focus()
    page.keyboard.press("Enter")
    assert is_open(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[popover]') != null"), "the next stop is in the note"
    page.keyboard.press("Escape")
    assert not is_open(page)
    assert page.locator(FIRST).evaluate("element => element == document.activeElement")


def test_a_second_note_closes_the_first(open_page: Open) -> None:
    page = open_page("post")
    page.locator(FIRST).click()
    page.locator("article .cite [popovertarget] >> nth=1").evaluate("element => element.click()")
    assert page.locator(":popover-open").count() == 1


@pytest.mark.parametrize("light", ["day", "dim", "night"])
def test_an_open_note_has_no_violation(open_page: Open, light: str) -> None:
    page = open_page("post", width=PHONE, light=light)
    page.locator(FIRST).click()
    assert violations(page) == []


def test_with_forced_colours_an_open_note_has_a_border(open_page: Open) -> None:
    page = open_page("post", forced_colors="active")
    page.locator(FIRST).click()
    width = page.locator(note(page)).evaluate("element => parseFloat(getComputedStyle(element).borderBlockStartWidth)")
    assert width >= 1


def test_every_note_stands_in_its_list_while_it_is_closed(open_page: Open) -> None:
    page = open_page("post")
    hidden = page.locator(".side-notes li").evaluate_all(
        "all => all.filter((each) => !each.checkVisibility()).map((each) => each.id)"
    )
    assert hidden == []
