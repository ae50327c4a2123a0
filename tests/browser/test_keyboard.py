"""By keyboard alone: every stop in the order of the page, each one seen."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from tests.browser.conftest import PHONE, Open
from tests.browser.pixels import picture
from tests.pages import KINDS

STOPS = """() => {
  const radios = new Set();
  return [...document.querySelectorAll("a[href], input, select, summary, button")].filter((element) => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.type != "radio") return true;
    return element.checked;  // one stop for all of a name; arrows go from one to the next
  }).map((element, i) => (element.dataset.stop = i));
}"""
HERE = """async () => {
  await new Promise(requestAnimationFrame);  // the browser scrolls a stop into view when it next draws
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    stop: Number(element.dataset.stop ?? -1),
    outline: style.outlineStyle == "none" ? 0 : parseFloat(style.outlineWidth),
    seen: box.top > -1 && box.bottom < innerHeight + 1 && box.width > 1,
    what: element.outerHTML.slice(0, 80),
  };
}"""


ALIKE = """() => [...document.querySelectorAll("[data-stop]")].map((element) => [
  element.tabIndex,
  [element, element.parentElement, element.parentElement?.parentElement]
    .map((each) => `${each?.tagName}.${each?.className}`).join(" in "),
])"""
"""Of each stop whether it keeps its turn (0), and what tells its kind."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_stop_comes_in_the_order_of_the_page_and_is_on_the_screen_with_an_outline(
    turn_to: Open, kind: str
) -> None:
    """Of many alike that follow each other, the first two and the last: the rest keep their turn too."""
    page = turn_to(kind)
    count = len(page.evaluate(STOPS))
    alike = page.evaluate(ALIKE)
    assert {turn for turn, _ in alike} == {0}
    kinds = [what for _, what in alike]
    stop = 0
    while stop < count:
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["stop"] == stop, here
        assert here["outline"] >= 2, here
        assert here["seen"], here
        stop += 1
        last = next((after for after in range(stop, count) if kinds[after] != kinds[stop - 1]), count) - 1
        if last > stop + 1 and kinds[stop - 2 : stop] == [kinds[last]] * 2:
            page.locator(f"[data-stop='{last - 1}']").focus()
            stop = last


@pytest.mark.parametrize(("width", "light"), [(PHONE, "day"), (1280, "dim"), (1280, "night")])
def test_the_focus_is_drawn_at_every_stop(open_page: Open, width: int, light: str) -> None:
    """The page is drawn once as a whole, without a focus; then each stop, which must differ from it. In dim and night,
    which have other colours and the same stops, the first of each kind, to which the focus is moved."""
    page = open_page("home", width=width, light=light)
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    without = picture(page)
    page.evaluate(STOPS)
    kinds = [what for _, what in page.evaluate(ALIKE)]
    assert len(set(kinds)) > 5
    for stop, kind in enumerate(kinds):
        if light == "day" or stop == 0:
            page.keyboard.press("Tab")
        elif kind in kinds[:stop]:
            continue
        else:
            page.locator(f"[data-stop='{stop}']").focus()
        here = page.evaluate(HERE)
        assert here["stop"] == stop
        box = page.locator(f"[data-stop='{stop}']").bounding_box()
        assert box
        left, top = max(int(box["x"]) - 6, 0), max(int(box["y"]) - 6, 0)
        around = {"x": left, "y": top, "width": int(box["width"]) + 12, "height": int(box["height"]) + 12}
        drawn = picture(page, around)
        usual = without.crop((left, top, left + drawn.width, top + drawn.height))
        assert ImageChops.difference(drawn, usual).getbbox(), here
    page.evaluate("document.activeElement.blur()")
    assert not ImageChops.difference(picture(page), without).getbbox(), "nothing but the focus made it differ"


def test_the_skip_link_shows_itself_first_and_leads_to_the_text(turn_to: Open) -> None:
    page = turn_to("post")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    box = skip.bounding_box()
    assert skip.evaluate("element => element == document.activeElement")
    assert box
    assert box["width"] > 44
    assert box["height"] > 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') != null")


def test_the_light_is_one_stop_and_arrows_change_it(turn_to: Open) -> None:
    page = turn_to("home")
    page.locator("input[value=auto]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.dataset.light") == "day"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.dataset.light") == "dim"


def test_what_is_tapped_is_large_enough(turn_to: Open) -> None:
    """WCAG 2.5.5 asks for 44 pixels of controls; links in a sentence are as high as its lines."""
    page = turn_to("post", width=PHONE)
    heights = page.evaluate("""() => [...document.querySelectorAll(".switch label, summary, .masthead a")]
      .filter((element) => element.checkVisibility() && !element.matches(".skip"))
      .map((element) => [element.getBoundingClientRect().height, element.textContent])""")
    assert heights
    assert [each for each in heights if each[0] < 44] == []
