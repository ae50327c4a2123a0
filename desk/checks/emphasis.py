"""Guards bold words: stars that make nothing bold are shown to readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

CODES = (
    Code(
        "emphasis/unclosed", "these stars make nothing bold, so readers would see them.",
        "write **words** with no space inside the stars, within one paragraph.",
        in_body("Take **care at home.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_PAIR = re.compile(r"\*\*(?=[^\s*])[^*]*(?:\*(?!\*)[^*]*)*?(?<=\S)\*\*|\*{3}(?=[^\s*])[^*]*(?<=\S)\*{3}")


def check_post(post: Post) -> Iterator[Problem]:
    if "**" not in post.body.plain:
        return
    for block in re.finditer(r"[^\n]+(?:\n(?![ \t]*(?:\n|[-+|>]|\*[ ]|\d+\.|$))[^\n]+)*", post.body.plain):
        if "**" not in block[0]:
            continue
        left = _PAIR.sub(lambda pair: " " * len(pair[0]), re.sub(r"\\.", "  ", block[0]))
        if left.replace(" ", "").replace("\n", "").strip("*_-"):
            for loose in re.finditer(r"\*\*+(?=\w)|(?<=[\w.,;:!?])\*\*+", left):
                yield post.body_problem(_report, block.start() + loose.start(), "emphasis/unclosed")
                break
            else:
                if spaced := re.search(r"\*\*[ ]+[^*\n]+[ ]*\*\*", left):
                    yield post.body_problem(_report, block.start() + spaced.start(), "emphasis/unclosed")
