"""Guards what is opened and must be closed, and what turns words into program code by accident."""

from __future__ import annotations

import re
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
        "fence/bad-comment", "browsers end this comment sooner than it looks.",
        "write words between <!-- and -->, without > at their beginning and without --!>.",
        in_body("<!--> Ask Sam. -->\n\nWords.\n"), always=True,
    ),
    Code(
        "fence/unclosed-code", "a ` is opened and not closed.", "close it with another `, or delete it.",
        in_body("The word `yes is short.\n"),
    ),
    Code(
        "fence/unclosed-fence", "a block of ``` is opened and not closed.", "write ``` alone on the line after it.",
        in_body("```\nWords.\n"),
    ),
    Code(
        "fence/language", "only the name of a language may stand after ```; the rest would get into the page.",
        "write ``` or ```python.", in_body("``` { .python onclick=\"go()\" }\nx\n```\n"), always=True,
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
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_NEARLY_CLOSES = re.compile(r"^[ \t]*(/{1,2}|/*[\\|]+[/\\|]*)[ \t]*$", re.MULTILINE)
"""A line of strokes that was to be the one that closes a box."""
_LANGUAGE = re.compile(r"[ ]*[\w+-]*[ ]*")


def check_post(post: Post) -> Iterator[Problem]:
    for at in _misleading_comments(post.body.text):
        yield post.body_problem(_report, at, "fence/bad-comment")
    for at in post.body.open_comments:
        yield post.body_problem(_report, at, "fence/unclosed-comment")
    for at in post.body.open_code:
        yield post.body_problem(_report, at, "fence/unclosed-code")
    for at in post.body.open_fences:
        yield post.body_problem(_report, at, "fence/unclosed-fence")
    yield from _languages(post)
    for box in post.body.boxes:
        if box.end is None and not box.indented:
            what = f'the box "{box.name}" is opened and not closed, so it takes in all that follows.'
            near = _NEARLY_CLOSES.search(post.body.text, box.at)
            fix = f'write "///" on line {post.at(near.start(1))[0]} in place of "{near[1]}".' if near else ""
            yield post.body_problem(_report, box.at, "fence/unclosed-box", what, fix)
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


def _languages(post: Post) -> Iterator[Problem]:
    """What stands after the marks of a block of code and is no language."""
    closes = ""
    for row, line in enumerate(post.body.text.split("\n")):
        if closes:
            closes = "" if line.rstrip(" ") == closes else closes
        elif opened := _FENCE.fullmatch(line):
            marks, said = opened.groups()
            if "`" in said and not said.lstrip().startswith("{"):
                continue  # a piece of code in a sentence
            if not _LANGUAGE.fullmatch(said):
                yield post.body_problem(_report, post.body.starts[row], "fence/language")
            closes = marks if f"\n{marks}" in post.body.text[post.body.starts[row] :] else ""


def _misleading_comments(text: str) -> Iterator[int]:
    """Comments that end for a browser before the --> that ends them here."""
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        inside = text[at + 4 : end if end >= 0 else len(text)]
        if inside.startswith((">", "->")) or "--!>" in inside:
            yield at
        at = text.find("<!--", end + 3 if end >= 0 else len(text))
