"""A code: one kind of slip, with an example that shows it. The page of codes and a test are made from these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desk.model.problem import Severity

Content = str | bytes


@dataclass(frozen=True)
class Example:
    """Files laid over a good small project; `shown` is what the page of codes prints."""

    shown: str
    files: Mapping[str, Content | None]
    """None where the file is not there."""
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Code:
    """`always`: an error in a draft too, because it would leak or break what others made."""

    name: str
    what: str
    fix: str
    example: Example
    severity: Severity = "error"
    always: bool = False


POST = "content/posts/an-example.md"
PAGE = "content/pages/a-page.md"
FRONT = """\
---
title: An example of a good post
summary: One plain sentence that says what this post is about, with the answer first.
date: 2024-05-06
status: published
category: Migraine
tags:
  - infusions
audience: people with migraine
evidence:
  grade: limited
  reason: Two small trials.
reviewed: 2024-05-06
review_due: 2025-05-06
conflicts: None.
---
"""
BOXES = """\
/// key-points
- One small trial is all there is [@good2020].
///

/// how-sure
It was small, and it was short.
///

/// off-label
Its label does not name migraine.
///

/// emergency
Call 911 if you faint.
///

/// ask-your-clinician
- What have I not tried?
///

"""
"""What every post of the category needs."""
HEADER = FRONT + BOXES
BODY = "Ketamine was studied in two small trials [@good2020].\n"
SITE = """\
name = "An example"
subtitle = "A site for examples"
headline = "Examples"
lead = "A site that is as small as can be."
author = "An example"
address = "https://plainketamine.example"
repository = "https://example.org/repository"
language = "en-US"
timezone = "UTC"

[owner]
name = {}
address = {}
contact = {}
pays = {}
conflicts = {}
logs = {}

[country]
code = "US"
where = "In the US"
emergency = "911"
crisis_call = "988"
elsewhere = "Anywhere else, call your local emergency number."

[grades]
strong = "Well established"
moderate = "Likely, with limits"
limited = "Possible; early evidence"
"very limited" = "Not yet known"
conflicting = "Studies disagree"

[categories.Migraine]
meaning = "Headaches."
boxes = ["off-label", "emergency", "ask-your-clinician"]

[categories.Depression]
meaning = "Low mood."
crisis = true
boxes = ["off-label", "emergency", "ask-your-clinician"]

[tags]
aura = "What comes before."
infusions = "Given slowly into a vein."

[series]
"A series" = "Posts that belong together."

[people."Ann Example"]
qualification = "MD"
agreed = 2024-05-06
"""
GOOD: Final[Mapping[str, Content]] = {
    POST: HEADER + BODY,
    "content/posts/another-example.md": HEADER.replace("An example", "Another example")
    + "## What it is\n\nSome words.\n",
    "content/posts/a-draft.md": HEADER.replace("An example", "A draft").replace("published", "draft") + "Not yet.\n",
    PAGE: "---\ntitle: A page about us\nsummary: One plain sentence that says what this page is about, briefly.\n"
    "status: published\n---\nSome words.\n",
    "content/references.bib": "@article{good2020,\n  title = {A good trial},\n  year = {2020},\n"
    "  doi = {10.1000/1},\n  urldate = {2024-05-06},\n  design = {rct}\n}\n",
    "content/published.txt": "a-page 2024-01-01\nan-example 2024-05-06\nanother-example 2024-05-06\n",
    "content/site.toml": SITE,
    "pelicanconf.py": "RELATIVE_URLS = False\n",
    "publishconf.py": "FEED_MAX_ITEMS = 20\n",
}
"""A project with nothing wrong, on which examples and tests stand."""


def in_body(text: str) -> Example:
    """`text` after the header of a good post."""
    return Example(text.strip("\n"), {POST: HEADER + text})


def in_page(text: str) -> Example:
    """`text` after the header of a good page."""
    header = str(GOOD[PAGE]).rpartition("---\n")[0] + "---\n"
    return Example(text.strip("\n"), {PAGE: header + text})


def in_header(line: str, instead_of: str = "") -> Example:
    """`line` in the header of a good post, in place of the field `instead_of` or after the last one."""
    kept = [have for have in FRONT.split("\n") if not instead_of or not have.startswith(f"{instead_of}:")]
    at = next((i for i, have in enumerate(FRONT.split("\n")) if instead_of and have.startswith(f"{instead_of}:")), 15)
    kept[at:at] = [line] if line else []
    return Example(line or f"(no {instead_of})", {POST: "\n".join(kept) + BOXES + BODY})


def in_file(path: str, content: Content, shown: str) -> Example:
    """A file of its own."""
    return Example(shown, {path: content})


def linked(path: str) -> Example:
    """A symbolic link that leads out of the project."""
    return Example(f"{path} -> /etc/passwd", {}, (path,))
