"""Narrow screens and great zoom: nothing is cut off, nobody scrolls sideways, no text shrinks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import flags, installed, shell
from tests.browser.conftest import Open
from tests.pages import KINDS, example, pages, posts

WIDER_THAN_THE_SCREEN = """(tablesMayScroll = false) => {
  const room = document.documentElement.clientWidth;
  const clipped = (element) => getComputedStyle(element).clipPath != "none";
  const scrolls = (element) => tablesMayScroll && element.matches("table") && element.scrollWidth > element.clientWidth;
  const hidden = (element) => element && (clipped(element) || scrolls(element) || hidden(element.parentElement));
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && !hidden(element) && (box.right > room + 1 || box.left < -1);
  });
  return [document.scrollingElement.scrollWidth - room, out.map((element) => element.outerHTML.slice(0, 100))];
}"""

SMALL_TEXT = """() => {
  const small = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 17) small.add(`${size}px: ${parent.outerHTML.slice(0, 80)}`);
  }
  return [...small];
}"""


SPACED = """() => {
  for (const element of document.querySelectorAll("body, body *")) Object.assign(element.style, {
    lineHeight: "1.5", letterSpacing: "0.12em", wordSpacing: "0.16em",
  });
}"""
FITS = [0, []]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_off_or_small_zoomed_or_spaced_wider_or_on_any_screen(turn_to: Open, kind: str) -> None:
    """1280 x 1024 at 400 % is a viewport of 320 x 256 (WCAG 1.4.10), and a reader may set lines, words and letters
    further apart (1.4.12). tests/browser/test_calm.py looks at each page at 320."""
    page = turn_to(kind, width=320, height=256)
    found = {"at 400 %": page.evaluate(WIDER_THAN_THE_SCREEN)}
    small = {}
    for width in (320, 768, 960, 1200, 1280, 1440, 1792, 1920, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        found[f"at {width}"] = page.evaluate(WIDER_THAN_THE_SCREEN)
        if width in (320, 768, 1280):
            small[width] = page.evaluate(SMALL_TEXT)
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(SPACED)
    found["spaced"] = page.evaluate(WIDER_THAN_THE_SCREEN)
    assert {where: faults for where, faults in found.items() if faults != FITS} == {}
    assert {width: texts for width, texts in small.items() if texts} == {}


SHIFT = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1440, 1920])
@pytest.mark.parametrize("part", ["", "#sources"])
def test_nothing_moves_while_a_page_comes_also_when_it_is_entered_at_a_part(
    open_page: Open, part: str, width: int
) -> None:
    page = open_page(example("post").address + part, width=width, begin=SHIFT)
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    assert page.evaluate("window.shifted") == 0


def test_text_follows_the_size_that_the_reader_chose_in_the_browser(turn_to: Open) -> None:
    page = turn_to("post")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("getComputedStyle(document.querySelector('article .body > p')).fontSize") == "40px"


@pytest.mark.parametrize("chosen", ["style.fontSize = '150%'", "style.fontSize = '200%'", "dataset.size = 'larger'"])
def test_the_numbers_to_call_fit_a_phone_whatever_size_was_chosen(open_page: Open, chosen: str) -> None:
    """A size that is set on the page is none of the screen's: a rule that asks the screen does not hear of it."""
    page = open_page("/get-help-now/", width=360)
    page.evaluate(f"document.documentElement.{chosen}")
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == FITS


CUT_WORDS = """() => {
  const cut = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const clipped = (element) => getComputedStyle(element).clipPath != "none";
  const hidden = (element) => element && (clipped(element) || hidden(element.parentElement));
  while (walker.nextNode()) {
    const { data, parentElement: parent } = walker.currentNode;
    if (!parent.checkVisibility() || parent.closest("svg, a[href^=http], code") || hidden(parent)) continue;
    for (const { 0: word, index } of data.matchAll(/[\\p{L}\\p{N}]{2,}/gu)) {
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      const parts = [...range.getClientRects()];
      if (new Set(parts.map(({ top }) => top)).size < 2) continue;
      const whole = parts.reduce((sum, { width }) => sum + width, 0);
      let block = parent;
      const is = (element, kind) => kind.test(getComputedStyle(element).display);
      // What shares a row has as much room as the row.
      while (is(block, /^inline/) || is(block.parentElement, /flex|grid/)) block = block.parentElement;
      const style = getComputedStyle(block);
      const room = block.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (whole < room) cut.push(`${word}: ${block.outerHTML.slice(0, 80)}`);
    }
  }
  return cut;
}"""
"""Words that a line ends inside, though the box that they stand in has room for them."""
TWICE = "--blink-settings=defaultFontSize=32"
LARGE = {
    "in the browser": ([TWICE], "", False),
    "on the page": ([], "document.documentElement.style.fontSize = '200%'", True),
    "as the smallest": (["--blink-settings=minimumFontSize=34"], "", True),
    "by our own switch": ([], "document.documentElement.dataset.size = 'larger'", False),
    "and larger still": ([TWICE], "document.documentElement.dataset.size = 'larger'", False),
}
"""How a reader has larger letters, mostly twice as large (WCAG 1.4.4): the browser's flags, what is done to the page,
and whether a table may scroll by itself where it has no room (1.4.10), as no query of the screen tells."""


@pytest.mark.parametrize("how", LARGE)
def test_with_large_letters_nothing_is_wider_than_the_screen_and_no_word_is_cut(
    served: str, browser: Browser, how: str
) -> None:
    more, done, tables_may_scroll = LARGE[how]
    large = browser.browser_type.launch(executable_path=shell() or installed(), args=[*flags(), *more])
    page = large.new_page(color_scheme="light")
    page.add_init_script("try { localStorage.fonts = 'here' } catch {}")
    wide, cut = {}, {}
    for each in [*map(example, KINDS), *(page for page in pages() if 'class="post tool"' in page.text)]:
        page.goto(served + each.address)
        page.evaluate(done)
        for width in (320, 360, 768, *([1000, 1280] if how == "by our own switch" else [])):
            page.set_viewport_size({"width": width, "height": 900})
            wide[each.address, width] = page.evaluate(WIDER_THAN_THE_SCREEN, tables_may_scroll)
            cut[each.address, width] = how != "and larger still" and page.evaluate(CUT_WORDS)
    large.close()
    assert {where: found for where, found in wide.items() if found != FITS} == {}
    assert {where: words for where, words in cut.items() if words} == {}


def test_where_a_phone_makes_letters_twice_as_large_no_page_is_wider_than_its_screen(
    open_page: Open, served: str
) -> None:
    """What Safari on a phone does for "aA 200 %" no query hears of, and no size of the page says."""
    page = open_page("post", width=360, is_mobile=True, has_touch=True)
    wide = {}
    for each in [*map(example, KINDS), *posts()]:
        page.goto(served + each.address)
        before = page.evaluate("document.querySelector('h1').offsetHeight")
        page.evaluate("document.documentElement.style.textSizeAdjust = '200%'")
        assert page.evaluate("document.querySelector('h1').offsetHeight") > before, "the browser took no notice"
        wide[each.address] = page.evaluate(WIDER_THAN_THE_SCREEN)
    assert {where: found for where, found in wide.items() if found != FITS} == {}


def test_the_head_of_a_column_stands_above_its_cells(turn_to: Open) -> None:
    page = turn_to("style guide")
    found = page.evaluate("""() => [...document.querySelectorAll(".body > table")].map((table) =>
      [...table.rows].map((row) => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().x))))""")
    assert found
    for rows in found:
        assert rows == [rows[0]] * len(rows)


AS_TABLES = """() => {
  const kinds = { TABLE: "table", THEAD: "table-header-group", TBODY: "table-row-group", TR: "table-row" };
  for (const part of document.querySelectorAll("table, thead, tbody, tr, th, td"))
    part.style.display = kinds[part.tagName] ?? "table-cell";
}"""


@pytest.mark.parametrize("where", ["post", "/option-grid-chronic-migraine/"])
def test_a_table_stays_a_table_on_a_phone_and_where_it_scrolls(turn_to: Open, where: str) -> None:
    """Rows that are laid out as lists, and a table that is a box to scroll in, must be to a screen reader what a plain
    table is: Chromium's own tree says whether."""

    def parts(width: int, done: str = "") -> list[tuple[str, str]]:
        page = turn_to(where, width=width)
        if done:
            page.evaluate(done)
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        kinds = {"table", "rowgroup", "row", "cell", "columnheader", "rowheader"}
        named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree if not node["ignored"]]
        return [(role, name if role != "row" else "") for role, name in named if role in kinds]

    plain = parts(1280, AS_TABLES)
    assert {role for role, _ in plain} >= {"table", "row", "cell", "columnheader"}
    assert parts(360) == plain
    assert parts(1280) == plain
