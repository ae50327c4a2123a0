"""One browser a worker, and a fresh profile for each page that a test opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.axe import axe
from tests.browser.chromium import launch
from tests.pages import KINDS, example

PHONE, DESK = 360, 1280
LEVELS = ["auto", "day", "dim", "night"]
Open = Callable[..., Page]
KEPT = "[localStorage, sessionStorage].flatMap(Object.entries).filter(([name]) => name != 'fonts').sort()"
"""What a browser has kept of a reader: whether it has our fonts by now is no choice (theme/static/js/fonts.js)."""
WAIT = 200_000
"""Milliseconds after which what is waited for will not come: a machine that is busy is no fault of the site."""
NO_WORKER = "delete Navigator.prototype.serviceWorker"
"""A browser that keeps nothing for later: tests/browser/test_offline.py has readers of its own."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        expect.set_options(timeout=WAIT)
        yield chromium
        chromium.close()


def choose(page: Page, light: str) -> None:
    """Choose a light, as a reader would."""
    page.locator(".comfort").evaluate("(comfort) => (comfort.open = true)")
    page.locator(f"input[name=light][value={light}]").check(force=True)


@pytest.fixture
def open_page(browser: Browser, served: str) -> Iterator[Open]:
    """Opens a page: of a kind of tests.pages.KINDS, or at an address. `light` is what the reader chose before."""
    contexts = []

    def opener(
        where: str, *, width: int = DESK, height: int = 900, light: str = "auto", begin: str = "", **options: Any
    ) -> Page:
        options.setdefault("color_scheme", "light")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.add_init_script(NO_WORKER)
        if light != "auto":
            context.add_init_script(f"try {{ localStorage.setItem('light', '{light}') }} catch {{}}")
        if begin:
            context.add_init_script(begin)
        page = context.new_page()
        page.goto(served + (example(where).address if where in KINDS else where))
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab for all tests of a worker that only look. What breaks a page's policy is an error of its console."""
    context = browser.new_context(color_scheme="light", service_workers="block")
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error('policy', event.violatedDirective))"
    )
    # A reader who has been here before, and so has the fonts: a fresh profile (open_page) begins without.
    context.add_init_script("try { localStorage.fonts = 'here' } catch {}")
    yield context.new_page()
    context.close()


@pytest.fixture
def turn_to(tab: Page, served: str) -> Iterator[Open]:
    """Opens one page after another in one tab, which takes a fraction of what a fresh profile does.

    For tests that look, and may choose a light: what a page has kept is forgotten after each of them. Whatever a test
    tells the browser otherwise (a device's wish, a route, a script) needs a page of its own, by `open_page`.
    """

    def opener(where: str, *, width: int = DESK, height: int = 900) -> Page:
        tab.set_viewport_size({"width": width, "height": height})
        tab.goto(served + (example(where).address if where in KINDS else where))
        return tab

    yield opener
    tab.mouse.move(0, 0)
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")


@pytest.fixture(scope="session")
def judged(browser: Browser, served: str) -> Iterator[Open]:
    """Opens one page after another in one tab where axe waits: to hand it to a page takes as long as to open one."""
    context = browser.new_context(color_scheme="light", service_workers="block")
    context.add_init_script(path=axe())
    tab = context.new_page()

    def opener(kind: str, *, width: int) -> Page:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(served + example(kind).address)
        return tab

    yield opener
    context.close()
