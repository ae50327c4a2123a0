"""axe finds nothing, by any of its rules: WCAG A, AA and AAA, best practice, and those on trial."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Open, choose
from tests.pages import KINDS
from tests.peers.tools import MODULES, needed

AXE = MODULES / "axe-core/axe.min.js"
RUN = """async (only) => {
  const tags = [...new Set(axe.getRules().flatMap((rule) => rule.tags))].filter((tag) => tag != "deprecated");
  const what = only ? { type: "rule", values: only } : { type: "tag", values: tags };
  const found = await axe.run({ runOnly: what, resultTypes: ["violations"] });
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}"""


COLORS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
"""What alone can change with the light."""


def violations(page: Page, only: list[str] | None = None) -> list[Any]:
    """What axe finds on the page as it now stands, by every rule or by those alone."""
    if not page.evaluate("typeof axe != 'undefined'"):
        page.evaluate(AXE.read_text("utf-8"))
    return list(page.evaluate(RUN, only))


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_violation_in_any_light_on_a_phone_and_on_a_desk(turn_to: Open, kind: str) -> None:
    """One page, whose light and width are changed as a reader would: to open it anew takes most of the time.

    Day has the colours of a light device's auto; of words on a desk, tests/browser/test_contrast.py looks at each in
    every light.
    """
    needed(str(AXE) if AXE.exists() else None, "axe-core")
    page = turn_to(kind, width=DESK)
    found = {(DESK, "auto"): violations(page)}
    page.set_viewport_size({"width": PHONE, "height": 900})
    for light in ("auto", "dim", "night"):
        choose(page, light)
        found[PHONE, light] = violations(page, None if light == "auto" else COLORS)
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_a_page_on_a_dark_device_has_no_violation(open_page: Open) -> None:
    assert violations(open_page("post", width=PHONE, color_scheme="dark")) == []


def test_a_post_with_all_that_folds_opened_has_no_violation(open_page: Open) -> None:
    page = open_page("post", width=PHONE)
    for fold in page.locator("summary").all():
        fold.click()
    assert violations(page) == []


@pytest.mark.parametrize("wish", [{"forced_colors": "active"}, {"contrast": "more"}], ids=str)
@pytest.mark.parametrize("kind", ["post", "style guide", "home"])
def test_whatever_the_device_wishes_there_is_no_violation(open_page: Open, kind: str, wish: dict[str, str]) -> None:
    page = open_page(kind, **wish)
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert violations(page) == []
    page.set_viewport_size({"width": 1920, "height": 900})
    assert violations(page, COLORS) == [], "on a wide screen"


@pytest.mark.parametrize("kind", ["post", "home"])
def test_text_of_twice_the_size_has_no_violation(open_page: Open, kind: str) -> None:
    page = open_page(kind)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert violations(page) == []


def test_planted_faults_are_seen(open_page: Open) -> None:
    page = open_page("home")
    page.evaluate("""() => {
      const grey = document.createElement("p");
      grey.textContent = "Grey words";
      grey.style.color = "#6b645a";
      document.querySelector("main").append(grey, document.createElement("img"));
    }""")
    found = " ".join(violations(page))  # 5:1, enough for AA and not for AAA
    assert "color-contrast-enhanced" in found
    assert "image-alt" in found
