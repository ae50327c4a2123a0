"""desk/model/quotes.py"""

from __future__ import annotations

import pytest

from desk.model.quotes import curly


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"So"', "\u201cSo\u201d"),
        ('Does it "rewire" it?', "Does it \u201crewire\u201d it?"),
        ('(a "b")', "(a \u201cb\u201d)"),
        ("brain's, and brains' too", "brain\u2019s, and brains\u2019 too"),
        ("a 'b' c", "a \u2018b\u2019 c"),
        ("plain", "plain"),
    ],
)
def test_quotation_marks_are_printed_as_in_the_text(typed: str, printed: str) -> None:
    assert curly(typed) == printed
