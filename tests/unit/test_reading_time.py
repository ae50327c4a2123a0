"""desk/markup/reading_time.py"""

from __future__ import annotations

import pytest

from desk.markup.reading_time import WORDS_A_MINUTE, minutes


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (1, 1), (299, 1), (301, 2), (1000, 5)])
def test_minutes_are_whole_and_at_least_one(words: int, expected: int) -> None:
    assert WORDS_A_MINUTE == 200
    assert minutes(f"<p>{'word ' * words}</p>") == expected


def test_marks_and_the_list_of_sources_are_not_read() -> None:
    prose = "<p>" + "<b class='many words in an attribute'>word</b> &amp; " * 400 + "</p>"
    assert minutes(prose) == 2
    assert minutes(prose + '<section class="sources side-notes">' + "word " * 4000) == 2
