"""A body as Markdown says what its HTML says: no word more, none less, and nothing is read into it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from desk.markup.as_markdown import as_markdown, escaped

SITE, PAGE = "https://example.org", "https://example.org/post/"
READER = MarkdownIt("commonmark").enable("table")


def words(text: str) -> list[str]:
    """The words a person reads in HTML."""
    return re.findall(r"\w+", html.fragment_fromstring(text, create_parent="div").text_content())


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ('<h2 id="a"><a href="#a">A title</a></h2>', "## A title"),
        ('<p>So.<sup class="cite"><a href="#source-1">1</a>, p. 3 <a href="#source-2">2</a></sup></p>',
         "So. [1, p. 3; 2]"),
        ('<p>An <a class="term" href="#term-aura">aura</a>.</p>', "An aura."),
        ('<p><a href="/b/">There</a> and <a href="#c">here</a></p>', f"[There]({SITE}/b/) and [here]({PAGE}#c)"),
        ('<p class="verdict"><svg><text>9</text></svg><strong>Not yet known.</strong> <span>Very limited.</span></p>',
         "**Not yet known.** Very limited."),
        ("<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>", "- One\n- Two\n  - Three"),
        ("<table><tr><th>A|B</th></tr><tr><td>c</td></tr></table>", "| A\\|B |\n| --- |\n| c |"),
        ("<blockquote><p>One</p><p>Two</p></blockquote>", "> One\n>\n> Two"),
        ("<section><details><summary>Show 3</summary></details><p>Words</p></section>", "Words"),
        ("<details><summary>As a table</summary><p>Words</p></details>", "As a table\n\nWords"),
        ("<p>5 * 4 &lt; 21, a_b [c] #5</p>", r"5 \* 4 \< 21, a\_b \[c\] #5"),
        ("<p>#</p><p>7)</p><p>One<br> - is no point<br>===<br>1.</p>",
         "\\#\n\n7\\)\n\nOne\n \\- is no point\n\\===\n1\\."),
        ("<p># 5 is no title</p><p>1. is no step</p>", "\\# 5 is no title\n\n1\\. is no step"),
    ],
)  # fmt: skip
def test_each_part_has_its_form(body: str, meant: str) -> None:
    assert as_markdown(body, SITE, PAGE) == f"{meant}\n"


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1).map(str.strip).filter(bool))
def test_no_text_becomes_anything_but_text(text: str) -> None:
    page = READER.render(escaped(text))
    assert not re.search(r"<(?!/?p>)", page), page
    shown = html.fragment_fromstring(page, create_parent="div").text_content()
    assert shown.split() == text.split()
