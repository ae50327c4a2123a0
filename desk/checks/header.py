"""Guards the header of a post or page: the model reads it; here is what the model cannot know.

The model's own codes (desk/model) are listed here too, so that one page names them all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from desk.checks.code import BODY, BOXES, FRONT, GOOD, HEADER, POST, Code, Example, in_file, in_header
from desk.checks.subject import Post, Project, Reporter
from desk.model.header import FIRST_YEAR, LAST_YEAR, WORDS, PageHeader, PostHeader, meant_fields
from desk.model.problem import Problem
from desk.model.source import COMPARED


def _file(text: str, shown: str = "") -> Example:
    return Example(shown or text.strip("\n"), {POST: text})


def _swap(old: str, new: str) -> Example:
    return Example(new, {POST: HEADER.replace(old, new) + BODY})


CODES = (
    Code("header/empty-file", "the file is empty.", "write the post, or delete the file.", _file("", "(no text)")),
    Code(
        "header/no-header", "the file does not begin with a header.",
        'put "---" alone on the first line, then the fields, then "---" again.', _file("Just words.\n"),
    ),
    Code(
        "header/not-closed", 'the header is opened with "---" but never closed.',
        'put "---" alone on the line after the last field.', _file("---\ntitle: A title\nstatus: published\n"),
    ),
    Code(
        "header/not-yaml", "the header cannot be read.", 'write one "field: value" a line; no tabs.',
        _swap("title: An", "title: First: an"),
    ),
    Code(
        "header/yaml-magic", "a value begins with a sign (& * ! %) that has a meaning of its own in YAML.",
        "put the whole value between double quotation marks.", in_header("conflicts: &none None.", "conflicts"),
    ),
    Code(
        "header/empty", "the header has no fields.", 'write at least "title:" and "status:".',
        _file("---\n# nothing\n---\nWords.\n"),
    ),
    Code(
        "header/not-fields", "the header is not a list of fields.", 'write one "field: value" a line.',
        _file("---\n- title\n- status\n---\nWords.\n"),
    ),
    Code(
        "header/duplicate-key", "a field is given twice.", "keep the one that is right.",
        in_header("conflicts: Some."),
    ),
    Code("header/unknown-key", "there is no such field.", "correct its name.", in_header("sumary: Words.")),
    Code("header/missing-field", "a field that every post needs is missing.", "add it.", in_header("", "audience")),
    Code(
        "header/wrong-type", "the field takes another kind of value.",
        'a list has each value on a line of its own, with "- " before it; text stands on the field\'s own line.',
        _swap("tags:\n  - infusions", "tags: infusions"),
    ),
    Code(
        "header/empty-value", "the field has no value.", "write the value, or delete the line.",
        in_header("conflicts:", "conflicts"),
    ),
    Code(
        "header/not-a-date", "the value is not a date.", "write year-month-day, such as 2026-11-22.",
        in_header("date: 03/04/2026", "date"),
    ),
    Code(
        "header/no-such-day", "the day is not in the calendar.", "write one that is.",
        in_header("date: 2024-02-30", "date"),
    ),
    Code(
        "header/unlikely-year", "the year cannot be meant.", "write a year from 2023 on.",
        in_header("date: 0206-01-04", "date"),
    ),
    Code(
        "header/date-order", "two dates are in the wrong order.", "put them in order.",
        in_header("modified: 2024-01-01"),
    ),
    Code(
        "header/future-day", "the day has not come yet.", "write the day it was done.",
        in_header("changes:\n  - date: 2031-01-01\n    what: A change that nobody made yet."),
    ),
    Code(
        "header/far-day", "the day is so far ahead that it must be a slip.", "look at the year.",
        Example("date: 2042-05-06", {**in_header("date: 2042-05-06", "date").files,
                                     "content/published.txt": str(GOOD["content/published.txt"]).replace(
                                         "\nan-example 2024", "\nan-example 2042")}),
    ),
    Code(
        "header/bad-status", "the status is neither draft nor published.", "write one of the two.",
        in_header("status: hidden", "status"),
    ),
    Code(
        "header/no-status", "without a status the file is a draft, and readers will not see it.",
        'add "status: draft" to keep it so, or "status: published".', Example("(no status)", {
            **in_header("", "status").files,
            "content/published.txt": str(GOOD["content/published.txt"]).replace("an-example 2024-05-06\nano", "ano")}),
        severity="warning",
    ),
    Code(
        "header/unknown-category", "there is no such category.", "use one of the list.",
        in_header("category: Sleeep", "category"),
    ),
    Code(
        "header/unknown-tag", "there is no such tag.", "use one of the list.",
        _swap("  - infusions", "  - infusion clinics near me"),
    ),
    Code(
        "header/duplicate-tag", "a tag is given twice.", "keep it once.",
        _swap("  - infusions", "  - infusions\n  - infusions"),
    ),
    Code(
        "header/unknown-grade", "there is no such grade.", "use one of the list.", _swap("grade: limited", "grade: A"),
    ),
    Code(
        "header/unknown-series", "there is no such series.", "delete the line, or add the series to content/site.toml.",
        in_header("series: A long story"),
    ),
    Code(
        "header/unknown-writer", "this is nobody who agreed to be named.",
        "delete the line, or add the person under [people] in content/site.toml.", in_header("written_by: The intern"),
    ),
    Code(
        "header/unknown-reviewer", "this is no clinician who agreed to be named.",
        "delete the line, or add the clinician, with the qualification, under [people] in content/site.toml.",
        in_header("reviewed_by: My neighbor"),
    ),
    Code(
        "header/own-reviewer", "nobody reviews what they wrote.", "name another clinician, or delete the line.",
        in_header("written_by: Ann Example\nreviewed_by: Ann Example"),
    ),
    Code("header/no-words", "there is no letter in it.", "write it in words.", in_header('title: "?!?!?!?!"', "title")),
    Code("header/too-short", "it is too short.", "say a little more.", in_header("title: ECT", "title")),
    Code(
        "header/too-long", "it is too long.", "say it in fewer words.",
        in_header("title: " + "A very long title, " * 6 + "at last", "title"),
    ),
    Code(
        "header/html-in-header", "a < or > stands in it.", "write it in words; a header takes no HTML.",
        in_header("title: Ketamine <b>now</b> explained", "title"),
    ),
    Code(
        "header/markup", "the header is shown as it is typed, but this is Markdown or an HTML entity.",
        "write it in plain words; citations and links go into the body.",
        in_header("title: Ketamine **now** explained", "title"),
    ),
    Code(
        "header/image-alt", "image and alt go together.", "give both: the file, and what it shows in words.",
        in_header("alt: A drip on its stand"),
    ),
    Code(
        "header/field-in-body", "this line looks like a field, but the header is already closed above it.",
        'move it above the second "---".',
        in_file(POST, FRONT + "status: draft\n\n" + BOXES + BODY,
                "---\ntitle: ...\n---\nstatus: draft"),
    ),
    Code(
        "header/left-out", "what stands after a # is left out.",
        "put the whole value between double quotation marks, or the note on a line of its own.",
        _swap("conflicts: None.", "conflicts: None. # ask Sam"), severity="warning",
    ),
    Code(
        "header/no-such-study", "a verdict is on a source that is no study with a comparison, or that is not cited.",
        "name the key of a trial or a review of trials that the post cites, once.",
        _swap("grade: limited", "grade: limited\n  better:\n    - nobody2020"),
    ),
    Code(
        "header/same-title", "another post or page has the same title.", "say in the title how they differ.",
        in_file(POST, HEADER.replace("An example of", "Another example of") + BODY, "title: (that of another post)"),
    ),
    Code(
        "file/bad-name", "the file's name cannot be an address.",
        "name it in small letters, digits and single hyphens, such as ketamine-and-sleep.md.",
        in_file("content/posts/Bad_Name.md", HEADER.replace("An ex", "A bad ex") + BODY, "content/posts/Bad_Name.md"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

_MARKUP = re.compile(r"\*\*|__\w|`|\]\(|\[@|\[\^|&#?\w+;|\{\w+\}|\{\{|\{%|\[\[|///")
_FIELDS = sorted({*PostHeader.model_fields, *PageHeader.model_fields} - {"date", "image", "title"})
_CURLY = frozenset("\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f")
_STATUS = re.compile(r"[ ]*status[ ]*:[ ]*(?:draft|published)[ ]*", re.IGNORECASE)
_FIELD = re.compile(rf"(?:{'|'.join(_FIELDS)}|date|title|image)[ ]*:[ ]*\S.*", re.IGNORECASE)


def check_post(post: Post) -> Iterator[Problem]:
    for name in WORDS:
        value = post.values.get(name)
        if isinstance(value, str) and value:
            yield from _words(post, name, value)
    yield from _verdicts(post)
    if post.values and "status" not in meant_fields(post.values, post.document.kind):
        yield post.problem(_report, (1, 1), "header/no-status")
    if not post.values:
        return
    for number in field_lines(post):
        yield post.problem(_report, (number, 1), "header/field-in-body")


def _words(post: Post, name: str, value: str) -> Iterator[Problem]:
    """What is wrong with a field that readers see as it is typed."""
    if found := _MARKUP.search(value):
        what = f'{name}: "{found[0]}" is Markdown or HTML, and a header is shown as it is typed.'
        yield post.problem(_report, post.in_field(name, found[0]), "header/markup", what)
    elif value[:1] in _CURLY and value[-1:] in _CURLY:
        what = f"{name}: curly quotation marks stand round it, and readers would see them."
        yield post.problem(_report, post.places[name], "header/markup", what, "delete both, or type straight ones.")
    line, column = post.places[name]
    typed = post.line(line)[column - 1 :]
    rest = typed.removeprefix(value)
    if rest != typed and rest.lstrip().startswith("#"):
        what = f'{name}: "{rest.strip()[:40]}" is left out, because a "#" after a space begins a note.'
        yield post.problem(_report, (line, column + len(value)), "header/left-out", what)


def field_lines(post: Post) -> list[int]:
    """The lines of the body that were meant for the header: those right below it, and its status wherever it stands."""
    found: list[int] = []
    for number in range(post.document.body_line, post.document.body_line + 40):
        typed = post.line(number)
        if typed.strip() in ("", "---") or (found and typed.startswith((" ", "- "))):
            continue
        if not _FIELD.fullmatch(typed):
            break
        found.append(number)
    for number, typed in enumerate(post.body.prose.split("\n"), post.body.first_line):
        if number not in found and _STATUS.fullmatch(typed):
            found.append(number)
    return found


def _verdicts(post: Post) -> Iterator[Problem]:
    """Verdicts on what the post does not rest on: it is not cited, or it compares nothing."""
    evidence = getattr(post.document.header, "evidence", None)
    keys = [*evidence.better, *evidence.no_better] if evidence else []
    for key in keys:
        source = post.library.sources.get(key)
        what = ""
        if keys.count(key) > 1:
            what = f'"{key}" stands there twice.'
        elif not source and any(key == cited for each in post.body.citations for cited, _ in each.keys):
            continue  # that there is no such source is told where it is cited
        elif not source or key not in post.rendered.sources:
            what = f'"{key}" is not cited in the post.'
        elif source.design not in COMPARED:
            what = f'"{key}" is no trial and no review of trials: nothing was compared in it.'
        if what:
            line = next((n for n in range(1, post.document.body_line) if key in post.line(n)), 1)
            yield post.problem(_report, (line, post.line(line).find(key) + 1), "header/no-such-study", what)


AHEAD: Final = {"date": 2, "review_due": 5}
"""Dates that may lie ahead, and by how many years."""


def check_project(project: Project) -> Iterator[Problem]:
    titles: dict[str, str] = {}
    for path, facts in sorted(project.documents.items()):
        until = project.first_seen(facts)
        for name, days in facts.days.items():
            for day, line, column in days:
                if name in AHEAD:
                    last = f"{project.day.year + AHEAD[name]}{project.day.isoformat()[4:]}"
                    if day > last:
                        what = f"{name}: {day} is more than {AHEAD[name]} years ahead."
                        yield project.problem(_report, path, (line, column), "header/far-day", what)
                elif day > until:
                    what = f"{name}: {day} has not come yet."
                    yield project.problem(_report, path, (line, column), "header/future-day", what)
        title = " ".join(facts.title.casefold().split())
        if title and title in titles:
            what = f"{titles[title]} has the same title."
            yield project.problem(_report, path, facts.title_spot, "header/same-title", what)
        elif title:
            titles[title] = path


def iso_day(value: object) -> str:
    """An ISO date, or nothing where `value` is none, or is of a year that the model refuses."""
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return ""
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else ""
