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
        in_body("<<<<<<< HEAD\nOne version.\n=======\nAnother version.\n>>>>>>> theirs\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_MARK = re.compile(r"^(?:(?:<{7,}|>{7,}|\|{7,}|%{7,}|\+{7,})(?: .*)?|={7})$", re.MULTILINE)
"""As git, Mercurial and Jujutsu write them. Seven = alone are one too: a heading is never underlined here."""
_MAY_BE = ("<<<<<<<", ">>>>>>>", "|||||||", "=======", "%%%%%%%", "+++++++")
MARKS_IN_BYTES = tuple(f"\n{mark}".encode() for mark in _MAY_BE)


def check(text: Text) -> Iterator[Problem]:
    if any(mark in text.text for mark in _MAY_BE):
        opened = False
        for match in _MARK.finditer(text.text):
            goes_on = opened and not match[0].startswith("<")  # of the same two versions
            opened = match[0].startswith("<") or (opened and not match[0].startswith(">"))
            if goes_on:
                continue
            yield text.problem(_report, text.spot(match.start()), "merge/marker")


def check_bytes(path: str, data: bytes) -> Iterator[Problem]:
    """The same for a file of which nothing else is read: a style, a script, a list of settings."""
    if any(mark in data for mark in MARKS_IN_BYTES) and b"\0" not in data:
        yield from check(Text(path, data.decode("utf-8", "replace")))
