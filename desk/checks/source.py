"""Guards content/references.bib: each entry can be read, once, and says what kind of study it was and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from desk.checks.code import GOOD, Code, Example
from desk.checks.subject import Project, Reporter, Spot, Text
from desk.model.citation import KEY
from desk.model.problem import Problem, suggest
from desk.model.source import BIBLIOGRAPHY, DESIGNS, MONTHS

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry


def _bib(old: str, new: str) -> Example:
    text = str(GOOD[BIBLIOGRAPHY])
    return Example(new.strip("\n"), {BIBLIOGRAPHY: text.replace(old, new) if old else text + new})


CODES = (
    Code(
        "source/unreadable", "this entry cannot be read.", "compare its brackets and commas with another entry.",
        _bib("", "@article{second2021,\n  title = {A trial\n}\n"), always=True,
    ),
    Code(
        "source/duplicate", "another entry has this key.", "keep one, or give one of them another key.",
        _bib("", str(GOOD[BIBLIOGRAPHY])), always=True,
    ),
    Code(
        "source/missing-field", "the source lacks what readers need to find it.", "add it.",
        _bib("  title = {A good trial},\n", "  note = {no title},\n"), always=True,
    ),
    Code(
        "source/no-address", "readers have no way to find this source.", "add its doi, pmid or url.",
        _bib("  doi = {10.1000/1},\n", ""),
    ),
    Code(
        "source/same-work", "another entry has this doi or pmid: one work would be counted as two.",
        "keep one entry, and cite its key.",
        _bib("", str(GOOD[BIBLIOGRAPHY]).replace("good2020", "again2020").replace("10.1000/1", "https://doi.org/10.1000/1")),
    ),
    Code(
        "source/bad-value", "the value cannot be used.", "correct it.", _bib("{rct}", "{rtc}"), always=True,
    ),
)  # fmt: skip
_report = Reporter(CODES)
_KEY = re.compile(KEY)
FIRST_YEAR: Final = 1800
SHOWN: Final = frozenset(
    {
        "title", "subtitle", "booktitle", "maintitle", "journal", "journaltitle", "shortjournal", "author", "editor",
        "publisher", "institution", "school", "organization", "website", "howpublished", "edition", "type", "note",
        "retracted", "volume", "number", "issue", "pages",
    }
)  # fmt: skip
"""Fields whose words readers see."""
_DAYS: Final = {"year": r"\d{4}", "date": r"\d{4}(?:-\d\d){0,2}(?:/.*)?"}
_MONTHS: Final = frozenset(name[:3].lower() for name in MONTHS)
"""What BibTeX itself knows without braces."""
_ACCENTS = re.compile(
    r"\\(?:[&%$#_{}]|[`'\"^~=.]\s*\{?\\?[A-Za-z]\}?|[uvHtcdbkr](?:\{\\?[A-Za-z]\}|\s+[A-Za-z])"
    r"|(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|j)(?![A-Za-z]))"
)
"""The commands that a value may hold: accents, letters that keyboards lack, and signs that are BibTeX's own."""
_NOT_PLAIN = re.compile(r"\\\S?[A-Za-z]*|[$^]|_\{|</?[A-Za-z][^<>]*>|&#?\w+;")
_SHAPES: Final = {
    "url": (r"https?://[^\s{}]+\.[^\s{}]+", "write it from https:// on."),
    "doi": (r"10\.\d{4,9}(?:\.\d+)*/[^\s{}\"]*[^\s{}\".,;]", "write it from 10. on, with no stop after it."),
    "pmid": (r"[1-9]\d{0,7}", "write digits alone, at most eight; a PMC number is another thing."),
}  # fmt: skip
"""Field -> what it looks like, and how to mend it. Neither a DOI nor a PMID has a check digit."""


def check(text: Text, library: Library) -> Iterator[Problem]:
    """What is wrong with the bibliography `text`, which was parsed as `library`."""
    from bibtexparser.model import DuplicateBlockKeyBlock

    works: dict[tuple[str, str], str] = {}
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        name = "source/duplicate" if isinstance(block, DuplicateBlockKeyBlock) else "source/unreadable"
        yield text.problem(_report, (line, 1), name)
    for entry in library.entries:
        spot = ((entry.start_line or 0) + 1, 1)
        fields = {name: _typed(field.value) for name, field in entry.fields_dict.items()}
        if not _KEY.fullmatch(entry.key):
            what = f'the key "{entry.key}" cannot be cited.'
            yield text.problem(_report, spot, "source/bad-value", what, "use letters, digits, _ and - alone.")
        # A web page may have no year, an old article no address.
        for name in ("title", "design", *(("year",) if entry.entry_type == "article" else ())):
            if not fields.get(name):
                what, fix = f'{entry.key} has no "{name}".', f'add a line "{name} = {{...}},".'
                yield text.problem(_report, spot, "source/missing-field", what, fix)
        yield from _values(text, spot, entry, fields, set(library.strings_dict))
        for name, shape in _DAYS.items():
            if fields.get(name) and not re.fullmatch(shape, fields[name]):
                what = f'{entry.key}: {name} = "{fields[name][:30]}" is no year.'
                yield text.problem(_report, _spot(text, spot, name), "source/bad-value", what, "write four digits.")
        design = fields.get("design", "")
        if design and design not in DESIGNS:
            what = f'{entry.key}: "{design}" is not a kind of study.'
            yield text.problem(_report, _spot(text, spot, "design"), "source/bad-value", what, suggest(design, DESIGNS))
        people = fields.get("n", "")
        if people and not people.isdecimal():
            what = f'{entry.key}: n = "{people}" is not a whole number.'
            fix = "write digits alone; words go into n_note."
            yield text.problem(_report, _spot(text, spot, "n"), "source/bad-value", what, fix)
        for name, (shape, fix) in _SHAPES.items():
            value = plain_identifier(name, fields.get(name, ""))
            if fields.get(name) and not re.fullmatch(shape, value):
                what = f'{entry.key}: "{fields[name]}" is not a {name}.'
                yield text.problem(_report, _spot(text, spot, name), "source/bad-value", what, fix)
            elif value and name != "url" and (other := works.setdefault((name, value), entry.key)) != entry.key:
                what = f"{entry.key} and {other} have the same {name}: one work would be counted as two."
                yield text.problem(_report, _spot(text, spot, name), "source/same-work", what)
        if not any(fields.get(name) for name in _SHAPES):
            what = f"{entry.key} has no doi, pmid or url, so readers cannot find it."
            yield text.problem(_report, spot, "source/no-address", what)
        later = fields.get("superseded", "")
        if later and not fields.get("retracted") and (later == entry.key or later not in library.entries_dict):
            what = f'{entry.key}: superseded = "{later}" is not the key of another source.'
            fix = "write the key of the newer source, and add that source."
            yield text.problem(_report, _spot(text, spot, "superseded"), "source/bad-value", what, fix)


def check_project(project: Project) -> Iterator[Problem]:
    """Years that nobody can have published in."""
    for source in project.library.sources.values():
        year = source.year
        if re.fullmatch(r"\d{4}", year) and not FIRST_YEAR <= int(year) <= project.day.year + 1:
            what = f"{source.key}: nothing we cite can be of the year {year}."
            yield project.problem(_report, BIBLIOGRAPHY, (source.line, 1), "source/bad-value", what, "correct it.")


def _typed(value: object) -> str:
    """A field as it was typed; authors come one by one."""
    return " and ".join(map(str, value)) if isinstance(value, list) else str(value).strip()


def _values(text: Text, spot: Spot, entry: Entry, fields: Mapping[str, str], strings: set[str]) -> Iterator[Problem]:
    """Macros that nobody made, and in what readers see, what is no plain text."""
    bare = entry.parser_metadata.get("removed_enclosing", {})
    for name, value in fields.items():
        if bare.get(name) == "no-enclosing" and not value.isdecimal() and value.lower() not in {*_MONTHS, *strings}:
            what = f"{entry.key}: {name} = {value[:30]} stands for nothing: no @string says what it is."
            yield text.problem(_report, _spot(text, spot, name), "source/bad-value", what, "put {braces} around it.")
        elif name in SHOWN and (found := _NOT_PLAIN.search(_ACCENTS.sub("", value))):
            what = f'{entry.key}: "{found[0]}" in {name} would be lost, or shown to readers as it is.'
            yield text.problem(_report, _spot(text, spot, name), "source/bad-value", what, "write plain letters.")


def plain_identifier(name: str, value: str) -> str:
    """A DOI in small letters, so that one work can be told twice; any other value as it is."""
    return value.lower().removeprefix("https://doi.org/") if name == "doi" else value


def _spot(text: Text, entry: tuple[int, int], name: str) -> tuple[int, int]:
    for number in range(entry[0], entry[0] + 40):
        found = re.match(rf"\s*({name})\s*=", text.line(number))
        if found:
            return number, found.start(1) + 1
    return entry
