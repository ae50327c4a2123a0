"""desk/model/front_matter.py"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.model.front_matter import read_front_matter
from desk.model.strict_yaml import Mark


def codes(text: str) -> list[str]:
    """What is wrong with a file."""
    return [problem.code for problem in read_front_matter("x.md", text)[1]]


def test_a_header_is_split_from_the_body_with_every_place() -> None:
    front, problems = read_front_matter("x.md", "---\ntitle: A\nevidence:\n  grade: b\n---\n\nBody.\n")
    assert problems == []
    assert front.values == {"title": "A", "evidence": {"grade": "b"}}
    assert front.keys[("evidence", "grade")] == Mark(4, 3)
    assert front.places[("evidence", "grade")] == Mark(4, 10)
    assert (front.body, front.body_line) == ("\nBody.\n", 6)


@pytest.mark.parametrize("typed", ["yes", "on", "1_000", "12:30", "2024-01-02", "0o17", ".5", "false", "NaN"])
def test_yaml_guesses_nothing(typed: str) -> None:
    assert read_front_matter("x.md", f"---\na: {typed}\n---\n")[0].values == {"a": typed}


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_nothing_is_nothing(typed: str) -> None:
    assert read_front_matter("x.md", f"---\na: {typed}\n---\n")[0].values == {"a": ""}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "header/empty-file"),
        (" \n", "header/empty-file"),
        ("Just words.", "header/no-header"),
        ("\n---\na: b\n---\n", "header/no-header"),
        ("---\na: b\n", "header/not-closed"),
        ("---\n---\n", "header/empty"),
        ("---\n- a\n---\n", "header/not-fields"),
        ("---\na: b\na: c\n---\n", "header/duplicate-key"),
        ("---\na: &x b\nc: *x\n---\n", "header/yaml-magic"),
        ("---\na: !!python/name:os.system\n---\n", "header/yaml-magic"),
        ("---\na: b: c\n---\n", "header/not-yaml"),
        ("---\n\ta: b\n---\n", "header/not-yaml"),
        ('---\na: "b\n---\n', "header/not-yaml"),
        ("---\na: @b\n---\n", "header/not-yaml"),
        ("---\na: \x07\n---\n", "header/not-yaml"),
        ("---\na\n---\n", "header/not-fields"),
        ("---\na: " + "[" * 500 + "\n---\n", "header/not-yaml"),
    ],
)
def test_a_slip_of_form_is_named(text: str, code: str) -> None:
    assert code in codes(text)


def test_a_slip_is_found_at_its_own_line() -> None:
    (problem,) = read_front_matter("x.md", "---\ntitle: A\ntitle: B\n---\n")[1]
    assert (problem.line, problem.column, problem.source) == (3, 1, "title: B")


@given(st.text(alphabet=st.sampled_from("ab:-# \n\t\"'[]{}&*!|>%@`~\\")))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    _, problems = read_front_matter("x.md", f"---\n{text}\n---\n")
    lines = text.count("\n") + 3
    assert all(1 <= problem.line <= lines + 1 for problem in problems)
