"""The scanner sees a body as Python-Markdown does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from desk.model.body import scan

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


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a\n\nb [x](y)", 12, 7), ("[x](y)", 10, 5), ("- [x]( y)", 10, 8), ("é [x](y)", 10, 7), ("> [x](<y>)", 10, 8)],
)
def test_a_target_has_its_line_and_column_in_the_file(text: str, line: int, column: int) -> None:
    body = scan(text, first_line=10)
    mark = body.mark(body.links[0].target_at)
    assert (mark.line, mark.column) == (line, column)


@pytest.mark.parametrize(
    "text",
    [
        "`[x](y)`",
        "```\n[x](y)\n```",
        "<!-- [x](y) -->",
        "<!--\n\n[x](y)\n\n-->",
        "~~~\n# h\n[x](y)\n~~~",
        "``a ` [x](y)``",
    ],
)
def test_nothing_in_code_or_a_comment_is_a_link(text: str) -> None:
    assert scan(text).links == []
    assert scan(text).headings == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("What:\n- a\n- b", True), ("What:\n\n- a\n- b", False), ("## What\n- a", False), ("- a\n- b", False),
        ("What\n1. a", True), ("/// note\n- a\n///", False), ("> what\n> - a", True), ("- a\n1. b", True),
    ],
)  # fmt: skip
def test_a_list_without_a_blank_line_is_seen_to_be_lost(text: str, shown: bool) -> None:
    assert any(item.swallowed for item in scan(text).items) is shown


@pytest.mark.parametrize(
    ("text", "code"),
    [("    a", True), ("\ta", True), ("a\n    b", False), ("- a\n\n    b", False), ("- a\n\n        b", True),
     ("[^1]: a\n\n    b", False),
        ("[^1]: a\n    b\n\n    c", False), ("a\n:   b\n\n    c", False), ("- a\n\nb\n\n    c", True)],
)  # fmt: skip
def test_an_indented_text_is_code_only_where_the_build_says_so(text: str, code: bool) -> None:
    assert bool(scan(text).indented) is code
    assert ("<pre>" in MARKDOWN.reset().convert(text)) is code


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", True),
        ("a | b\n---|---\n1 | 2", True),
        ("| a |\n|---|\n| b |", True),
        ("| a | b |\n|---|\n| 1 | 2 |", False),
        ("| a | b |\n| 1 | 2 |", False),
        ("x\n| a | b |\n|---|---|\n|1|2|", False),
    ],
)
def test_a_table_is_whole_where_the_build_makes_one(text: str, whole: bool) -> None:
    assert [table.whole for table in scan(text).tables] == [whole]
    assert ("<table>" in MARKDOWN.reset().convert(text)) is whole


def test_a_box_knows_its_options_and_its_end() -> None:
    body = scan("/// claim | It helps\n    grade: limited\n\nWords.\n///\n\nAfter.\n")
    (box,) = body.boxes
    assert (box.name, box.title, [(o.name, o.value) for o in box.options]) == (
        "claim",
        "It helps",
        [("grade", "limited")],
    )
    assert box.end == body.text.index("///\n\nAfter")


def test_a_citation_knows_each_key() -> None:
    (citation,) = scan("Words [@one; @two, p. 3].").citations
    assert [key for key, _ in citation.keys] == ["one", "two"]
    assert citation.well_formed


@pytest.mark.parametrize("text", ["[@one ]", "[ @one]", "[@one, @two]", "[@one @two]", "[see @one]", "@one2020 says"])
def test_a_citation_that_the_build_would_print_is_not_well_formed(text: str) -> None:
    assert [citation.well_formed for citation in scan(text).citations] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "`" * 30_000,
        "[" * 30_000,
        "](" * 20_000,
        "<!--" * 20_000,
        "*" * 30_000,
        "- " * 20_000,
        "/// a\n" * 5_000,
        "> " * 20_000,
        "|" * 30_000,
        "-" * 30_000 + "x",
        "~~~a\n" * 9_000,
    ],
)
def test_a_long_run_of_marks_is_read_to_its_end(text: str) -> None:
    assert scan(text).text == text
