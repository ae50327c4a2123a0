"""axe-core, by all of its rules: WCAG A, AA and AAA, best practice, and those on trial."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

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
"""Of its two rules of contrast only that of 7:1 (4.5:1 for large words), told to speak of all that is below, which axe
leaves to the other rule. That looks at all the same words, and takes as long again."""


COLORS = ["color-contrast-enhanced", "link-in-text-block"]
"""What alone can change with the light."""


def axe() -> Path:
    """Where its script is."""
    return Path(needed(str(AXE) if AXE.exists() else None, "axe-core"))


def violations(page: Page, only: list[str] | None = None) -> list[Any]:
    """What axe finds on the page as it now stands, by every rule or by those alone."""
    if not page.evaluate("typeof axe != 'undefined'"):
        page.evaluate(axe().read_text("utf-8"))
    return list(page.evaluate(RUN, only))
