"""axe finds nothing, by any of its rules: WCAG A, AA and AAA, best practice, and those on trial."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE, Open, choose
from tests.pages import KINDS, example
from tests.peers.tools import MODULES, needed

AXE = MODULES / "axe-core/axe.min.js"
RUN = """async (only) => {
  const tags = [...new Set(axe.getRules().flatMap((rule) => rule.tags))].filter((tag) => tag != "deprecated");
  const what = only ? { type: "rule", values: only } : { type: "tag", values: tags };
  const weaker = only ? {} : { "color-contrast": { enabled: false } };
  const options = { contrastRatio: { normal: { minThreshold: 0 }, large: { minThreshold: 0 } } };
  const checks = { "color-contrast-enhanced": { options } };
  const found = await axe.run({ runOnly: what, rules: weaker, checks, resultTypes: ["violations"] });
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}"""
"""Of its two rules of contrast only the one of 7:1 (4.5:1 for large words), and of all that is below, which
axe leaves to the other rule, which looks at all the same words, and takes as long again."""


COLORS = ["color-contrast-enhanced", "link-in-text-block"]
"""What alone can change with the light."""


def violations(page: Page, only: list[str] | None = None) -> list[Any]:
    """What axe finds on the page as it now stands, by every rule or by those alone."""
    if not page.evaluate("typeof axe != 'undefined'"):
        page.evaluate(AXE.read_text("utf-8"))
    return list(page.evaluate(RUN, only))


@pytest.fixture(scope="module")
def judged(browser: Browser, served: str) -> Iterator[Open]:
    """Opens one page after another in one tab where axe waits: to hand it to a page takes as long as to open one."""
    context = browser.new_context(color_scheme="light", service_workers="block")
    context.add_init_script(path=needed(str(AXE) if AXE.exists() else None, "axe-core"))
    tab = context.new_page()

    def opener(kind: str, *, width: int) -> Page:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(served + example(kind).address)
        return tab

    yield opener
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_violation_on_a_phone_and_on_a_desk(judged: Open, kind: str) -> None:
    page = judged(kind, width=DESK)
    on_a_desk = violations(page)
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert {"desk": on_a_desk, "phone": violations(page)} == {"desk": [], "phone": []}


@pytest.mark.parametrize("kind", ["post", "style guide", "home"])
def test_whatever_the_light_and_the_device_s_wish_there_is_no_violation(judged: Open, kind: str) -> None:
    """By every rule where all parts stand, and elsewhere by what can change. Day has the colours of a light device's
    auto. On the other kinds of page, tests/browser/test_contrast.py looks at each word in every light."""
    page = judged(kind, width=PHONE if kind == "style guide" else 1920)
    found = {}
    wishes: list[dict[str, Any]] = [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}]
    for wish in wishes:
        page.emulate_media(**wish)
        found[str(wish)] = violations(page, None if kind == "style guide" else COLORS)
        page.emulate_media(color_scheme="light", forced_colors="none", contrast="no-preference")
    for light in ("dim", "night"):
        choose(page, light)
        found[light] = violations(page, COLORS)
    choose(page, "auto")
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_a_post_with_all_that_folds_opened_and_text_of_twice_the_size_has_no_violation(judged: Open) -> None:
    page = judged("post", width=PHONE)
    for fold in page.locator("summary").all():
        fold.click()
    opened = violations(page)
    page.set_viewport_size({"width": DESK, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert {"opened": opened, "large": violations(page)} == {"opened": [], "large": []}


def test_planted_faults_are_seen(judged: Open) -> None:
    page = judged("home", width=DESK)
    page.evaluate("""() => {
      for (const colour of ["#6b645a", "#aaa49a"]) {  // 5:1, enough for AA and not for AAA, and 2:1
        const grey = document.createElement("p");
        grey.textContent = `Grey words ${colour}`;
        grey.style.color = colour;
        document.querySelector("main").append(grey);
      }
      document.querySelector("main").append(document.createElement("img"));
    }""")
    for found in ("".join(violations(page)), "".join(violations(page, COLORS)) + "image-alt"):
        assert "color-contrast-enhanced" in found
        assert "Grey words #6b645a" in found
        assert "Grey words #aaa49a" in found
        assert "image-alt" in found
