"""Guards tables: each is shown as a table, whole, and fits a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

MOST_COLUMNS: Final = 5

CODES = (
    Code(
        "table/no-separator", "this is not a table, because no line of | --- | --- | follows its first line.",
        "write that line below the first, with as many parts, and no blank line between.",
        in_body("| Drug | Dose |\n| A | 1 |\n"),
    ),
    Code(
        "table/no-blank-line", "a text stands right above the table, so readers would see the bars.",
        "leave a blank line above the table.", in_body("The doses:\n| Drug | Dose |\n| --- | --- |\n| A | 1 |\n"),
    ),
    Code(
        "table/columns", "this row has more or fewer parts than the first; words would be lost.",
        "give it as many; leave a blank line below the table.",
        in_body("| Drug | Dose |\n| --- | --- |\n| A | 1 | 2 |\n"),
    ),
    Code(
        "table/tabs", "tabs stand between the words, so readers would see the cells of a table as one line.",
        "write each row as | one | two |, and | --- | --- | below the first; or type a space.",
        in_body("Drug\tDose\nA\t1\n"),
    ),
    Code(
        "table/no-bars", "these lines stand in columns, but readers would see them run into one line.",
        "write each row as | one | two |, and | --- | --- | below the first.",
        in_body("Drug     Dose\nThis     1\nThat     2\n"),
    ),
    Code(
        "table/too-wide", "the table has more than five columns, and each becomes too narrow for its words.",
        "leave a column out, or make it two tables.",
        in_body("| a | b | c | d | e | f |\n|" + " --- |" * 6 + "\n| 1 | 2 | 3 | 4 | 5 | 6 |\n"), severity="warning",
    ),
    Code(
        "table/no-heading", "a column has no words at its head.", "write what it holds.",
        in_body("| Drug | |\n| --- | --- |\n| A | 1 |\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)


_TYPED_TAB: Final = re.compile(r"\s*(?:(?:[-*+]|\d+\.)\s+)?(?![-*+]\s|\d+\.\s)\S[^\t]*\t+\S")
"""A tab between words, behind what may begin an entry of a list."""


_COLUMNS: Final = (re.compile(r"(?<=[^\s.!?:])[ ]{2,}(?=\S)"), re.compile(r"(?<=\S);(?=\S)"))
"""What stands between the columns of a table that was typed or copied without bars."""


def _without_bars(post: Post) -> Iterator[Problem]:
    for paragraph in post.body.paragraphs:
        if "\n" in paragraph.text and ("  " in paragraph.text or ";" in paragraph.text) and "|" not in paragraph.text:
            lines = paragraph.text.rstrip().split("\n")
            for between in _COLUMNS:
                counts = {len(between.findall(line)) for line in lines}
                if 0 not in counts and len(counts) == 1:
                    yield post.body_problem(_report, paragraph.at, "table/no-bars")
                    break


def check_post(post: Post) -> Iterator[Problem]:
    said = -2
    for number, line in enumerate(post.body.prose.split("\n")) if "\t" in post.body.prose else ():
        if _TYPED_TAB.match(line):
            if number != said + 1:  # said once a table
                at = post.body.starts[number] + line.index("\t", len(line) - len(line.lstrip()))
                yield post.body_problem(_report, at, "table/tabs")
            said = number
    yield from _without_bars(post)
    for table in post.body.tables:
        rows = table.rows
        separators = [i for i, row in enumerate(rows) if row.separator]
        if not table.whole:
            if not separators or separators[0] == 0:
                yield post.body_problem(_report, table.at, "table/no-separator")
            elif separators[0] == 1:
                yield post.body_problem(
                    _report, rows[1].at, "table/columns",
                    f"the line below the first has {rows[1].cells} parts, the first has {rows[0].cells}.",
                    f"write |{' --- |' * rows[0].cells}.",
                )  # fmt: skip
            else:
                yield post.body_problem(_report, rows[separators[0] - 1].at, "table/no-blank-line")
            continue
        if rows[0].cells > MOST_COLUMNS:
            what = f"the table has {rows[0].cells} columns, and each becomes too narrow for its words."
            yield post.body_problem(_report, rows[0].at, "table/too-wide", what)
        heads = rows[0].text.strip().removeprefix("|").removesuffix("|").split("|")
        if not all(head.strip() for head in heads):
            yield post.body_problem(_report, rows[0].at, "table/no-heading")
        for row in rows[2:]:
            if row.cells != rows[0].cells:
                has = f"{row.cells} parts" if row.cells else "no bars"
                what = f"this row has {has}, the first has {rows[0].cells}; words would be lost or misplaced."
                yield post.body_problem(_report, row.at, "table/columns", what)
