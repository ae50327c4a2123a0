"""Guards content/references.bib: each entry can be read, once, and says what kind of study it was and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bibtexparser.library import Library
from bibtexparser.model import DuplicateBlockKeyBlock

from desk.checks.citation import BIBLIOGRAPHY
from desk.checks.code import GOOD, Code, Example
from desk.checks.subject import Reporter, Text
from desk.model.problem import Problem, suggest
from desk.model.source import DESIGNS


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
_KEY = re.compile(r"[\w:-]+")
_SHAPES: Final = {
    "url": (r"https?://[^\s{}]+\.[^\s{}]+", "write it from https:// on."),
    "doi": (r"10\.\d{4,9}(?:\.\d+)*/[^\s{}\"]*[^\s{}\".,;]", "write it from 10. on, with no stop after it."),
    "pmid": (r"[1-9]\d{0,7}", "write digits alone, at most eight; a PMC number is another thing."),
}  # fmt: skip
"""Field -> what it looks like, and how to mend it. Neither a DOI nor a PMID has a check digit."""


def check(text: Text, library: Library) -> Iterator[Problem]:
    """What is wrong with the bibliography `text`, which was parsed as `library`."""
    works: dict[tuple[str, str], str] = {}
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        name = "source/duplicate" if isinstance(block, DuplicateBlockKeyBlock) else "source/unreadable"
        yield text.problem(_report, (line, 1), name)
    for entry in library.entries:
        spot = ((entry.start_line or 0) + 1, 1)
        fields = {name: str(field.value).strip() for name, field in entry.fields_dict.items()}
        if not _KEY.fullmatch(entry.key):
            what = f'the key "{entry.key}" cannot be cited.'
            yield text.problem(_report, spot, "source/bad-value", what, "use letters, digits, _ and - alone.")
        # A web page may have no year, an old article no address.
        for name in ("title", "design", *(("year",) if entry.entry_type == "article" else ())):
            if not fields.get(name):
                what, fix = f'{entry.key} has no "{name}".', f'add a line "{name} = {{...}},".'
                yield text.problem(_report, spot, "source/missing-field", what, fix)
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


def plain_identifier(name: str, value: str) -> str:
    """A DOI in small letters, so that one work can be told twice; any other value as it is."""
    return value.lower().removeprefix("https://doi.org/") if name == "doi" else value


def _spot(text: Text, entry: tuple[int, int], name: str) -> tuple[int, int]:
    for number in range(entry[0], entry[0] + 40):
        found = re.match(rf"\s*({name})\s*=", text.line(number))
        if found:
            return number, found.start(1) + 1
    return entry
