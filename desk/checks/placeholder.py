"""Guards against notes to oneself that would be published: TODO, lorem ipsum, a skeleton's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.header import PROMPT
from desk.model.problem import Problem

CODES = (
    Code(
        "placeholder/left", "this is a note to yourself, and readers would see it.",
        "write what is meant, or put the note into a comment: <!-- ... -->.", in_body("The price is TODO.\n"),
    ),
    Code(
        "placeholder/unwritten", "this is still to be written.",
        "put your own words in place of it.", in_body("Write here: what was found.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_NOTE = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC|TKTK|CITATION NEEDED|NOTE TO (?:SELF|MYSELF))\b|\b[Ll]orem ipsum\b|(?<!\w)TK(?!\w)"
    r"|\?\?\?+|(?<![\w-])XX+(?![\w-])|(?<!\S)_{2,}(?![^\s.,;:%)])|\((?:[Rr]ef|[Ss]ource|[Cc]ite|[Cc]heck|[Ww]ho|[Yy]ear)\?\)"
    r"|\{\{[^{}\n]{1,40}\}\}"
)
_BRACKETED = re.compile(r"\[(?i:citation needed|ref|source\?|insert [^\]\n]*|your [^\]\n]*|xx+)\]")
_BEGINS = ("TODO", "FIXME", "TB", "TK", "XX", "CITATION", "NOTE TO", "orem ipsum", "???", "__", "?)", "{{")


def _notes(text: str) -> Iterator[re.Match[str]]:
    # The search is slow, and nearly always in vain.
    if any(begin in text for begin in _BEGINS):
        yield from _NOTE.finditer(text)
    yield from _BRACKETED.finditer(text)


def check_post(post: Post) -> Iterator[Problem]:
    if post.document.status != "draft" and PROMPT in post.text:  # a draft may well have some left
        for row, words in enumerate(post.lines, 1):
            if PROMPT in words:
                yield post.problem(_report, (row, words.index(PROMPT) + 1), "placeholder/unwritten")
    for match in _notes(post.body.prose):
        if match[0].startswith("?") and any(h.anchor.startswith("_") for h in post.body.headings):
            continue  # a heading without letters is reported as such
        yield post.body_problem(_report, match.start(), "placeholder/left", f'"{match[0]}" is a note to yourself, and '
                                "readers would see it.")  # fmt: skip
    for name in ("title", "summary", "audience", "conflicts"):
        value = post.values.get(name)
        for match in _notes(value) if isinstance(value, str) else ():
            yield post.problem(_report, post.in_field(name, match[0]), "placeholder/left")
