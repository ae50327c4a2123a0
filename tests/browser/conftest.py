"""One browser a worker, and a fresh profile for each page that a test opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import launch
from tests.pages import KINDS, example

PHONE, DESK = 360, 1280
LEVELS = ["auto", "day", "dim", "night"]
Open = Callable[..., Page]
NO_WORKER = "delete Navigator.prototype.serviceWorker"
"""A browser that keeps nothing for later: tests/browser/test_offline.py has readers of its own."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
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
