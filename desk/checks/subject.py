"""What the checks look at: a text, a post with its page, and the whole project as facts found file by file."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from desk.checks.code import Code
from desk.checks.passage import Passage, passages
from desk.markup.parts import Gathered, Rendered
from desk.model.body import Body
from desk.model.library import Library
from desk.model.post import Document, paths_of
from desk.model.problem import Problem
from desk.model.published import PUBLISHED, read_published
from desk.model.redirect import Redirect
from desk.model.snapshot import Entry

LONGEST_SHOWN = 1_000
Spot = tuple[int, int]
"""Line and column, from 1."""


class Reporter:
    """Makes a family's problems, so that a message always agrees with the table of codes."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self.codes = {code.name: code for code in codes}

    def __call__(self, path: str, spot: Spot, name: str, what: str = "", fix: str = "", source: str = "") -> Problem:
        code = self.codes[name]
        return Problem(path, *spot, name, what or code.what, fix or code.fix, code.severity, source[:LONGEST_SHOWN])


class Text:
    """A text file, newlines as LF and without a byte order mark; `raw` is as it was."""

    def __init__(self, path: str, raw: str) -> None:
        self.path = path
        self.raw = raw
        self.text = raw.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")

    @cached_property
    def lines(self) -> list[str]:
        """Every line, without its end."""
        return self.text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def spot(self, at: int) -> Spot:
        """The place of an offset into the text."""
        row = bisect_right(self.starts, at) - 1
        return row + 1, at - self.starts[row] + 1

    def line(self, number: int) -> str:
        """The line of that number; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def problem(self, report: Reporter, spot: Spot, name: str, what: str = "", fix: str = "") -> Problem:
        """One at a place of the file, with the code `name`."""
        return report(self.path, spot, name, what, fix, self.line(spot[0]))


class Post(Text):
    """A post or page. `values` is its header as it was typed, `places` where; `rendered` is what readers would get of
    its body, and `library` what it draws on."""

    def __init__(self, text: Text, document: Document, body: Body, rendered: Rendered, library: Library) -> None:
        super().__init__(text.path, text.raw)
        self.document = document
        self.body = body
        self.rendered = rendered
        self.library = library
        front = document.front
        self.places: dict[str, Spot] = {
            str(at[0]): (mark.line, mark.column) for at, mark in front.places.items() if len(at) == 1
        }
        self.values: dict[str, Any] = front.values

    @cached_property
    def passages(self) -> list[Passage]:
        """Its words, as readers take them in."""
        return passages(self.body)

    def at(self, offset: int) -> Spot:
        """The place of an offset into the body."""
        mark = self.body.mark(offset)
        return mark.line, mark.column

    def in_field(self, name: str, words: str) -> Spot:
        """The place of `words` in a field of the header; that of its value, where they are typed otherwise."""
        line, column = self.places[name]
        at = self.line(line).find(words, column - 1)
        return line, at + 1 if at >= 0 else column

    def body_problem(self, report: Reporter, offset: int, name: str, what: str = "", fix: str = "") -> Problem:
        """One at an offset into the body."""
        return self.problem(report, self.at(offset), name, what, fix)


@dataclass
class Facts:
    """What the rest of the project must know of one post or page. Plain JSON: numbers, text, lists and mappings."""

    kind: Literal["post", "page"] = "post"
    slug: str = ""
    status: str = ""
    title: str = ""
    category: str = ""
    title_spot: Spot = (1, 1)
    shown_from: str = ""
    """The date of a post whose header is valid and published; "always" for such a page; else empty."""
    days: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    anchors: list[str] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """Line, column and target, as typed, of each that another file decides on."""
    images: list[tuple[int, int, str, str]] = field(default_factory=list)
    """The same of each picture, and "header" where that names it."""
    charts: list[tuple[int, int, str]] = field(default_factory=list)
    """Line and column of each chart, and the name of its data."""
    cites: bool = False
    unread: bool = False
    """Whether its text cannot be read at all, so that nothing here tells what it uses."""


@dataclass
class TemplateFacts:
    """What other templates must know of one: what it defines, and what it uses (line, column, template, names)."""

    names: list[str] = field(default_factory=list)
    uses: list[tuple[int, int, str, list[str]]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """Line, column and address of each link to the site's own root."""


@dataclass
class Examined:
    """The outcome of the first stage for one file. `document` and `rendered` are there for posts and pages; of what was
    found before, `rendered` has no html (desk/site/examined_before.py)."""

    problems: list[Problem]
    facts: Facts | TemplateFacts | None = None
    document: Document | None = None
    rendered: Gathered | None = None


@dataclass
class Project:
    """Everything, for the second stage. `files` gives a file's bytes, for the line that a message shows."""

    day: dt.date
    files: Mapping[str, bytes]
    library: Library
    documents: Mapping[str, Facts]
    templates: Mapping[str, TemplateFacts] = field(default_factory=dict)
    redirects: Sequence[Redirect] = ()
    odd: Sequence[Entry] = ()

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Slug -> path, of every post and page."""
        return {facts.slug: path for path, facts in self.documents.items()}

    @cached_property
    def by_lower(self) -> dict[str, str]:
        """Path in small letters -> path, of every file."""
        return {path.lower(): path for path in self.files}

    @cached_property
    def lost(self) -> frozenset[str]:
        """The files of posts and pages that readers have been given and that are gone, drafts or dated later here:
        published/lost tells of each, and what leads there is not told once more."""
        listed, _ = read_published(self.files.get(PUBLISHED, b"").decode("utf-8", "replace"))
        led_on = {redirect.old for redirect in self.redirects}
        found: set[str] = set()
        for slug, (since, _) in listed.items():
            path = self.addresses.get(slug, "")
            facts = self.documents.get(path)
            if since > self.day:
                continue
            if facts is None and slug not in led_on:
                found.update(paths_of(slug))
            elif facts and not self.is_unread(facts) and not self.seen_on(facts, self.day.isoformat()):
                found.add(path)
        return frozenset(found)

    def stands_unread(self, slug: str) -> bool:
        """Whether something stands in the place of the post or page `slug` that is no plain file, which is told."""
        return any(each.path in paths_of(slug) for each in self.odd)

    def is_unread(self, facts: Facts) -> bool:
        """Whether the header of a document, which is no draft, cannot be read: what readers see of it nobody knows."""
        return not facts.title and facts.status != "draft"

    def names_unread(self, name: str) -> bool:
        """Whether a document whose text cannot be read holds this word: what it uses nobody knows."""
        unread = [self.files.get(path, b"") for path, facts in self.documents.items() if facts.unread]
        return any(name.encode() in data.replace(b"\0", b"") for data in unread)

    def seen_on(self, facts: Facts, day: str) -> bool:
        """Whether readers may see the document on `day`, an ISO date."""
        return facts.shown_from == "always" or bool(facts.shown_from and facts.shown_from <= day)

    def first_seen(self, facts: Facts) -> str:
        """The ISO date from which readers see the document, if they ever do; today for one that they see already."""
        return max(self.day.isoformat(), "" if facts.shown_from == "always" else facts.shown_from)

    def line_with(self, path: str, begins: str = "", holds: str = "") -> int:
        """The number of the first line of a file that begins so and holds that; 1 where none does."""
        lines = self.files[path].decode("utf-8", "replace").splitlines()
        return next((n for n, line in enumerate(lines, 1) if line.startswith(begins) and holds in line), 1)

    def line(self, path: str, number: int) -> str:
        """The line of that number of a file; empty where there is none."""
        text = self.files.get(path, b"").decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n", number)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def problem(self, report: Reporter, path: str, spot: Spot, name: str, what: str = "", fix: str = "") -> Problem:
        """One at a place of the file at `path`, with the code `name`."""
        return report(path, spot, name, what, fix, self.line(path, spot[0]) if path in self.files else "")
