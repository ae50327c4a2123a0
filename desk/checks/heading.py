"""Guards the order of headings: readers who hear a page walk it by them, and links lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

CODES = (
    Code(
        "heading/h1", "a heading of the first level stands in the body; the title is the only one.",
        'write "## " before it, or delete it.', in_body("# A title again\n"),
    ),
    Code(
        "heading/jump", "the heading skips a level.", "use one # more than the heading it belongs to.",
        in_body("## First\n\nWords.\n\n#### Fourth\n\nWords.\n"),
    ),
    Code("heading/empty", "the heading has no words.", "write it, or delete the line.", in_body("##\n\nWords.\n")),
    Code(
        "heading/duplicate-id", "this id is given twice in the file.", "give each its own.",
        in_body("## One {#same}\n\nWords.\n\n## Two {#same}\n\nWords.\n"),
    ),
    Code(
        "heading/repeated", "another heading has the same words, so links to it are a guess.",
        "say in the heading how they differ.", in_body("## Harms\n\nWords.\n\n## Harms\n\nWords.\n"),
        severity="warning",
    ),
    Code(
        "heading/no-letters", "the heading has no letter or digit, so it cannot be linked to.", "write it in words.",
        in_body("## ???\n\nWords.\n"),
    ),
    Code(
        "heading/underlined", "a line of --- or === right below a text makes the text a heading.",
        'write "## " before a heading; leave a blank line above a rule.', in_body("Some words.\n---\n"),
    ),
    Code(
        "heading/bold-line", "a whole line in bold looks like a heading but is none.",
        'write "## " or "### " before it, without the stars.', in_body("**What it costs**\n\nMuch.\n"),
        severity="warning",
    ),
    Code(
        "heading/too-deep", "a heading has at most six #.", 'write "###".',
        in_body("####### Too deep\n"),
    ),
    Code(
        "heading/no-text", "nothing stands under the heading.", "write the text, or delete the heading.",
        in_body("## Harms\n\n## What we do not know\n\nWords.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_BOLD = re.compile(r"(\*\*|__)[^*_\n]{2,70}\1")


def _without_text(post: Post) -> Iterator[Problem]:
    """Headings below which nothing was written: another of the same rank follows, or the end."""
    shown = [heading for heading in post.body.headings if not heading.in_box and heading.text and heading.level > 1]
    for number, heading in enumerate(shown, 1):
        after = shown[number] if number < len(shown) else None
        end = after.at if after else len(post.body.text)
        below = post.body.text[heading.at : end].split("\n", 2 if heading.underlined else 1)
        if len(below) > 1 and not below[-1].strip() and (not after or after.level <= heading.level):
            what = f'nothing stands under the heading "{heading.text}".'
            yield post.body_problem(_report, heading.at, "heading/no-text", what)


def check_post(post: Post) -> Iterator[Problem]:
    level = 1
    seen: dict[str, int] = {}
    ids: dict[str, int] = {}
    for heading in post.body.headings:
        if heading.in_box:
            continue  # desk/checks/box.py says so
        line = post.at(heading.at)[0]
        if heading.level == 6 and heading.text.startswith("#"):
            yield post.body_problem(_report, heading.at, "heading/too-deep")
            continue
        if heading.underlined:
            yield post.body_problem(_report, heading.at, "heading/underlined")
        elif not heading.text:
            yield post.body_problem(_report, heading.at, "heading/empty")
        elif heading.level == 1:
            yield post.body_problem(_report, heading.at, "heading/h1")
        elif heading.level > level + 1:
            below = f'below "{"#" * level}"' if level > 1 else "as the first heading"
            yield post.body_problem(
                _report, heading.at, "heading/jump", f'"{"#" * heading.level}" stands {below}: a level is skipped.',
                f'write "{"#" * (level + 1)} {heading.text}".',
            )  # fmt: skip
        level = max(heading.level, 2)
        if heading.own_id:
            if heading.anchor in ids:
                what = f'the id "{heading.anchor}" was given on line {ids[heading.anchor]} already.'
                yield post.body_problem(_report, heading.at, "heading/duplicate-id", what)
            ids.setdefault(heading.anchor, line)
        elif heading.text and heading.anchor.startswith("_"):
            yield post.body_problem(_report, heading.at, "heading/no-letters")
        same = heading.text.casefold()
        if same and same in seen and not heading.own_id and not heading.anchor.startswith("_"):
            what = f"the heading on line {seen[same]} has the same words, so a link to one of them is a guess."
            yield post.body_problem(_report, heading.at, "heading/repeated", what)
        seen.setdefault(same, line)
    yield from _without_text(post)
    anchors = {heading.anchor for heading in post.body.headings}
    lines = {post.at(heading.at)[0] for heading in post.body.headings}
    for at, words in post.body.attribute_lists:
        for word in words.split():
            if word.startswith("#") and post.at(at)[0] not in lines:
                if word[1:] in anchors:
                    what = f'the id "{word[1:]}" is given twice.'
                    yield post.body_problem(_report, at, "heading/duplicate-id", what)
                anchors.add(word[1:])
    for paragraph in post.body.paragraphs:
        if _BOLD.fullmatch(paragraph.text.strip()):
            yield post.body_problem(_report, paragraph.at, "heading/bold-line")
