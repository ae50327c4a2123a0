"""Guards what is opened and must be closed, and what turns words into program code by accident."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desk.checks.box import LOST_OPTION
from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

DEEPEST_QUOTE: Final = 2

CODES = (
    Code(
        "fence/unclosed-comment", "the comment is not closed, so readers would see it.",
        'write "-->" after it. A comment of several paragraphs begins on a line of its own.',
        in_body("Words.\n\n<!-- ask Sam about this\n\nMore words.\n"), always=True,
    ),
    Code(
        "fence/unclosed-code", "a ` is opened and not closed.", "close it with another `, or delete it.",
        in_body("Type `yes and go on.\n"),
    ),
    Code(
        "fence/unclosed-fence", "a block of ``` is opened and not closed.", "write ``` alone on the line after it.",
        in_body("```\nWords.\n"),
    ),
    Code(
        "fence/unclosed-box", "the box is opened and not closed, so it takes in all that follows.",
        'write "///" alone on the line after its last one.', in_body("/// note\nWords.\n\nMore words.\n"),
    ),
    Code(
        "fence/stray-close", "this closes no box, so readers would see the slashes.",
        'delete it, or write "/// note" before the box.', in_body("Words.\n\n///\n\nMore words.\n"),
    ),
    Code(
        "fence/indented", "four spaces or a tab before a text show it as program code, on one long line.",
        "delete them.", in_body("Words.\n\n\tCall your clinic first.\n"),
    ),
    Code(
        "fence/too-deep", "a quotation stands in a quotation in a quotation.", "use one >.",
        in_body("> > > Words.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_post(post: Post) -> Iterator[Problem]:
    for at in post.body.open_comments:
        yield post.body_problem(_report, at, "fence/unclosed-comment")
    for at in post.body.open_code:
        yield post.body_problem(_report, at, "fence/unclosed-code")
    for at in post.body.open_fences:
        yield post.body_problem(_report, at, "fence/unclosed-fence")
    for box in post.body.boxes:
        if box.end is None and not box.indented:
            yield post.body_problem(_report, box.at, "fence/unclosed-box", f'the box "{box.name}" is opened and not '
                                    "closed, so it takes in all that follows.")  # fmt: skip
    for at in post.body.stray_closes:
        yield post.body_problem(_report, at, "fence/stray-close")
    last = -2
    for at in post.body.indented:
        line = post.at(at)[0]
        if line > last + 2 and not LOST_OPTION.fullmatch(post.line(line)):  # said once a block
            yield post.body_problem(_report, at, "fence/indented")
        last = line + post.body.text.count("\n", at, max(at, post.body.text.find("\n\n", at)))
    for paragraph in post.body.paragraphs:
        if paragraph.quotes > DEEPEST_QUOTE:
            yield post.body_problem(_report, paragraph.at, "fence/too-deep")
