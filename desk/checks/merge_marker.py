"""Guards against the marks that git leaves where two versions of a text met."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.code import Code, in_body
from desk.checks.subject import Reporter, Text
from desk.model.problem import Problem

CODES = (
    Code(
        "merge/marker", "git left a mark here: two versions of the text stand one after the other.",
        "keep the version that is right and delete the other, and the lines <<<<<<<, ======= and >>>>>>>.",
        in_body("<<<<<<< HEAD\nOne version.\n=======\nAnother version.\n>>>>>>> theirs\n"), always=True,
    ),
)  # fmt: skip
_report = Reporter(CODES)
_SURE = re.compile(r"(?:<{7}|>{7}|\|{7})(?:[ ].*)?")


def check(text: Text) -> Iterator[Problem]:
    if "<<<<<<<" not in text.text and ">>>>>>>" not in text.text and "|||||||" not in text.text:
        return
    marked = [number for number, line in enumerate(text.lines, 1) if _SURE.fullmatch(line)]
    for number, line in enumerate(text.lines, 1):
        if number in marked or (line == "=======" and marked):
            yield text.problem(_report, (number, 1), "merge/marker")
