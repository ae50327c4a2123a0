"""Guards abbreviations: a line `*[CRPS]: complex regional pain syndrome` explains the word wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

CODES = (
    Code(
        "abbreviation/unused", "the text does not use this abbreviation.", "delete the line.",
        in_body("Words.\n\n*[CRPS]: complex regional pain syndrome\n"), severity="warning",
    ),
    Code(
        "abbreviation/duplicate", "this abbreviation is explained twice.", "keep one.",
        in_body("On CRPS.\n\n*[CRPS]: complex regional pain syndrome\n*[CRPS]: another thing\n"),
    ),
    Code(
        "abbreviation/empty", "the abbreviation is not explained.", "write what it stands for.",
        in_body("On CRPS.\n\n*[CRPS]:\n"),
    ),
    Code(
        "abbreviation/bad-form", "this looks like an explained abbreviation, but readers would see it as typed.",
        "write a colon after the bracket: *[CRPS]: what it stands for.",
        in_body("On CRPS.\n\n*[CRPS] complex regional pain syndrome\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_post(post: Post) -> Iterator[Problem]:
    seen: set[str] = set()
    for at in post.body.broken_abbreviations:
        yield post.body_problem(_report, at, "abbreviation/bad-form")
    for definition in post.body.abbreviations:
        if definition.label in seen:
            yield post.body_problem(_report, definition.at, "abbreviation/duplicate")
        elif not definition.value.strip("\"' "):
            yield post.body_problem(_report, definition.at, "abbreviation/empty")
        elif not re.search(rf"\b{re.escape(definition.label)}\b", post.body.prose):
            yield post.body_problem(_report, definition.at, "abbreviation/unused")
        seen.add(definition.label)
