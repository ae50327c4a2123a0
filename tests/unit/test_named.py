"""desk/markup/named.py"""

from __future__ import annotations

from tests.unit.written import written

NUMBERS = "/// numbers | {}\n    of: 20\n    with: 12\n    without: 5\n///\n\n"
TABLE = "| Who | What |\n| --- | --- |\n| 34 people | Nothing |\n\n"
BOX = "/// note | Mind\n{}///\n\n"
TEXT = (
    TABLE + NUMBERS.format("Relief") + "## Harms\n\nSome.\n\n" + TABLE + NUMBERS.format("Sickness") + BOX.format(TABLE)
    + TABLE + "## Costs\n\n> In a quotation:\n\n" + TABLE
)  # fmt: skip


def test_a_figure_has_its_caption_as_its_name_and_the_caption_an_address() -> None:
    figures = written(TEXT).xpath("//figure")
    named = [
        (each.get("aria-labelledby"), each.xpath("string(figcaption[@id = ../@aria-labelledby])")) for each in figures
    ]
    assert named == [("numbers-1", "Relief"), ("numbers-2", "Sickness")]


def test_a_table_has_the_heading_that_it_stands_under_as_its_name() -> None:
    tables = written(TEXT).xpath("//table")
    assert [each.get("aria-labelledby") for each in tables] == [None, "harms", "note", None, "costs"]
    assert [each.get("aria-label") for each in tables] == [None, None, None, "Mind (2)", None]


def test_every_name_stands_in_the_page_once() -> None:
    page = written(TEXT)
    names = set(page.xpath("//@aria-labelledby"))
    assert sorted(name for name in page.xpath("//@id") if name in names) == sorted(names)
