"""Reader modes, by their own libraries: no word of a post or a tool goes with what they take away."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.browser.conftest import Open
from tests.build_site import ROOT


@dataclass(frozen=True)
class Reader:
    """A library: its file, what reads a page with it, and what it means to take away of our text (a function)."""

    file: str
    read: str
    but: str = "() => []"


READERS = {
    "Firefox's": Reader("@mozilla/readability/Readability.js", "new Readability(page).parse()"),
    # The one of Obsidian's clipper, which goes by other signs: links, classes, words. It numbers notes anew, and takes
    # a list near the top whose every link leads down the page for a table of contents: there ours open notes.
    "Defuddle": Reader(
        "defuddle/dist/index.js",
        "new Defuddle(page, { url: location.href }).parse()",
        """(part) => [...part.querySelectorAll("sup, ul, ol")].filter((each) => {
          const links = [...each.querySelectorAll("a")].map((link) => link.getAttribute("href"));
          return each.matches("sup") || (links.length > 2 && links.every((href) => href.startsWith("#")));
        })""",
    ),
}
READ = """() => {
  %s
  const said = (part, but) => {
    const copy = part.cloneNode(true);
    const elsewhere = "svg, nav, header, .on-paper, .now, .onward, .on-screen:has(a)";
    for (const each of [...but(copy), ...copy.querySelectorAll(elsewhere)]) each.remove();
    return [...copy.querySelectorAll("h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary")]
      .filter((each) => !each.querySelector("p, ul, ol, li, dl"))
      .map((each) => each.textContent)
      .join(" ");
  };
  const page = document.cloneNode(true);
  const reader = %s;
  const shown = document.createElement("div");
  shown.innerHTML = reader.content;
  const but = %s;
  const there = said(document.querySelector("main"), but);
  return [reader.title, document.title, there, said(shown, but), shown.textContent];
}"""
"""What stands on the page but for the ways to other places, and what is left of it. A page's title is told apart."""


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "kind_or_address",
    ["/ketamine-infusions-for-migraine/", "/does-ketamine-help-depression/", "/get-help-now/", "page", "tool"],
)
def test_every_word_number_and_grade_is_kept(turn_to: Open, kind_or_address: str, name: str) -> None:
    reader = READERS[name]
    library = (ROOT / "tests/node_modules" / reader.file).read_text("utf-8")
    page = turn_to(kind_or_address)
    title, whole_title, there, kept, text = page.evaluate(READ % (library, reader.read, reader.but))
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
