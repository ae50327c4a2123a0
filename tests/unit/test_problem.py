"""desk/model/problem.py"""

from __future__ import annotations

import pytest

from desk.model.problem import Problem, as_text, did_you_mean, suggest


def test_a_problem_says_where_what_and_how_and_points() -> None:
    problem = Problem(
        "content/posts/x.md", 7, 3, "header/unknown-key", "it is not a field.", "delete it.", source="a b c"
    )
    assert str(problem).split("\n") == [
        "content/posts/x.md:7:3: error header/unknown-key: it is not a field. Fix: delete it.",
        "    a b c",
        "      ^",
    ]


def test_a_problem_without_a_line_is_one_line() -> None:
    assert "\n" not in str(Problem("x.md", 1, 1, "a/b", "what.", "fix."))


def test_the_caret_stays_within_a_step_of_the_line() -> None:
    shown = str(Problem("x.md", 1, 99, "a/b", "what.", "fix.", source="ab")).split("\n")[-1]
    assert shown == "      ^"


def test_what_one_paste_brought_is_told_once_with_its_lines() -> None:
    same = [Problem("x.md", line, 1, "a/b", "what.", "fix.") for line in (3, 5, 5, 9)]
    told = as_text(
        [*same, Problem("x.md", 7, 1, "a/b", "other.", "fix."), Problem("y.md", 3, 1, "a/b", "what.", "fix.")]
    )
    assert told.split("\n") == [
        "x.md:3:1: error a/b: what. Fix: fix.",
        "    (and 3 more like it, on lines 5, 9)",
        "x.md:7:1: error a/b: other. Fix: fix.",
        "y.md:3:1: error a/b: what. Fix: fix.",
        "6 errors, 0 warnings in 2 files",
    ]
    assert as_text(same[:3]).count("what.") == 3


def test_problems_are_sorted_by_place() -> None:
    problems = [Problem("b", 1, 1, "c", "", ""), Problem("a", 2, 1, "c", "", ""), Problem("a", 1, 9, "c", "", "")]
    assert [(p.path, p.line) for p in sorted(problems)] == [("a", 1), ("a", 2), ("b", 1)]


@pytest.mark.parametrize(
    ("typed", "meant"), [("stauts", "status"), ("Titel", "title"), (" tags ", "tags"), ("xyzzy", None)]
)
def test_a_near_word_is_suggested(typed: str, meant: str | None) -> None:
    assert did_you_mean(typed, ["status", "title", "tags"]) == meant


def test_where_no_word_is_near_all_are_named() -> None:
    assert suggest("xyzzy", ["a", "b"]) == "use one of: a, b."
    assert suggest("Migrane", ["Migraine", "Pain"]).startswith('did you mean "Migraine"?')
