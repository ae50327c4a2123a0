"""A copy of this project with posts of a test's own, where the real content has none that show what is to be shown."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.build_site import ROOT, built, once

PARTS = ["desk", "plugins", "theme/templates", "theme/static", "content/data", "content/extra"]
FILES = ["pelicanconf.py", "publishconf.py", "content/references.bib", "content/site.toml"]
TAGS = ["infusions", "mood", "trials", "cost", "aura"]
CATEGORIES = ["Migraine", "Depression", "Pain", "Safety"]

POST = """---
title: "{title}"
summary: "{summary}"
date: {date}
status: {status}
category: {category}
tags:
{tags}
audience: people who test this site
evidence:
  grade: limited
  reason: It was made up for a test.
reviewed: 2026-01-01
review_due: 2027-01-01
conflicts: None.
---

/// key-points
- The first point of {slug} [@zitek2018].
- The second point is as short.
- Here ends the list.
///

/// how-sure
One small trial [@zitek2018].
///

## What it says

{body}

/// off-label
This use is off-label.
///

/// ask-your-clinician
- What have I not tried yet?
///

/// emergency
Call 911, or call or text 988.
///
"""


def post(slug: str, **fields: str) -> str:
    """A whole, valid post, with any of POST's fields given."""
    standing = {
        "title": f"What is {slug}?",
        "summary": f"A made-up post named {slug}, which says nothing of ketamine at all.",
        "date": "2024-01-01",
        "status": "published",
        "category": "Migraine",
        "tags": "  - infusions",
        "body": "One plain sentence stands here.",
    }
    return POST.format(slug=slug, **{**standing, **fields})


def series(count: int) -> dict[str, str]:
    """`count` posts, one a day, over all the topics and tags."""
    first = dt.date(2023, 6, 1)
    return {
        f"post-{i:04}": post(
            f"post-{i:04}",
            date=str(first + dt.timedelta(days=i)),
            category=CATEGORIES[i % len(CATEGORIES)],
            tags=f"  - {TAGS[i % len(TAGS)]}\n  - off-label use",
        )
        for i in range(count)
    }


PAGES = ("about", "corrections", "get-help-now", "how-we-write", "privacy")
PAGE = """---
title: The page {slug}
summary: The page {slug} of a small site, which is built for a test and says nothing of ketamine at all.
status: published
---

Words of the page, {slug}, in one plain sentence.
"""


def project(folder: Path, posts: Mapping[str, str]) -> Path:
    """Make the project in `folder`, with `posts`: slug -> text, and the few pages that each page leads to.

    What the standing project's build kept of its style sheets and templates is given to it. Returns the folder.
    """
    made = once("standing", _make_standing) / ".site/made"
    shutil.copytree(made, unbuilt(folder, posts) / ".site/made", copy_function=os.link)
    return folder


def unbuilt(folder: Path, posts: Mapping[str, str]) -> Path:
    """The same, of which nothing was ever made."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    for file in FILES:
        shutil.copy(ROOT / file, folder / file)
    for name in ("images", "pages", "posts"):
        (folder / "content" / name).mkdir()
    facts = folder / "content/site.toml"
    # The front page and the topics name posts of ours, which are not here.
    facts.write_text(re.sub(r"(?ms)^(start = [^\n]*|order = \[.*?\])\n", "", facts.read_text("utf-8")), "utf-8")
    for slug in PAGES:
        (folder / f"content/pages/{slug}.md").write_text(PAGE.format(slug=slug), "utf-8")
    for slug, text in posts.items():
        (folder / f"content/posts/{slug}.md").write_text(text, "utf-8")
    shown = {slug: text for slug, text in posts.items() if "\nstatus: published\n" in text}
    shown |= {page.stem: "" for page in (folder / "content/pages").glob("*.md")}
    days = {slug: re.search(r"(?m)^date: (\d{4}-\d\d-\d\d)$", text) for slug, text in shown.items()}
    lines = sorted(f"{slug} {day[1] if day else '2024-01-01'}\n" for slug, day in days.items())
    (folder / "content/published.txt").write_text("".join(lines), "utf-8")
    return folder


def standing(folder: Path) -> Path:
    """A copy in `folder` of a project of two posts, which was built into output/ once for all tests."""
    return Path(shutil.copytree(once("standing", _make_standing), folder, symlinks=True))


def _make_standing(folder: Path) -> None:
    unbuilt(folder, {"one": post("one"), "two": post("two", date="2024-01-02")})
    built(folder, folder / "output")
