"""Guards content/published.txt: an address that readers have been given leads to a post, a page or a redirect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from desk import COMMAND
from desk.checks.code import Code, Example, in_file
from desk.checks.subject import Facts, Project, Reporter
from desk.model.problem import Problem
from desk.model.published import PUBLISHED, read_published

_GOOD = "a-page 2024-01-01\nan-example 2024-05-06\nanother-example 2024-05-06\n"
_BACK = f"{COMMAND} move and {COMMAND} retire do. Where readers never had it, delete this line."


def _in(line: str, text: str = "") -> Example:
    return in_file(PUBLISHED, text or f"{_GOOD}{line}\n", line)


CODES = (
    Code(
        "published/bad-line", "this line is not an address and the day on which readers got it.",
        "write it as a-post 2027-01-15, or delete it.", _in("an-example some day"), always=True,
    ),
    Code(
        "published/lost", "readers have been given this address, and nothing is there.",
        f"bring the post back under this name, or say in content/redirects.yml what became of it: {_BACK}",
        _in("a-post-renamed-by-hand 2024-01-01"), always=True,
    ),
    Code(
        "published/other-day", "the post is not published for the day that is noted here.",
        f"{COMMAND} check --fix notes what its header says.", _in("a-draft 2099-01-01"), severity="warning",
    ),
    Code(
        "published/unlisted", "readers have this address, and nothing would miss it if it were gone. On a site with a "
        "real address this is an error.",
        f"{COMMAND} check --fix notes it.",
        in_file(PUBLISHED, _GOOD.partition("\n")[2], f"(no line for {_GOOD.partition(' ')[0]} in {PUBLISHED})"),
        severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_project(project: Project) -> Iterator[Problem]:
    # Before a site has an address, nobody has been given anything: there it is only said.
    for problem in _problems(project):
        yield replace(problem, severity="error") if project.library.site.is_real else problem


def _problems(project: Project) -> Iterator[Problem]:
    listed, bad = read_published(project.files.get(PUBLISHED, b"").decode("utf-8", "replace"))
    for line in bad:
        yield project.problem(_report, PUBLISHED, (line, 1), "published/bad-line")
    led_on = {redirect.old for redirect in project.redirects}
    if not any(facts.kind == "post" for facts in project.documents.values()):
        return  # of all posts at once, file/no-posts tells
    for slug, (since, line) in listed.items():
        path = project.addresses.get(slug, "")
        facts = project.documents.get(path)
        if since > project.day:
            if first_day(facts, project.day) != since:
                what = f"/{slug}/ is noted for {since}, and its header says otherwise."
                yield project.problem(_report, PUBLISHED, (line, 1), "published/other-day", what)
        elif facts is None:
            if slug not in led_on and not project.stands_unread(slug):
                what = f"readers have had /{slug}/ since {since}, and nothing is there."
                yield project.problem(_report, PUBLISHED, (line, 1), "published/lost", what)
        elif not project.is_unread(facts) and not project.seen_on(facts, project.day.isoformat()):
            later = bool(facts.shown_from)
            becomes = f"dated {facts.shown_from}" if later else "a draft"
            what = f"readers have had /{slug}/ since {since}, and it is {becomes} here, so its address would be dead."
            field = "date" if later else "status"
            fix = f'write "{field}: {since if later else "published"}" again, or {COMMAND} retire {slug}.'
            spot = (project.line_with(path, f"{field}:"), 1)
            yield project.problem(_report, path, spot, "published/lost", what, fix)
    missing = [slug for slug, path in project.addresses.items()
               if slug not in listed and project.documents[path].shown_from]  # fmt: skip
    if PUBLISHED not in project.files and missing:
        what = f"no file remembers the {len(missing)} addresses that readers are given."
        yield project.problem(_report, PUBLISHED, (1, 1), "published/unlisted", what)
        return
    for slug in missing:
        what = f"readers get /{slug}/, and {PUBLISHED} lacks it."
        yield project.problem(_report, project.addresses[slug], (1, 1), "published/unlisted", what)


def first_day(facts: Facts | None, today: dt.date) -> dt.date | None:
    """The day from which readers see a document that is published: today, for one that they see already."""
    if not facts or not facts.shown_from:
        return None
    return today if facts.shown_from == "always" else max(today, dt.date.fromisoformat(facts.shown_from))
