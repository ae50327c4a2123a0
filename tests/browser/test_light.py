"""The light switch: it works, it lasts, it never flashes, and the site is whole without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import DESK, KEPT, LEVELS, Open
from tests.browser.pixels import picture
from tests.build_site import ROOT
from tests.pages import KINDS

PAPER = {"day": (0xF3, 0xEE, 0xE4), "dim": (0xC6, 0xBB, 0xA8), "night": (0x1D, 0x1A, 0x17)}


def paper(page: Page) -> tuple[int, ...]:
    """The colour in the corner of what is drawn."""
    return tuple(picture(page).getpixel((2, 2)))  # type: ignore[arg-type]


def test_the_papers_named_here_are_those_of_the_tokens() -> None:
    tokens = (ROOT / "theme/static/css/tokens.css").read_text("utf-8")
    for colour in PAPER.values():
        assert "--paper" in tokens
        assert "#{:02x}{:02x}{:02x}".format(*colour) in tokens


@pytest.mark.parametrize("device", ["light", "dark"])
def test_a_choice_is_drawn_at_once_whatever_the_device_says(open_page: Open, device: str) -> None:
    page = open_page("post", color_scheme=device)
    for level in ("day", "dim", "night"):
        page.locator(f"label:has(input[value={level}])").click()
        assert paper(page) == PAPER[level]


@pytest.mark.parametrize(("device", "level"), [("light", "day"), ("dark", "night")])
def test_auto_follows_the_device(open_page: Open, device: str, level: str) -> None:
    assert paper(open_page("post", color_scheme=device)) == PAPER[level]


def test_a_choice_lasts_over_pages_and_auto_forgets_it(open_page: Open, served: str) -> None:
    page = open_page("home")
    page.locator("label:has(input[value=dim])").click()
    page.goto(f"{served}/about/")
    assert paper(page) == PAPER["dim"]
    assert page.locator("input[value=dim]").is_checked()
    assert page.evaluate(KEPT) == [["light", "dim"]]
    page.locator("label:has(input[value=auto])").click()
    assert page.evaluate(KEPT) == []
    page.reload()
    assert paper(page) == PAPER["day"]


def test_a_choice_in_one_tab_reaches_the_other(open_page: Open, served: str) -> None:
    page = open_page("home")
    other = page.context.new_page()
    other.goto(f"{served}/about/")
    page.locator("label:has(input[value=night])").click()
    other.wait_for_function("document.documentElement.dataset.light == 'night'")
    assert paper(other) == PAPER["night"]


def test_a_choice_holds_after_going_back(open_page: Open, served: str) -> None:
    page = open_page("home")
    page.goto(f"{served}/about/")
    page.locator("label:has(input[value=night])").click()
    page.go_back()
    assert page.evaluate("document.documentElement.dataset.light") == "night"
    assert page.locator("input[value=night]").is_checked()


def test_a_word_that_is_no_level_is_not_used(open_page: Open) -> None:
    page = open_page("home", light="<b>blinding</b>")
    assert page.evaluate("document.documentElement.dataset.light") == "auto"
    assert page.locator("input[value=auto]").is_checked()


def test_where_storage_is_refused_a_choice_lasts_as_long_as_the_page_and_nothing_breaks(
    open_page: Open, served: str
) -> None:
    """A sandboxed document has no origin, so the browser itself refuses it any storage."""
    page = open_page("/robots.txt")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def sandbox(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": "sandbox allow-scripts"})

    page.route("**/about/", sandbox)
    page.goto(f"{served}/about/")
    assert page.evaluate("(() => { try { localStorage } catch (error) { return error.name } })()") == "SecurityError"
    page.locator("label:has(input[value=dim])").click()
    assert paper(page) == PAPER["dim"]
    assert errors == []


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_stands_before_anything_can_be_painted(open_page: Open, level: str) -> None:
    """Nothing is painted before there is a body: what is set by then cannot flash."""
    page = open_page(
        "post",
        light=level,
        begin="""new MutationObserver(() => {
          if (document.body && window.atBody === undefined) window.atBody = document.documentElement.dataset.light;
        }).observe(document, { childList: true, subtree: true });""",
    )
    assert page.evaluate("window.atBody") == level


def words(text: str) -> list[str]:
    """The words of a text, whatever stands between them."""
    return re.findall(r"\S+", text)


@pytest.fixture(scope="module")
def still(browser: Browser) -> Iterator[Page]:
    """A tab in which no script runs."""
    with browser.new_context(java_script_enabled=False, viewport={"width": DESK, "height": 900}) as context:
        yield context.new_page()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "search"])  # tests/browser/test_search.py
def test_without_javascript_every_word_is_there_and_the_switch_is_not(still: Page, turn_to: Open, kind: str) -> None:
    with_it = turn_to(kind)
    still.goto(with_it.url)
    controls = ".comfort, .switch, .share"
    assert not still.locator(controls).locator("visible=true").count()
    with_it.locator(controls).evaluate_all("(all) => all.forEach((each) => each.remove())")
    assert words(still.locator("body").inner_text()) == words(with_it.locator("body").inner_text())


def test_without_javascript_the_device_decides(open_page: Open) -> None:
    assert paper(open_page("post", java_script_enabled=False, color_scheme="dark")) == PAPER["night"]


def test_the_bars_of_the_browser_follow_the_choice(open_page: Open) -> None:
    page = open_page("home")
    page.locator("label:has(input[value=dim])").click()
    assert set(page.locator("meta[name=theme-color]").evaluate_all("all => all.map((each) => each.content)")) == {
        "rgb(198, 187, 168)"
    }
