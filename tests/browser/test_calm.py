"""Nothing moves, sticks, glows or comes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, KEPT, Open
from tests.browser.pixels import picture
from tests.browser.test_reflow import WIDER_THAN_THE_SCREEN
from tests.pages import KINDS, example, pages

UNREST = """() => {
  const wanted = {
    animationName: "none", transitionDuration: "0s", scrollBehavior: "auto", boxShadow: "none", textShadow: "none",
    backgroundImage: "none", filter: "none", backdropFilter: "none",
    textAlign: /^(start|left|end|center|-webkit-auto)$/, position: /^(static|relative|absolute)$/,
    textDecorationStyle: "solid", borderTopStyle: /^(none|solid|inset|groove|hidden)$/,
  };
  const found = new Set();
  for (const element of document.querySelectorAll("*"))
    for (const pseudo of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      for (const [name, value] of Object.entries(wanted))
        if (style[name] !== undefined && (value.test ? !value.test(style[name]) : style[name] != value))
          found.add(`${element.tagName}.${element.className} ${name}: ${style[name]}`);
    }
  return [...found];
}"""


def test_a_wish_for_less_motion_changes_nothing_because_there_is_none(open_page: Open) -> None:
    page = open_page("post", reduced_motion="no-preference")
    before = picture(page).tobytes()
    page.emulate_media(reduced_motion="reduce")
    assert picture(page).tobytes() == before


def test_nothing_moves_under_the_pointer(open_page: Open) -> None:
    page = open_page("home")
    places = """() => [...document.querySelectorAll("body *")].map((element) => {
      const box = element.getBoundingClientRect();
      return [box.x, box.y, box.width, box.height];
    })"""
    before = page.evaluate(places)
    for selector in (".name", "main a", "label"):
        page.locator(selector).first.hover()
        assert page.evaluate(places) == before


@pytest.mark.parametrize("address", [page.address for page in pages()])
def test_a_page_asks_no_one_else_keeps_no_cookie_breaks_no_rule_and_is_no_wider_than_320_pixels(
    turn_to: Open, tab: Page, served: str, address: str
) -> None:
    """All that one visit to each page can show, on the narrowest screen; and of one page of each kind, also on a desk,
    that nothing moves, sticks, glows or is striped."""
    asked: list[str] = []
    said: list[str] = []
    hear: dict[str, Callable[[Any], None]] = {
        "request": lambda request: asked.append(request.url),
        "console": lambda message: said.append(message.text) if message.type in {"error", "warning"} else None,
        "pageerror": lambda error: said.append(str(error)),
    }
    for what, heard in hear.items():
        tab.on(what, heard)  # type: ignore[call-overload]
    page = turn_to(address, width=320)
    page.evaluate("document.fonts.ready.then(() => null)")
    assert [url for url in asked if not url.startswith(f"{served}/")] == []
    assert len(asked) == len(set(asked)), "nothing is fetched twice"
    assert page.context.cookies() == []
    assert page.evaluate(KEPT) == []
    for what, heard in hear.items():
        tab.remove_listener(what, heard)
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == [0, []]
    if address in {example(kind).address for kind in KINDS}:
        unrest = page.evaluate(UNREST)
        page.set_viewport_size({"width": DESK, "height": 900})
        assert unrest + page.evaluate(UNREST) == []
    # The tab lets no worker in, which says so; the worker itself is test_offline's.
    assert [each for each in said if "registration blocked by Playwright" not in each] == []


def test_the_policy_stops_a_planted_script_and_a_planted_request(open_page: Open) -> None:
    page = open_page("home")
    page.evaluate("""() => {
      window.stopped = [];
      addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      const image = new Image();
      image.src = "https://elsewhere.example/dot.png";
      document.body.append(script, image);
    }""")
    page.wait_for_function("stopped.length >= 2")
    assert sorted(page.evaluate("stopped")) == ["img-src", "script-src-elem"]
    assert page.evaluate("window.ran") is None
