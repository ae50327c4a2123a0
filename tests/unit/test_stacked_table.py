"""plugins/stacked_table.py"""

from __future__ import annotations

from tests.unit.written import written

TABLE = "| Who | *What* |\n| --- | --- |\n| 34 people | Nothing |\n| 54 people | |"


def test_each_cell_knows_the_name_of_its_column() -> None:
    assert written(TABLE).xpath("//td/@data-column") == ["Who", "What", "Who", "What"]


def test_the_head_is_left_as_it_is() -> None:
    assert not written(TABLE).xpath("//th/@data-column")


def test_a_column_is_set_to_its_side_by_a_class() -> None:
    page = written("| Who | People | Kind |\n| --- | ---: | :-: |\n| A trial | 34 | small |")
    assert page.xpath("//tr/*/@class") == ["end", "center"] * 2
    assert not page.xpath("//@style")


def test_a_first_cell_in_bold_is_the_head_of_its_row() -> None:
    page = written("| Question | This |\n| --- | --- |\n| **How *fast*?** | **Soon** |\n| **Who** pays? | I |")
    assert [(head.get("scope"), head.text_content()) for head in page.xpath("//tbody//th")] == [("row", "How fast?")]
    assert page.xpath("//td/@data-column") == ["This", "Question", "This"]
