"""desk/model/problem.py"""

from __future__ import annotations

import pytest

from desk.model.problem import Problem, did_you_mean, suggest


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
