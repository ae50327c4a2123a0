"""Guards figures: one picture, with words that say what it shows. Whose it is, the box itself asks for (box.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desk.checks.code import HEADER, POST, Code, Example, in_body
from desk.checks.image import PNG
from desk.checks.subject import Post, Reporter
from desk.markup.figure import Figure
from desk.model.problem import Problem

_PICTURE: Final = "![A drip on its stand]({static}../images/an-example-drip.png)"
_BARE: Final = f"/// figure\n    credit: A. Nurse\n\n{_PICTURE}\n///\n"
CODES = (
    Code(
        "figure/no-picture", "the figure has no picture.",
        "begin it with ![what it shows]({static}../images/name.jpg) on a line of its own.",
        in_body("/// figure | A drip is slow\n    credit: A. Nurse\n\nIt takes long.\n///\n"),
    ),
    Code(
        "figure/many-pictures", "the figure has more than one picture.", "give each a figure of its own.",
        Example("/// figure with two pictures", {
            "content/images/an-example-drip.png": PNG,
            POST: HEADER + _BARE.replace("figure\n", "figure | A drip is slow\n").replace(
                _PICTURE, f"{_PICTURE}\n\n{_PICTURE}")}),
    ),
    Code(
        "figure/no-caption", "the figure does not say what there is to see.",
        "write it after a bar, /// figure | What it shows, or below the picture.",
        Example(_BARE.rstrip("\n"), {"content/images/an-example-drip.png": PNG, POST: HEADER + _BARE}),
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_post(post: Post) -> Iterator[Problem]:
    for box in post.body.boxes:
        if box.name.lower() != Figure.NAME or box.end is None or not post.body.plain[box.content_at : box.end].strip():
            continue
        pictures = [link for link in post.body.links if link.image and box.content_at <= link.at < box.end]
        if not pictures:
            yield post.body_problem(_report, box.at, "figure/no-picture")
        elif len(pictures) > 1:
            yield post.body_problem(_report, pictures[1].at, "figure/many-pictures")
        elif not box.title.strip() and not _words_beside(post, box.content_at, box.end, pictures[0].at):
            yield post.body_problem(_report, box.at, "figure/no-caption")


def _words_beside(post: Post, start: int, end: int, picture: int) -> bool:
    """Whether anything stands in the figure but its picture, which ends with its line."""
    plain = post.body.plain
    after = plain.find("\n", picture)
    return bool(plain[start:picture].strip() or plain[min(after, end) if after >= 0 else end : end].strip())
