"""Contrast as it is drawn, for every word, at every level, and as a reader's device asks for more, less or its own."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import ImageChops
from playwright.sync_api import Page

from tests.browser.conftest import Open, choose
from tests.browser.pixels import picture
from tests.pages import KINDS

LEVELS = ["day", "dim", "night"]
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


def ask_for(page: Page, name: str, value: str) -> None:
    """Let the device wish for something, as its settings would."""
    page.context.new_cdp_session(page).send(
        "Emulation.setEmulatedMedia", {"features": [{"name": name, "value": value}]}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_drawn_between_7_and_13_to_1_in_any_light(turn_to: Open, kind: str) -> None:
    page = turn_to(kind)
    for level in LEVELS:
        choose(page, level)
        ratios = page.evaluate(RATIOS)
        assert len(ratios) > 5
        assert outside(ratios, 7, 13) == {}, level


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["style guide", "post"])
def test_a_wish_for_more_contrast_gives_more_and_keeps_the_paper(open_page: Open, kind: str, level: str) -> None:
    usual = open_page(kind, light=level)
    more = open_page(kind, light=level, contrast="more")
    corner: Any = (2, 2)
    assert picture(more).getpixel(corner) == picture(usual).getpixel(corner)
    before, after = usual.evaluate(RATIOS), more.evaluate(RATIOS)
    assert outside(after, 10, 21) == {}
    assert all(after[what] >= before[what] for what in before)
    unbordered = more.evaluate("""() => [...document.querySelectorAll(".box")]
      .filter((box) => parseFloat(getComputedStyle(box).borderBlockStartWidth) < 1).map((box) => box.className)""")
    assert unbordered == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", ["style guide", "post"])
def test_a_wish_for_less_contrast_gives_softer_ink_that_can_still_be_read(
    open_page: Open, kind: str, level: str
) -> None:
    page = open_page(kind, light=level)
    before = page.evaluate(RATIOS)
    ask_for(page, "prefers-contrast", "less")
    ratios = page.evaluate(RATIOS)
    assert outside(ratios, 4.8, 9) == {}
    assert max(ratios.values()) < max(before.values())


@pytest.mark.parametrize("device", ["light", "dark"])
def test_with_forced_colours_boxes_have_borders_and_links_stay_underlined(open_page: Open, device: str) -> None:
    page = open_page("style guide", forced_colors="active", color_scheme=device)
    faults = page.evaluate("""() => [
      ...[...document.querySelectorAll(".box")].filter((box) =>
        ["Top", "Right", "Bottom", "Left"].some((side) => parseFloat(getComputedStyle(box)[`border${side}Width`]) < 1)),
      ...[...document.querySelectorAll(".bar")].filter((bar) =>
        getComputedStyle(bar).color == getComputedStyle(document.documentElement).backgroundColor),
    ].map((element) => element.outerHTML.slice(0, 100))""")
    assert faults == []
    assert outside(page.evaluate(RATIOS), 7, 21) == {}


@pytest.mark.parametrize("device", ["light", "dark"])
def test_with_forced_colours_the_chosen_light_can_be_told_from_the_others(open_page: Open, device: str) -> None:
    page = open_page("home", forced_colors="active", color_scheme=device)
    chosen, other = (page.locator(f"input[value={level}]").bounding_box() for level in ("auto", "day"))
    assert chosen
    assert other
    assert ImageChops.difference(picture(page, chosen), picture(page, other)).getbbox()
    extremes = picture(page, other).convert("L").getextrema()
    assert extremes[1] - extremes[0] > 100, "the ring of one that is not chosen is seen too"


@pytest.mark.parametrize("kind", ["style guide", "post", "home", "page"])
def test_a_link_in_a_text_is_always_underlined(open_page: Open, kind: str) -> None:
    """Elsewhere its place says that it is one: menus, headings, lists of questions, keys and words with a ring."""
    page = open_page(kind)
    bare = page.evaluate("""() => [...document.querySelectorAll("main a, .footer p a")]
      .filter((link) => !link.matches("nav a, h1 a, h2 a, h3 a, .cite a, .term, .scale a, .titles a"))
      .filter((link) => !link.matches(".calls li > a"))
      .filter((link) => getComputedStyle(link).textDecorationLine != "underline").map((link) => link.outerHTML)""")
    assert bare == []


def test_a_link_is_underlined_with_the_pointer_and_the_focus(open_page: Open) -> None:
    page = open_page("post")
    for selector in (".masthead nav a", ".contents a", ".cite a", ".term", "h2 a"):
        link = page.locator(selector).first
        link.hover()
        assert link.evaluate("element => getComputedStyle(element).textDecorationLine") == "underline"


@pytest.mark.parametrize("wish", [{}, {"forced_colors": "active"}, {"contrast": "more"}], ids=str)
def test_an_emergency_differs_from_an_urgent_box_by_its_form(open_page: Open, wish: dict[str, str]) -> None:
    page = open_page("style guide", **wish)
    forms = [
        page.locator(f".box--{kind}").first.evaluate(
            "box => { const style = getComputedStyle(box); return [style.borderTopStyle, style.borderTopWidth]; }"
        )
        for kind in ("urgent", "emergency")
    ]
    assert forms[0] != forms[1]


@pytest.mark.parametrize("light", ["day", "dim", "night"])
def test_a_count_is_drawn_full_and_empty_and_both_are_seen(open_page: Open, light: str) -> None:
    for wish in ({}, {"forced_colors": "active"}, {"contrast": "more"}):
        page = open_page("style guide", light=light, **wish)
        bar = page.locator(".numbers .bar").first
        box: Any = bar.bounding_box()
        bar.scroll_into_view_if_needed()
        box = bar.bounding_box()
        drawn = picture(page, box)
        middle = drawn.height // 2
        full, empty = drawn.getpixel((10, middle)), drawn.getpixel((drawn.width - 10, middle))
        edge = drawn.getpixel((drawn.width - 10, 1))
        assert full != empty
        assert edge == full, "everyone is outlined in the colour of those who are counted"
