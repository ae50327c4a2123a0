"""Guards lists: each item is shown as an item, at the depth that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.encoding import MENDED_BY_FIX
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

DEEPEST: Final = 3

CODES = (
    Code(
        "list/no-blank-line", "no blank line stands before the list, so readers see one run-on line.", MENDED_BY_FIX,
        in_body("What to bring:\n- a friend\n- water\n"),
    ),
    Code(
        "list/indent", "an item inside an item needs four spaces before it; this one would be shown beside it.",
        "write four spaces before it.", in_body("- Bring:\n  - a friend\n"),
    ),
    Code(
        "list/continued", "this text needs four spaces before it to belong to the item above.",
        "write four spaces before it, or none if it does not belong there.",
        in_body("1. Bring a friend.\n\n   They can drive.\n"),
    ),
    Code(
        "list/too-deep", "a list stands more than three deep; nobody can follow that on a phone.",
        "make it two lists, or headings.", in_body("- a\n    - b\n        - c\n            - d\n"),
    ),
    Code(
        "list/bad-mark", "this is not a list item's mark, so readers see one run-on line.",
        'begin each item with "- ", or with "1. ".', in_body("\u2022 a friend\n\u2022 water\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_BAD_MARK = re.compile(
    r"[ ]{0,3}(?:[\u2022\u2023\u25e6\u25aa\u25cf\u00b7\u2043\u2219\u27a2\u2713\u2714\uf0b7]|\(?\d{1,2}\)"
    r"|-(?=[A-Z][a-z])|\([a-z]\)|[a-z]\))[ ]?\S"
)
_SIGNS: Final = {
    "sign": re.compile(r"[ ]{0,3}([\u2010-\u2015\u2190-\u21ff\u2460-\u27bf\u2900-\u2bff\U0001f300-\U0001faff])"),
    "star": re.compile(r"[ ]{0,3}(\*)(?=[A-Za-z][^*\n]*$)"),
    "o": re.compile(r"[ ]{0,3}(o)[ ]+(?=[A-Z])"),
    "numeral": re.compile(r"[ ]{0,3}((?:[ivx]{1,4}|[a-hA-H])\.)[ ]+\S"),
}
"""What begins the lines of lists elsewhere, by kind. In one line alone any of them may be meant as it stands."""
_QUOTED = re.compile(r"[ ]{0,3}>[> ]*")
_ITEM = re.compile(r"(?:[*+-]|\d+\.)[ ]+\S")


def _begins_in_quotation(post: Post, number: int) -> bool:
    """Whether the line of a quotation belongs to a list that begins after a line with > alone."""
    first = ""
    while (mark := _QUOTED.match(post.line(number))) and (words := post.line(number)[mark.end() :].strip()):
        first, number = words, number - 1
    return bool(_ITEM.match(first))


def _same_sign(lines: list[str]) -> list[int]:
    """The lines that begin with a sign of one kind, where two or more of a paragraph do."""
    for shape in _SIGNS.values():
        if len(begun := [i for i, line in enumerate(lines) if shape.match(line)]) > 1:
            return begun
    return []


def check_post(post: Post) -> Iterator[Problem]:
    last = -2
    deep = False
    for item in post.body.items:
        line = post.at(item.at)[0]
        if item.swallowed and _begins_in_quotation(post, line):
            continue
        if item.swallowed:
            if line != last + 1:  # said once a list
                yield post.body_problem(_report, item.at, "list/no-blank-line")
            last = line
        elif item.indent > item.follows >= 0 and (item.indent % 4 or item.indent - item.follows > 7):
            yield post.body_problem(
                _report, item.at, "list/indent", "", f"write {(item.follows // 4 + 1) * 4} spaces before it."
            )
        if item.indent // 4 + 1 > DEEPEST:
            if not deep:
                yield post.body_problem(_report, item.at, "list/too-deep")
            deep = True
        else:
            deep = False
    for at in post.body.shallow:
        yield post.body_problem(_report, at, "list/continued")
    for paragraph in post.body.paragraphs:
        lines = paragraph.text.split("\n")
        marked = [i for i, line in enumerate(lines) if _BAD_MARK.match(line)]
        if not marked and len(lines) > 1:
            marked = _same_sign(lines)
        first = lines[marked[0]].strip() if marked else ""
        if marked and (len(marked) > 1 or not (first[0].isalnum() or first[0] in "(-")):
            at = paragraph.at + sum(len(line) + 1 for line in lines[: marked[0]])
            mark = first.split()[0][:3] if first[0].isalnum() or first[0] == "(" else first[0]
            what = f'"{mark}" is no list mark here, so readers see one run-on line.'
            yield post.body_problem(_report, at, "list/bad-mark", what)
