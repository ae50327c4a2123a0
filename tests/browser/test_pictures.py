"""What a real browser does with pictures: which file it takes, how bright it is, and that nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import choose
from tests.build.illustrated_site import illustrated_site
from tests.peers.web_server import serving

SHIFT = """new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) sum += each.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""
TAKEN = "[...document.querySelectorAll('main img')].map((img) => img.currentSrc.split('/').pop())"
BRIGHT = "getComputedStyle(document.querySelector('main img')).filter"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(illustrated_site()) as served:
        yield f"{served}/room/"


def opened(browser: Browser, address: str, **options: Any) -> Page:
    options.setdefault("color_scheme", "light")
    page = browser.new_context(**options).new_page()
    page.goto(address, wait_until="load")
    return page


@pytest.mark.parametrize(
    ("width", "points", "taken"),
    [(360, 1, 360), (360, 2, 720), (412, 2.625, 1088), (390, 3, 1088), (700, 1, 544), (1280, 1, 544), (1280, 2, 1088),
     (1920, 1, 720)],
)  # fmt: skip
def test_a_browser_takes_the_smallest_file_that_is_sharp(
    browser: Browser, address: str, width: int, points: float, taken: int
) -> None:
    page = opened(browser, address, viewport={"width": width, "height": 900}, device_scale_factor=points)
    assert page.evaluate(TAKEN)[0].endswith(f"-{taken}.avif")
    shown = page.evaluate("document.querySelector('main img').getBoundingClientRect().width")
    assert shown <= taken
    page.context.close()


def test_a_first_view_with_a_photograph_is_at_most_61_kb(browser: Browser, address: str) -> None:
    """HTML as a server packs it (test_budgets.py); the rest as it comes over the line."""
    # What the worker does when the page has come is no part of its first view (test_offline.py).
    view = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=3, service_workers="block")
    page = view.new_page()
    got: list[Response] = []
    page.on("response", lambda response: got.append(response))
    page.goto(address, wait_until="load")
    sizes = {response.url: len(response.body()) for response in got if response.request.resource_type != "document"}
    first = {url: size for url, size in sizes.items() if "room-bed" not in url and "/images/" in url}
    # Now and then Chromium asks for the letters of other languages too, of which this page has none.
    assert page.evaluate(r"/[\u00a1-\u00b6\u00b8-\u00ff\u2022]/.test(document.body.textContent)") is False
    fonts = sum(size for url, size in sizes.items() if "/fonts/" in url and "-more." not in url)
    assert len(first) == 1, "only what leads the page"
    assert 14 * 1024 + fonts + sum(first.values()) <= 61 * 1024
    page.context.close()


def test_photographs_are_dimmed_with_the_light_and_a_drawing_is_made_of_its_ink(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    ink = "getComputedStyle(document.querySelector('.drawing path')).fill == getComputedStyle(document.body).color"
    for light, bright in {"auto": "1", "dim": "0.78", "night": "0.66", "day": "1"}.items():
        choose(page, light)
        assert page.evaluate(BRIGHT) == f"brightness({bright})"
        assert page.evaluate(ink)
    page.context.close()
    page = opened(browser, address, color_scheme="dark")
    assert page.evaluate(BRIGHT) == "brightness(0.66)"
    choose(page, "day")
    assert page.evaluate(BRIGHT) == "brightness(1)"
    page.emulate_media(media="print")
    assert page.evaluate(BRIGHT) == "brightness(1)"
    page.context.close()
    page = opened(browser, address, color_scheme="dark", java_script_enabled=False)
    assert page.locator("main img").first.evaluate("(img) => getComputedStyle(img).filter") == "brightness(0.66)"
    page.context.close()


@pytest.mark.parametrize("part", ["", "#what-comes-late", "#sources"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_pictures_come(browser: Browser, address: str, width: int, part: str) -> None:
    page = opened(browser, address + part, viewport={"width": width, "height": 800})
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFT) == 0
    heights = "[...document.querySelectorAll('main img, .drawing')].map((each) => each.getBoundingClientRect().height)"
    before = page.evaluate(heights)
    page.evaluate("for (const img of document.images) img.loading = 'eager'")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(heights) == before
    assert min(before) > 0
    page.context.close()


def test_in_forced_colours_a_drawing_is_seen(browser: Browser, address: str) -> None:
    page = opened(browser, address, forced_colors="active", color_scheme="dark")
    fill, text = page.evaluate(
        "[getComputedStyle(document.querySelector('.drawing path')).fill, getComputedStyle(document.body).color]"
    )
    assert fill == text
    page.context.close()
