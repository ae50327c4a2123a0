"""Guards content/site.toml: the site's own facts, and what only its owner can confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from desk.checks.code import GOOD, Code, Example
from desk.checks.subject import Project, Reporter
from desk.model.problem import Problem, did_you_mean
from desk.model.site import SITE

WARNED_BEFORE: Final = dt.timedelta(days=30)
_SITE = str(GOOD[SITE])


def _in(old: str, new: str) -> Example:
    return Example(f"{SITE}:\n{new}", {SITE: _SITE.replace(old, new, 1)})


CODES = (
    Code("site/missing", "the site's own facts are missing.", "bring the file back: git checkout content/site.toml.",
         Example(f"(no {SITE})", {SITE: None})),
    Code("site/not-toml", "the file cannot be read.", 'write name = "words".',
         _in('name = "An example"', "name = An example")),
    Code("site/unknown-field", "there is no such field.", "correct its name.", _in("[country]", "[country]\nsize = 1")),
    Code("site/missing-field", "a field is missing.", "add it.", _in('timezone = "UTC"\n', "")),
    Code("site/bad-value", "the value cannot be used.", "correct the value.",
         _in('emergency = "911"', "emergency = 911")),
    Code(
        "site/no-start", "the post that the front page should offer is not there.",
        "write the name of a published post's file, without .md.",
        _in('timezone = "UTC"', 'timezone = "UTC"\nstart = "no-such-post"'),
    ),
    Code(
        "site/not-in-topic", "a topic orders a post that it does not have.",
        "write the name of a file in content/posts/ with that category, without .md.",
        _in('meaning = "Headaches."', 'meaning = "Headaches."\norder = ["no-such-post"]'),
    ),
    Code(
        "site/unconfirmed", "the site has a real address, but its owner has not confirmed what readers are told of it.",
        "have the owner fill in each statement and add confirmed = year-month-day.",
        _in("https://plainketamine.example", "https://plainketamine.org"),
    ),
    Code(
        "site/contact-ends",
        "the owner confirmed the contact nearly a year ago, or longer: security.txt will not tell it.",
        "ask the owner whether it still holds; if so, write that day as confirmed.",
        _in("contact = {}", 'contact = {statement = "Write to desk@site.example.", confirmed = 2020-01-02}'), "warning",
    ),
    Code(
        "site/no-way-to-reach", "the owner's contact holds no address, so nobody can tell of a hole in the site.",
        "have the owner put an e-mail address, or an https:// address, into the statement.",
        _in("contact = {}", 'contact = {statement = "Ask at the desk.", confirmed = 2020-01-02}'), "warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_project(project: Project) -> Iterator[Problem]:
    site = project.library.site
    if site.start:
        path = project.addresses.get(site.start, "")
        if f"content/posts/{site.start}.md" in project.lost or (path and project.is_unread(project.documents[path])):
            pass  # its own file tells what is wrong
        elif not path or not project.seen_on(project.documents[path], project.day.isoformat()):
            near = did_you_mean(site.start, project.addresses)
            fix = f'did you mean "{near}"?' if near and near != site.start else ""
            spot = (project.line_with(SITE, "start"), 1)
            yield project.problem(_report, SITE, spot, "site/no-start", f'readers can see no post "{site.start}".', fix)
    for name, category in site.categories.items():
        for slug in category.order:
            post = project.documents.get(project.addresses.get(slug, ""))
            # A post whose header cannot be read has no category yet; its own file says why.
            if f"content/posts/{slug}.md" in project.lost:
                continue  # published/lost tells of it
            if not post or (post.category != name and post.title):
                what = f'the topic {name} has no post "{slug}".'
                near = did_you_mean(slug, (s for s, path in project.addresses.items() if _of(project, path, name)))
                fix = f'did you mean "{near}"?' if near and near != slug else ""
                yield project.problem(
                    _report, SITE, (project.line_with(SITE, holds=f'"{slug}"'), 1), "site/not-in-topic", what, fix
                )
    yield from _contact(project)
    if site.is_real and site.unconfirmed:
        waits = ", ".join(site.unconfirmed)
        what = f"nothing is published to {site.address} before its owner has confirmed: {waits}."
        yield project.problem(_report, SITE, (project.line_with(SITE, "[owner"), 1), "site/unconfirmed", what)


def _contact(project: Project) -> Iterator[Problem]:
    """Whether /.well-known/security.txt can tell the owner's contact, and for how long."""
    site = project.library.site
    if not site.contact_ends:
        return  # what is not confirmed is told of below, once the address is real
    spot = (project.line_with(SITE, "[owner.contact]"), 1)
    if not site.way_to_reach:
        yield project.problem(_report, SITE, spot, "site/no-way-to-reach")
    elif site.contact_ends - project.day <= WARNED_BEFORE:
        ends = "has told it no longer since" if site.contact_ends <= project.day else "tells it no longer from"
        what = f"security.txt {ends} {site.contact_ends}: a year after the owner confirmed the contact."
        yield project.problem(_report, SITE, spot, "site/contact-ends", what)


def _of(project: Project, path: str, category: str) -> bool:
    return project.documents[path].category == category
