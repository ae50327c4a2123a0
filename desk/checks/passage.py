"""Passages: the pieces of a text that readers take in at once (a paragraph, a list item, a row of a table, the title
of a box), each with its sentences. Everything that is not words for readers is blank in them, so that places hold.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from desk.checks.lexicon import Sentence, read
from desk.checks.signs import without_quoted
from desk.model.body import Body, Box

Kind = Literal["paragraph", "item", "row", "title", "heading"]
_MARKS: Final = str.maketrans("*`_[]|>#\n", "         ")
_CLOSE: Final = re.compile(r"[ \t>]*/{3,}[ ]*")
_MARKER: Final = re.compile(r"[ >]*(?:[-+*]|\d+\.)[ ]+|[ ]{0,3}:[ ]+")
_STOP: Final = re.compile(r"[.!?]+[\"'\u201d\u2019)]*(?=\s+[\"'\u201c\u2018(]*[A-Z0-9]|\s*$)")
_LAST_WORD: Final = re.compile(r"[^\s(\"'\u201c]*$")
_SINGLE: Final = re.compile(r"(?:.*\.)?[A-Za-z]")
_ABBREVIATIONS: Final = frozenset(
    "al approx ca cf dr etc fig hr inc jr kg ltd mcg mg ml mr mrs ms nos ph.d pp prof sr st viz vol vs".split()
)


@dataclass(frozen=True)
class Passage:
    """`text` is as long as what it stands for; `at` is the place of its first character in the body.

    `cited` gives each citation in it: its place in the body, and its keys. `led` is true for the items of a list whose
    first line before it cites.
    """

    at: int
    text: str
    kind: Kind
    box: Box | None
    cited: tuple[tuple[int, tuple[str, ...]], ...] = ()
    led: bool = False

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Start and end of each, within `text`. A row, a heading and a title are one."""
        if self.kind in ("row", "title", "heading"):
            return [(0, len(self.text))]
        return sentences(self.text)

    @cached_property
    def said(self) -> list[tuple[int, Sentence]]:
        """The same as read, without what stands in it between quotation marks, and where each begins."""
        return [(start, read(without_quoted(self.text[start:end]))) for start, end in self.sentences]


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence. An abbreviation, an initial or a decimal point does not end one."""
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        before = text[start : stop.start()].rstrip()
        if stop[0][0] == "." and stop.end() < len(text.rstrip()):
            word = _LAST_WORD.search(before)
            last = word[0] if word else ""
            if last.lower() in _ABBREVIATIONS or _SINGLE.fullmatch(last):
                continue
        if before:
            found.append((start + len(before) - len(before.lstrip()), stop.end()))
        start = stop.end()
    rest = text[start:]
    if rest.strip():
        found.append((start + len(rest) - len(rest.lstrip()), start + len(rest.rstrip())))
    return found


def passages(body: Body) -> list[Passage]:
    """Every passage of `body`, in order."""
    return _Passages(body).read()


class _Passages:
    def __init__(self, body: Body) -> None:
        self.body = body
        self.words = body.prose.translate(_MARKS)
        good = [citation for citation in body.citations if citation.well_formed]
        self.cited = [(citation.at, tuple(key for key, _ in citation.keys)) for citation in good]
        self.kinds: dict[int, str] = {}
        self.boxes: dict[int, Box] = {}
        self.found: list[Passage] = []
        self.box: Box | None = None
        self.led = False
        for item in body.items:
            self.kinds[self.row(item.at)] = "item"
        for table in body.tables:
            for line in table.rows:
                self.kinds[self.row(line.at)] = "skip" if line.separator else "row"
        for heading in body.headings:
            self.kinds[self.row(heading.at)] = "heading"
            if heading.underlined:
                self.kinds[self.row(heading.at) + 1] = "skip"
        for definition in (*body.abbreviations, *body.targets):
            self.kinds[self.row(definition.at)] = "skip"
        for at in body.indented:
            self.kinds[self.row(at)] = "code"
        for box in body.boxes:
            self.kinds[self.row(box.at)] = "title"
            self.boxes[self.row(box.at)] = box
            for option in box.options:
                self.kinds[self.row(option.at)] = "skip"

    def row(self, at: int) -> int:
        """The number of the line, from 0, at an offset."""
        return bisect_right(self.body.starts, at) - 1

    def read(self) -> list[Passage]:
        """Every passage."""
        start, kind = -1, ""
        rows = self.body.plain.split("\n")
        for row, line in enumerate(rows):
            here = self.kinds.get(row, "")
            blank = not line.strip()
            if not here and not blank and not ("///" in line and _CLOSE.fullmatch(line)):
                if start < 0:
                    start, kind = row, "paragraph"
                continue
            if start >= 0:
                self.add(start, row, kind)
                start = -1
            if here == "title":
                self.box = self.boxes[row]
                self.led = False
            elif not here and not blank:
                self.box = None
                self.led = False
            if here in ("item", "code"):
                start, kind = row, here
            elif here in ("row", "title", "heading"):
                self.add(row, row + 1, here)
        if start >= 0:
            self.add(start, len(rows), kind)
        return self.found

    def add(self, first: int, after: int, kind: str) -> None:
        """Add the passage of that kind that stands in the lines from `first` to before `after`, if it has words."""
        starts = self.body.starts
        at, end = starts[first], (starts[after] if after < len(starts) else len(self.words) + 1) - 1
        text = self.words[at:end]
        if kind == "title":
            bar = self.body.text.find("|", at, end)
            text = " " * (bar - at) + text[bar - at :] if bar >= 0 else ""
        elif kind in ("item", "paragraph") and (marker := _MARKER.match(text)):
            text = " " * marker.end() + text[marker.end() :]
        if kind == "code" or not text.strip():
            return
        cited = tuple(self.cited[bisect_left(self.cited, (at,)) : bisect_left(self.cited, (end,))])
        self.found.append(Passage(at, text, kind, self.box, cited, kind == "item" and self.led))  # type: ignore[arg-type]
        if kind != "item":
            self.led = bool(cited) and text.rstrip().endswith(":")
