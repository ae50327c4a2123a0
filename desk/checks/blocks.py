"""Guards the boxes that a category calls for: key points, how sure, and those without which its posts could harm.

What each category needs stands in content/site.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.code import BOXES, FRONT, POST, Code, Example
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

CODES = (
    Code(
        "blocks/missing", "a box that posts of this category need is missing.", 'write "/// key-points" and so on.',
        Example("(a post of Migraine without /// emergency)", {
            POST: FRONT + re.sub(r"/// emergency\n.*?///\n\n", "", BOXES, flags=re.DOTALL)}),
    ),
    Code(
        "blocks/no-crisis-line", "a post of this category must say where help is in a crisis.",
        "write, near the end: If you think about suicide, call or text 988.",
        Example("(a post of Depression without 988)", {
            POST: FRONT.replace("category: Migraine", "category: Depression") + BOXES}),
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_post(post: Post) -> Iterator[Problem]:
    category = post.values.get("category")
    site = post.library.site
    if post.document.kind != "post" or not isinstance(category, str) or category not in site.categories:
        return
    have = {box.name.lower() for box in post.body.boxes}
    spot = post.places["category"]
    for choice in site.categories[category].blocks:
        if have.isdisjoint(choice):
            names = " or ".join(f'"{name}"' for name in choice)
            what = f"a post of {category} needs a box {names}."
            fix = f'write a line "/// {choice[0]}", what it says, and a line "///".'
            yield post.problem(_report, spot, "blocks/missing", what, fix)
    line = site.country.crisis_call
    if site.categories[category].crisis and not re.search(rf"(?<!\w){re.escape(line)}(?!\w)", post.body.prose):
        fix = f"write, near the end: If you think about suicide, call {line}."
        yield post.problem(_report, spot, "blocks/no-crisis-line", "", fix)
