"""The scanner sees a body as Python-Markdown does."""

from __future__ import annotations

import pytest
from markdown import Markdown

from desk.model.scanner import scan

MARKDOWN = Markdown(extensions=["extra", "sane_lists", "smarty", "toc"], output_format="html")


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
