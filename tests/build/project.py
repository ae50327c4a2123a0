"""A copy of this project with posts of a test's own, where the real content has none that show what is to be shown."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.build_site import ROOT

PARTS = ["desk", "plugins", "theme/templates", "theme/static", "content/pages", "content/data", "content/extra"]
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
- The third point is the last.
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


def project(folder: Path, posts: Mapping[str, str]) -> Path:
    """Make the project in `folder`, with `posts`: slug -> text. Returns the folder."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, folder / file)
    (folder / "content/images").mkdir()
    # Pages, the front page and the topics name posts of ours, which are not here.
    for page in (folder / "content/pages").glob("*.md"):
        text = page.read_text("utf-8")
        page.write_text(re.sub(r"\[([^\]]*)\]\(\{filename\}\.\./posts/[^)]*\)", r"\1", text), "utf-8")
        for picture in (ROOT / "content/images").glob(f"{page.stem}-*"):
            shutil.copy(picture, folder / "content/images")
    facts = folder / "content/site.toml"
    facts.write_text(re.sub(r"(?ms)^(start = [^\n]*|order = \[.*?\])\n", "", facts.read_text("utf-8")), "utf-8")
    (folder / "content/posts").mkdir()
    for slug, text in posts.items():
        (folder / f"content/posts/{slug}.md").write_text(text, "utf-8")
    shown = {slug: text for slug, text in posts.items() if "\nstatus: published\n" in text}
    shown |= {page.stem: "" for page in (folder / "content/pages").glob("*.md")}
    days = {slug: re.search(r"(?m)^date: (\d{4}-\d\d-\d\d)$", text) for slug, text in shown.items()}
    lines = sorted(f"{slug} {day[1] if day else '2024-01-01'}\n" for slug, day in days.items())
    (folder / "content/published.txt").write_text("".join(lines), "utf-8")
    return folder
