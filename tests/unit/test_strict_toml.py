"""desk/model/strict_toml.py"""

from __future__ import annotations

import pytest
from pydantic import Field

from desk.model.strict_toml import Strict, Words, line_of, read_toml


class Row(Strict):
    name: Words
    count: int = 0


class File(Strict):
    title: Words
    rows: list[Row] = Field(default_factory=list)


TEXT = 'title = "A title"\n\n[[rows]]\nname = "One"\n\n[[rows]]\nname = "Two"\ncount = 3\n'


def test_a_good_file_is_read() -> None:
    read, problems = read_toml("a.toml", TEXT, "file", File)
    assert problems == []
    assert read
    assert [row.name for row in read.rows] == ["One", "Two"]


@pytest.mark.parametrize(
    ("change", "code", "line", "says"),
    [
        (('"Two"', "Two"), "file/not-toml", 7, "double quotation marks"),
        (("count", "cuont"), "file/unknown-field", 8, 'did you mean "count"'),
        (('name = "Two"\n', ""), "file/missing-field", 6, "add a line: name"),
        (("= 3", '= "3"'), "file/bad-value", 8, "digits alone"),
        (('"Two"', '" "'), "file/bad-value", 7, "correct the value"),
    ],
)
def test_each_slip_has_its_line_and_its_fix(change: tuple[str, str], code: str, line: int, says: str) -> None:
    read, problems = read_toml("a.toml", TEXT.replace(*change), "file", File)
    assert read is None
    assert [(each.code, each.line) for each in problems] == [(code, line)]
    assert says in problems[0].fix


def test_the_rows_of_a_list_are_counted() -> None:
    assert line_of(TEXT.split("\n"), ("rows", 1, "name")) == 7
    assert line_of(TEXT.split("\n"), ("rows", 0, "count")) == 3
