"""Guards against notes to oneself that would be published: TODO, lorem ipsum, a skeleton's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

CODES = (
    Code(
        "placeholder/left", "this is a note to yourself, and readers would see it.",
        "write what is meant, or put the note into a comment: <!-- ... -->.", in_body("The price is TODO.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_NOTE = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBC|TKTK|XXX+|CITATION NEEDED)\b|\b(?i:lorem ipsum)\b|\[(?i:citation needed|ref|source\?"
    r"|insert [^\]\n]*|your [^\]\n]*)\]|(?<!\w)TK(?!\w)|\?\?\?+"
)


def check_post(post: Post) -> Iterator[Problem]:
    for match in _NOTE.finditer(post.body.prose):
        if match[0].startswith("?") and any(h.anchor.startswith("_") for h in post.body.headings):
            continue  # a heading without letters is reported as such
        yield post.body_problem(_report, match.start(), "placeholder/left", f'"{match[0]}" is a note to yourself, and '
                                "readers would see it.")  # fmt: skip
    for name in ("title", "summary", "audience", "conflicts"):
        value = post.values.get(name)
        if isinstance(value, str) and (match_ := _NOTE.search(value)):
            line, column = post.places[name]
            at = post.line(line).find(match_[0], column - 1)
            yield post.problem(_report, (line, at + 1 if at >= 0 else column), "placeholder/left")
