"""What is found in a body has its place in the file."""

from __future__ import annotations

import pytest

from desk.model.scanner import scan


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a\n\nb [x](y)", 12, 7), ("[x](y)", 10, 5), ("- [x]( y)", 10, 8), ("é [x](y)", 10, 7), ("> [x](<y>)", 10, 8)],
)
def test_a_target_has_its_line_and_column_in_the_file(text: str, line: int, column: int) -> None:
    body = scan(text, first_line=10)
    mark = body.mark(body.links[0].target_at)
    assert (mark.line, mark.column) == (line, column)
