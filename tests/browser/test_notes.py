"""Notes that open as cards beside the text: by pointer and by keyboard, one at a time, and never at the cost of the
page; and where no card can be shown, links that lead to them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import COLORS, violations
from tests.browser.conftest import DESK, PHONE, Open, choose

FIRST = "article .cite > a >> nth=0"
WORD = "article a.term >> nth=0"
CARD = "[popover]"
FORGET = "delete HTMLElement.prototype.showPopover"
"""A browser that knows no popovers."""


def focused(where: Locator) -> bool:
    """Whether the focus is on that element."""
    return bool(where.evaluate("element => element == document.activeElement"))


def box_of(page: Page, selector: str) -> dict[str, float]:
    """Where an element is drawn on the screen."""
    box: Any = page.locator(selector).bounding_box()
    assert box
    return dict(box)


@pytest.mark.parametrize("opener", [FIRST, WORD])
def test_a_card_opens_on_the_screen_beside_its_line_and_covers_neither_it_nor_another(
    turn_to: Open, opener: str
) -> None:
    page = turn_to("post")
    for width in (320, PHONE, 768, DESK, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("scrollTo(0, 0)")
        page.locator(opener).click()
        card, link = box_of(page, CARD), box_of(page, opener)
        assert card["x"] >= 0
        assert card["y"] >= 0
        assert card["x"] + card["width"] <= width
        assert card["y"] + card["height"] <= 900
        beside = card["x"] >= link["x"] + link["width"]
        assert beside or card["y"] >= link["y"] + link["height"] - 4 or card["y"] + card["height"] <= link["y"] + 4
        assert beside == (width >= 960), "in the margin where there is one"
        if not beside:
            column = box_of(page, "article h1")
            assert card["width"] == pytest.approx(column["width"], abs=1), "as wide as the column"
        page.keyboard.press("Escape")
        page.locator(CARD).wait_for(state="detached")


def test_a_card_opens_above_where_there_is_no_room_below(turn_to: Open) -> None:
    page = turn_to("post", width=PHONE, height=700)
    link = page.locator("article .body > p .cite > a >> nth=3")
    link.evaluate("element => scrollBy(0, element.getBoundingClientRect().bottom - innerHeight + 10)")
    link.click()
    card = box_of(page, CARD)
    assert card["y"] >= 0
    assert card["y"] + card["height"] <= 700


def test_to_press_again_closes_and_so_does_a_press_elsewhere(turn_to: Open) -> None:
    page = turn_to("post")
    page.locator(FIRST).click()
    assert page.locator(CARD).is_visible()
    page.locator(FIRST).click()
    page.locator(CARD).wait_for(state="detached")
    page.locator(FIRST).click()
    assert page.locator(CARD).is_visible()
    page.locator("h1").click()
    page.locator(CARD).wait_for(state="detached")


@pytest.mark.parametrize("opener", [FIRST, WORD])
def test_by_keyboard_a_card_takes_the_focus_and_gives_it_back(turn_to: Open, opener: str) -> None:
    page = turn_to("post")
    for leave in ("Escape", "Enter"):
        page.locator(opener).focus()
        page.keyboard.press("Enter")
        assert focused(page.locator(f"{CARD} button")), "on Close, so that Enter closes"
        scrolled = page.evaluate("scrollY")
        page.keyboard.press(leave)
        page.locator(CARD).wait_for(state="detached")
        assert focused(page.locator(opener))
        assert page.evaluate("scrollY") == scrolled


def test_the_link_of_a_source_is_reached_from_its_card(turn_to: Open) -> None:
    page = turn_to("post")
    page.locator(FIRST).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('[popover]') && document.activeElement.href.slice(0, 8)")


def test_a_second_card_takes_the_place_of_the_first(turn_to: Open) -> None:
    page = turn_to("post")
    page.locator(FIRST).click()
    first = page.locator(CARD).inner_text()
    page.locator("article .cite > a >> nth=1").click()
    assert page.locator(CARD).count() == 1
    assert page.locator(CARD).inner_text() != first


def test_a_card_is_named_by_its_number_kind_of_study_and_people_and_says_them_once(turn_to: Open) -> None:
    page = turn_to("post")
    kind = page.locator("#source-1 > b").text_content()
    page.locator(FIRST).click()
    card = page.get_by_role("dialog", name=f"Source 1. {kind}", exact=True)
    assert kind not in card.inner_text()
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    said = next(node["description"]["value"] for node in nodes if node["role"]["value"] == "dialog")
    assert said.split() == card.locator("div").inner_text().split(), "all of it as the card opens, and not the button"
    assert page.get_by_role("link", expanded=True).get_attribute("aria-label") == "Source 1", "it says what is open"
    session.detach()
    page.keyboard.press("Escape")
    page.locator(WORD).click()
    assert page.get_by_role("dialog", name="Meaning", exact=True).is_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[aria-expanded]")).to_have_count(0)


def test_no_word_of_a_citation_or_of_an_explained_word_is_read_twice(turn_to: Open) -> None:
    page = turn_to("post")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    spoken = [node.get("name", {}).get("value", "") for node in tree if node["role"]["value"] == "link"]
    texts = [node.get("name", {}).get("value", "") for node in tree if node["role"]["value"] == "button"]
    assert "Source 1" in spoken
    assert page.locator(WORD).first.inner_text() in spoken
    assert sorted(texts) == ["Copy a link", "Search"], "a number and a word are links, and no buttons"


@pytest.mark.parametrize("browser_lacks", ["scripts", "popovers"])
def test_where_no_card_can_be_shown_the_number_leads_to_its_source(open_page: Open, browser_lacks: str) -> None:
    options: dict[str, Any] = {"java_script_enabled": False} if browser_lacks == "scripts" else {"begin": FORGET}
    page = open_page("post", **options)
    address = page.url
    for width, opener in ((PHONE, FIRST), (PHONE, WORD), (DESK, FIRST), (DESK, WORD)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("about:blank")  # else a page that stands at a part would not be opened anew
        page.goto(address)
        note = page.locator(opener).get_attribute("href") or ""
        page.locator(opener).click()
        page.wait_for_url(f"**{note}")
        box = box_of(page, note)
        assert 0 <= box["y"] < 900, "it is on the screen, although its list was folded"


def test_a_link_opened_elsewhere_is_left_to_the_browser(open_page: Open) -> None:
    page = open_page("post")
    page.locator(FIRST).click(modifiers=["Control"])
    assert page.locator(CARD).count() == 0


@pytest.mark.parametrize("opener", [FIRST, WORD])
def test_an_open_card_has_no_violation(judged: Open, opener: str) -> None:
    page = judged("post", width=PHONE)
    found = {}
    for light in ("day", "dim", "night"):
        choose(page, light)
        page.locator(opener).click()
        found[light] = violations(page, None if light == "day" else COLORS)
        page.keyboard.press("Escape")
    choose(page, "auto")
    assert found == {"day": [], "dim": [], "night": []}


def test_a_card_has_a_border_however_the_device_wishes(open_page: Open) -> None:
    page = open_page("post", forced_colors="active")
    page.locator(FIRST).click()
    border = "element => parseFloat(getComputedStyle(element).borderBlockStartWidth)"
    assert page.locator(CARD).evaluate(border) >= 1
    page.emulate_media(forced_colors="none", contrast="more")
    assert page.locator(CARD).evaluate(border) >= 1


def test_a_card_never_moves_the_page(turn_to: Open) -> None:
    page = turn_to("post", width=PHONE)
    places = """() => [...document.querySelectorAll("main > * *")]
      .filter((element) => !element.closest("[popover]")).map((element) => element.offsetTop)"""
    before = page.evaluate(places)
    page.locator(FIRST).click()
    assert page.evaluate(places) == before


def test_every_number_is_24_pixels_wide_and_high_and_three_keep_to_the_line_of_their_word(turn_to: Open) -> None:
    page = turn_to("post")
    for width in (320, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        faults = page.evaluate("""() => [...document.querySelectorAll(".cite")].flatMap((cite) => {
          const range = document.createRange();
          const before = cite.previousSibling;
          if (before?.nodeType != Node.TEXT_NODE || !before.data.trim()) return [];
          range.setStart(before, before.data.trimEnd().length - 1);
          range.setEnd(before, before.data.trimEnd().length);
          const word = range.getBoundingClientRect();
          const keys = [...cite.querySelectorAll("a")].map((key) => key.getBoundingClientRect());
          const apart = (key) => Math.abs(key.bottom - word.bottom) > 12;
          return keys.some((key) => key.width < 24 || key.height < 24) || keys.slice(0, 3).some(apart)
            ? [cite.outerHTML] : [];
        })""")
        assert faults == []


@pytest.mark.parametrize(("width", "shown"), [(PHONE, False), (DESK, True)])
def test_lists_of_notes_are_folded_on_a_phone_and_open_at_a_press(turn_to: Open, width: int, shown: bool) -> None:
    page = turn_to("post", width=width)
    source = page.locator("#source-1")
    assert source.is_visible() == shown
    if not shown:
        page.locator(".sources summary").click()
        assert source.is_visible()
