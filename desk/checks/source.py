"""Guards content/references.bib: each entry can be read, once, and says what kind of study it was and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.checks.citation import BIBLIOGRAPHY
from desk.checks.code import GOOD, Code, Example
from desk.checks.subject import Facts, Reporter, Text
from desk.model.problem import Problem, suggest


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
        "source/bad-value", "the value cannot be used.", "correct it.", _bib("{rct}", "{rtc}"), always=True,
    ),
)  # fmt: skip
_report = Reporter(CODES)
_KEY = re.compile(r"[\w:-]+")


def check(text: Text, facts: Facts) -> Iterator[Problem]:
    """What is wrong with the bibliography; `facts` learns its keys."""
    # Loaded late: a warm run does not need it.
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock

    from desk.model.source import DESIGNS

    library = parse_string(text.text, append_middleware=[middlewares.SeparateCoAuthors()])
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        name = "source/duplicate" if isinstance(block, DuplicateBlockKeyBlock) else "source/unreadable"
        yield text.problem(_report, (line, 1), name)
    for entry in library.entries:
        spot = ((entry.start_line or 0) + 1, 1)
        fields = {name: str(field.value).strip() for name, field in entry.fields_dict.items()}
        facts.keys.append(entry.key)
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
        for name in ("url", "doi"):
            value = fields.get(name, "")
            good = re.fullmatch(r"https?://\S+" if name == "url" else r"10\.\d{4,9}/\S+", value)
            if value and not good:
                what = f'{entry.key}: "{value}" is not a {name}.'
                fix = "write it from https:// on." if name == "url" else "write it from 10. on."
                yield text.problem(_report, _spot(text, spot, name), "source/bad-value", what, fix)


def _spot(text: Text, entry: tuple[int, int], name: str) -> tuple[int, int]:
    for number in range(entry[0], entry[0] + 40):
        found = re.match(rf"\s*({name})\s*=", text.line(number))
        if found:
            return number, found.start(1) + 1
    return entry
