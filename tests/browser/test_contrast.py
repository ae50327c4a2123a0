"""Contrast as it is drawn, for every word, at every level, and as a reader's device asks for more, less or its own."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from PIL import ImageChops
from playwright.sync_api import CDPSession

from tests.browser.conftest import Open, choose
from tests.browser.pixels import picture
from tests.pages import KINDS

LEVELS = ["day", "dim", "night"]
Scheme = Literal["light", "dark"]
RATIOS = """() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = rgb(getComputedStyle(element).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
  };
  const found = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.checkVisibility()) continue;
    if (parent.closest("svg")) continue;
    const [a, b] = [luminance(rgb(getComputedStyle(parent).color)), luminance(ground(parent))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    found[`${parent.tagName} ${parent.className} in ${parent.parentElement.className}`] = Math.round(ratio * 100) / 100;
  }
  return found;
}"""


def outside(ratios: dict[str, float], least: float, most: float) -> dict[str, float]:
    """Those that are fainter or harsher than they may be."""
    return {what: ratio for what, ratio in ratios.items() if not least <= ratio <= most}


def ask_for(session: CDPSession, contrast: str) -> None:
    """Let the device wish for more or less contrast, as its settings would."""
    session.send("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-contrast", "value": contrast}]})


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_drawn_between_7_and_13_to_1_in_any_light(turn_to: Open, kind: str) -> None:
    page = turn_to(kind)
    for level in LEVELS:
        choose(page, level)
        ratios = page.evaluate(RATIOS)
        assert len(ratios) > 5
        assert outside(ratios, 7, 13) == {}, level


@pytest.mark.parametrize("kind", ["style guide", "post"])
def test_a_wish_for_more_contrast_gives_more_and_one_for_less_softer_ink_that_can_still_be_read(
    open_page: Open, kind: str
) -> None:
    page = open_page(kind)
    wish = page.context.new_cdp_session(page)
    for level in LEVELS:
        choose(page, level)
        page.evaluate("scrollTo(0, 0)")
        corner: Any = (2, 2)
        paper, usual = picture(page).getpixel(corner), page.evaluate(RATIOS)
        ask_for(wish, "more")
        assert picture(page).getpixel(corner) == paper
        more = page.evaluate(RATIOS)
        assert outside(more, 10, 21) == {}
        assert all(more[what] >= usual[what] for what in usual)
        assert more != usual
        unbordered = page.evaluate("""() => [...document.querySelectorAll(".box")]
          .filter((box) => parseFloat(getComputedStyle(box).borderBlockStartWidth) < 1).map((box) => box.className)""")
        assert unbordered == []
        ask_for(wish, "less")
        less = page.evaluate(RATIOS)
        assert outside(less, 4.8, 9) == {}
        assert max(less.values()) < max(usual.values())
        ask_for(wish, "no-preference")
        assert page.evaluate(RATIOS) == usual


def test_with_forced_colours_boxes_have_borders_and_links_stay_underlined(open_page: Open) -> None:
    page = open_page("style guide", forced_colors="active")
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for device in schemes:
        page.emulate_media(color_scheme=device)
        faults = page.evaluate("""() => [
          ...[...document.querySelectorAll(".box")].filter((box) => ["Top", "Right", "Bottom", "Left"]
            .some((side) => parseFloat(getComputedStyle(box)[`border${side}Width`]) < 1)),
          ...[...document.querySelectorAll(".bar")].filter((bar) =>
            getComputedStyle(bar).color == getComputedStyle(document.documentElement).backgroundColor),
          ...[...document.querySelectorAll(":is(h1, h2, h3) > [href^='#']")].filter((link) =>
            getComputedStyle(link).color != getComputedStyle(link.parentElement).color),
        ].map((element) => element.outerHTML.slice(0, 100))""")
        assert faults == []
        assert outside(page.evaluate(RATIOS), 7, 21) == {}


def test_with_forced_colours_the_chosen_light_can_be_told_from_the_others(open_page: Open) -> None:
    page = open_page("home", forced_colors="active")
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for device in schemes:
        page.emulate_media(color_scheme=device)
        chosen, other = (page.locator(f"input[value={level}]").bounding_box() for level in ("auto", "day"))
        assert chosen
        assert other
        assert ImageChops.difference(picture(page, chosen), picture(page, other)).getbbox()
        extremes = picture(page, other).convert("L").getextrema()
        assert extremes[1] - extremes[0] > 100, "the ring of one that is not chosen is seen too"


def test_with_more_contrast_a_link_in_a_list_or_a_menu_has_its_line_for_it_has_the_colour_of_ink(
    open_page: Open,
) -> None:
    page = open_page("home", contrast="more")
    lines = page.evaluate("""() => [...document.querySelectorAll("main h3 > a, .masthead nav a")]
      .map((link) => getComputedStyle(link).textDecorationLine)""")
    assert len(lines) > 3
    assert set(lines) == {"underline"}


@pytest.mark.parametrize("kind", ["style guide", "post", "home", "page"])
def test_a_link_in_a_text_is_always_underlined(turn_to: Open, kind: str) -> None:
    """Elsewhere its place says that it is one: menus, headings, lists of questions, keys and words with a ring."""
    page = turn_to(kind)
    bare = page.evaluate("""() => [...document.querySelectorAll("main a, .footer p a")]
      .filter((link) => !link.matches("nav a, h1 a, h2 a, h3 a, .cite a, .term, .scale a, .titles a"))
      .filter((link) => !link.matches(".calls li > a"))
      .filter((link) => getComputedStyle(link).textDecorationLine != "underline").map((link) => link.outerHTML)""")
    assert bare == []


def test_a_link_is_underlined_with_the_pointer_and_the_focus(turn_to: Open) -> None:
    page = turn_to("post")
    for selector in (".masthead nav a", ".contents a", ".cite a", ".term", "h2 a"):
        link = page.locator(selector).first
        link.hover()
        assert link.evaluate("element => getComputedStyle(element).textDecorationLine") == "underline"


WISHES: list[dict[str, Any]] = [{}, {"forced_colors": "active"}, {"forced_colors": "none", "contrast": "more"}]


def test_an_emergency_differs_from_an_urgent_box_by_its_form_and_a_count_is_seen_full_and_empty(
    open_page: Open,
) -> None:
    page = open_page("style guide")
    bar = page.locator(".numbers .bar").first
    for wish in WISHES:
        page.emulate_media(**wish)
        urgent, emergency = (
            page.locator(f".box--{kind}").first.evaluate(
                "box => { const style = getComputedStyle(box); return [style.borderTopStyle, style.borderTopWidth]; }"
            )
            for kind in ("urgent", "emergency")
        )
        assert urgent != emergency, wish
        for light in LEVELS:
            choose(page, light)
            bar.scroll_into_view_if_needed()
            drawn: Any = picture(page, bar.bounding_box())
            middle = drawn.height // 2
            full, empty = drawn.getpixel((10, middle)), drawn.getpixel((drawn.width - 10, middle))
            edge = drawn.getpixel((drawn.width - 10, 1))
            assert full != empty, (wish, light)
            assert edge == full, "everyone is outlined in the colour of those who are counted"
