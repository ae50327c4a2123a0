"""desk/markup/ruled.py"""

from __future__ import annotations

import pytest

from desk.markup.ruled import LINE, lines
from tests.unit.written import words, written

MEDICINES = "/// ruled | My medicines\n    columns: Name, How much\n    rows: {rows}\n\nBring the boxes.\n///"


def test_title_words_and_heads_of_columns_come_before_the_room_to_write() -> None:
    room = written(MEDICINES.format(rows=8)).xpath("//figure[@class='ruled']")[0]
    assert words(room) == "My medicines Bring the boxes. Name How much"
    assert room[-1].tag == "svg"
    assert room[-1].get("height") == str(8 * LINE + 1)


@pytest.mark.parametrize("rows", [0, 21, 2000, -1])
def test_what_no_sheet_can_hold_is_not_made(rows: int) -> None:
    assert not written(MEDICINES.format(rows=rows)).xpath("//figure")


def test_lines_alone_leave_room_above_the_first() -> None:
    drawn = lines(3, 1)
    assert [line.get("y1") for line in drawn] == [str(LINE), str(2 * LINE), str(3 * LINE)]


def test_columns_are_cut_at_equal_shares() -> None:
    assert [line.get("x1") for line in lines(2, 4) if line.get("x1")] == ["25%", "50%", "75%"]


def test_the_room_is_silent_to_screen_readers() -> None:
    assert lines(1, 1).get("aria-hidden") == "true"
