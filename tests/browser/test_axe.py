"""axe finds nothing, by any of its rules: WCAG A, AA and AAA, best practice, and those on trial."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.axe import COLORS, violations
from tests.browser.conftest import DESK, PHONE, Open, choose
from tests.pages import KINDS


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
