"""Guards content/published.txt: an address that readers have been given leads to a post, a page or a redirect."""

from __future__ import annotations

from collections.abc import Iterator

from desk import COMMAND
from desk.checks.code import Code, in_file
from desk.checks.subject import Project, Reporter
from desk.model.problem import Problem
from desk.model.published import PUBLISHED, read_published

CODES = (
    Code(
        "published/bad-line", "this line is not an address and the day on which readers got it.",
        "write it as a-post 2027-01-15, or delete it.",
        in_file(PUBLISHED, "a-page 2024-01-01\nan-example some day\n", "an-example some day"), always=True,
    ),
    Code(
        "published/lost", "readers have been given this address, and nothing is there.",
        f"bring the post back under this name, or say in content/redirects.yml what became of it ({COMMAND} move and "
        f"{COMMAND} retire do). Where readers never had it, delete this line.",
        in_file(PUBLISHED, "a-post-renamed-by-hand 2024-01-01\n", "a-post-renamed-by-hand 2024-01-01"), always=True,
    ),
    Code(
        "published/unlisted", "readers have this address, and nothing would miss it if it were gone.",
        f"add a line to {PUBLISHED}: the file's name without .md, and the day.",
        in_file(PUBLISHED, "a-page 2024-01-01\n"), severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_project(project: Project) -> Iterator[Problem]:
    if PUBLISHED not in project.files:
        return
    listed, bad = read_published(project.files[PUBLISHED].decode("utf-8", "replace"))
    for line in bad:
        yield project.problem(_report, PUBLISHED, (line, 1), "published/bad-line")
    there = {*project.addresses, *(redirect.old for redirect in project.redirects)}
    for slug, (day, line) in listed.items():
        if slug not in there and day <= project.day:
            what = f"readers have had /{slug}/ since {day}, and nothing is there."
            yield project.problem(_report, PUBLISHED, (line, 1), "published/lost", what)
    for slug, path in project.addresses.items():
        facts = project.documents[path]
        if slug not in listed and project.seen_on(facts, project.day.isoformat()):
            yield project.problem(_report, path, (1, 1), "published/unlisted", "",
                                  f"add a line to {PUBLISHED}: {slug} {project.day}")  # fmt: skip
