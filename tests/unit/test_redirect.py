"""desk/model/redirect.py"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.model.redirect import read_redirects


def codes(text: str) -> list[tuple[str, int]]:
    """What is wrong, and on which line."""
    return [(problem.code, problem.line) for problem in read_redirects("content/redirects.yml", text)[1]]


def test_an_address_leads_on_or_is_gone_with_the_reason() -> None:
    found, problems = read_redirects("x", "old: new\nblog/2019/a.html: new#part\nbad: {gone: It was wrong.}\n")
    assert problems == []
    assert [(each.old, each.new, each.gone) for each in found] == [
        ("old", "new", ""),
        ("blog/2019/a.html", "new#part", ""),
        ("bad", "", "It was wrong."),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a", "redirect/bad-form"),
        ("../up: new", "redirect/bad-address"),
        ("a b: new", "redirect/bad-address"),
        ("old: https://elsewhere.example", "redirect/bad-address"),
        ("old: [new]", "redirect/bad-address"),
        ("old: {gone: ''}", "redirect/no-reason"),
        ("old: {went: away}", "redirect/bad-form"),
        ("old: new\n/OLD/: new", "redirect/duplicate"),
    ],
)
def test_a_slip_is_named_at_its_line(text: str, code: str) -> None:
    assert codes(text) == [(code, text.count("\n") + 1)]


def test_an_empty_file_has_no_redirects() -> None:
    assert read_redirects("x", "# nothing yet\n") == ([], [])


@given(st.text(alphabet=st.sampled_from("ab/:{}[] \n-#.'\"")))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    read_redirects("x", text)
