"""A heading has the id that Python-Markdown gives it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from desk.model.scanner import scan

MARKDOWN = Markdown(extensions=["extra", "sane_lists", "smarty", "toc"], output_format="html")
WORDS = st.sampled_from(
    ["Pain", "a--b", "it's", '"so"', "x_y", "_so_", "**so**", "`c--d`", "[l](m)", "1--2", "-5", "\u00c9t\u00e9", "...",
     "AT&T", "a/b", "(c)", "?", "50%", "&amp;", "\\*", "[^1]", "<br>", "#2", "so, so"]
)  # fmt: skip


def anchors(text: str) -> list[str]:
    return re.findall(r"<h\d[^>]* id=\"([^\"]*)\"", MARKDOWN.reset().convert(text))


@settings(max_examples=80)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_heading_has_the_id_that_the_build_gives_it(headings: list[list[str]]) -> None:
    text = "\n\n".join("## " + " ".join(words) for words in headings) + "\n\n[^1]: note\n"
    assert [heading.anchor for heading in scan(text).headings] == anchors(text)


@pytest.mark.parametrize(
    "text",
    [
        "## One {#own}\n\n## One\n\n## One",
        "# A\n\n## A_1\n\n## A",
        "Text\n---\n\nMore\n===",
        "## ???\n\n## !!!",
        "##Tight ##",
    ],
)
def test_ids_are_counted_and_kept_as_the_build_does(text: str) -> None:
    assert [heading.anchor for heading in scan(text).headings] == anchors(text)
