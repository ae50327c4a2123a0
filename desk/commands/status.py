"""`status`: what waits. Drafts, scheduled posts, reviews that are due, sources that nothing cites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from desk import COMMAND
from desk.checks.allowance import listed
from desk.commands.part import part
from desk.edition import Edition, read
from desk.history import git
from desk.model.citation import cited_in
from desk.model.header import PostHeader
from desk.model.post import Document
from desk.model.problem import counted, counts_by_file

DUE_WITHIN = dt.timedelta(days=60)
QUIET = dt.timedelta(days=40)
"""Without a commit for so long, somebody is told before the host turns off what runs on a schedule."""


def status(root: Path, today: dt.date) -> str:
    """The table, as text."""
    edition = read(root, today, cached=True)
    return "\n".join(_lines(edition, list(edition.documents.values()), today))


def due(root: Path, today: dt.date) -> str:
    """What somebody should do now, as Markdown: reviews that are due, and a project so quiet that its host will soon
    stop to publish on schedule. Empty where there is nothing."""
    edition = read(root, today, cached=True)
    posts = [(d, d.header) for d in edition.documents.values() if isinstance(d.header, PostHeader)]
    late = sorted((h.review_due, d.slug) for d, h in posts if d.published_on(today) and h.review_due <= today)
    lines = [f"- The evidence of `{slug}` was to be checked again by {day}." for day, slug in late]
    last = git(root, "log", "-1", "--format=%cs").stdout.strip()
    if last and today - dt.date.fromisoformat(last) >= QUIET:
        lines.append(
            f"- Nothing was committed since {last}. After 60 days GitHub stops what runs on a schedule, and scheduled "
            "posts no longer go out. Any commit, or the button on the Actions page, starts it again."
        )
    return "".join(f"{line}\n" for line in lines)


def _lines(edition: Edition, all_documents: list[Document], today: dt.date) -> Iterator[str]:
    posts = [(d, d.header) for d in all_documents if d.kind == "post" and isinstance(d.header, PostHeader)]
    yield from part("Drafts", [f"{d.slug}: {h.title}" for d, h in posts if h.status == "draft"])
    scheduled = sorted((h.date, d.slug) for d, h in posts if h.status == "published" and h.date > today)
    yield from part("Scheduled", [f"{day}  {slug}" for day, slug in scheduled])
    due = sorted(
        (h.review_due, d.slug) for d, h in posts if h.status == "published" and h.review_due <= today + DUE_WITHIN
    )
    late = [f"{day}  {slug}{'  LATE' if day < today else ''}" for day, slug in due]
    yield from part(f"Reviews due within {DUE_WITHIN.days} days", late)
    yield from part(
        f"With problems ({COMMAND} check says more)",
        [f"{path}: {', '.join(counted(each))}" for path, each in counts_by_file(edition.problems).items()],
    )
    cited = {key for d in all_documents for key in cited_in(d.body)}
    unused = sorted(set(edition.library.sources) - cited)
    yield from part("Sources that nothing cites", [", ".join(unused)] if unused else [])
    allowed = [
        f"{d.path}:{line}  {codes}: {reason}"
        for d in all_documents
        for line, codes, reason in listed(d.body, d.body_line)
    ]
    yield from part("Allowed, and why", allowed)
    out = sum(d.published_on(today) for d, _ in posts)
    yield f"{out} published, {len(posts)} posts in all."
