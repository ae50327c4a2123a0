"""desk/model/strict_yaml.py"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.model.problem import Problem
from desk.model.strict_yaml import Mark, Tree, read_yaml


def read(text: str) -> tuple[Tree | None, list[Problem]]:
    """A whole file of YAML."""
    lines = text.split("\n")
    return read_yaml("x.yml", lines, 0, len(lines), "x")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: 012", {"a": "012"}),
        ("a: [1, {b: 2.0}]", {"a": ["1", {"b": "2.0"}]}),
        ("a: >\n  b\n  c", {"a": "b c"}),
        ('a: "null"', {"a": "null"}),
        ("", None),
        ("# only a remark", None),
    ],
)
def test_all_is_text_lists_and_mappings(text: str, values: Any) -> None:
    tree, problems = read(text)
    assert problems == []
    assert tree
    assert tree.values == values


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_a_value_that_is_nothing_is_empty_text(nothing: str) -> None:
    tree, _ = read(f"a: {nothing}")
    assert tree
    assert tree.values == {"a": ""}


def test_every_key_and_value_has_its_place() -> None:
    tree, _ = read("a:\n  - b: c\n    d: e")
    assert tree
    assert tree.keys[("a", 0, "d")] == Mark(3, 5)
    assert tree.places[("a", 0, "d")] == Mark(3, 8)
    assert tree.places[()] == Mark(1, 1)


@pytest.mark.parametrize(("text", "line"), [("a: b\na: c", 2), ("a:\n  b: c\n  b: d", 3)])
def test_a_key_that_is_given_twice_is_a_problem_where_it_comes_again(text: str, line: int) -> None:
    (problem,) = read(text)[1]
    assert (problem.code, problem.line) == ("x/duplicate-key", line)


@pytest.mark.parametrize("text", ["a: &b c", "a: *b", "a: !!python/object:os.system x", "%YAML 1.1\n---\na: b"])
def test_what_hides_meaning_is_refused(text: str) -> None:
    tree, problems = read(text)
    assert tree is None
    assert problems


@given(st.text())
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    tree, problems = read(text)
    assert tree is not None or problems
