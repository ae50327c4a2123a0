"""Firefox's reader mode, by its own library (Readability): no word of a post or a tool goes with what it takes away."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.browser.conftest import Open
from tests.build_site import ROOT

READABILITY = (ROOT / "tests/node_modules/@mozilla/readability/Readability.js").read_text("utf-8")
READ = f"""() => {{
  {READABILITY}
  const said = (part) => {{
    const copy = part.cloneNode(true);
    const elsewhere = "svg, nav, header, .on-paper, .now, .onward, .on-screen:has(a)";
    for (const each of copy.querySelectorAll(elsewhere)) each.remove();
    return [...copy.querySelectorAll("h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary")]
      .filter((each) => !each.querySelector("p, ul, ol, li, dl"))
      .map((each) => each.textContent)
      .join(" ");
  }};
  const reader = new Readability(document.cloneNode(true)).parse();
  const shown = document.createElement("div");
  shown.innerHTML = reader.content;
  return [reader.title, document.title, said(document.querySelector("main")), said(shown), shown.textContent];
}}"""
"""What stands on the page but for the ways to other places, and what is left of it. A page's title is told apart."""


@pytest.mark.parametrize(
    "kind_or_address", ["/ketamine-infusions-for-migraine/", "/does-ketamine-help-depression/", "page", "tool"]
)
def test_every_word_number_and_grade_is_kept(turn_to: Open, kind_or_address: str) -> None:
    page = turn_to(kind_or_address)
    title, whole_title, there, kept, text = page.evaluate(READ)
    assert title in whole_title
    lost = Counter(re.findall(r"[\w.,%]*\w", there)) - Counter(re.findall(r"[\w.,%]*\w", kept))
    assert lost == Counter()
    assert len(re.findall(r"\w+", there)) > 300
    answer = page.locator(".lead").inner_text()
    verdict = page.locator("main .verdict strong").first
    words = " ".join(text.split())
    assert " ".join(answer.split()) in words
    if verdict.count():
        assert words.index(" ".join(answer.split())) < words.index(verdict.inner_text())
