"""The Markdown body of a post, scanned once: everything a writer can type in it, each with its exact place.

The scanner follows Python-Markdown (extra, sane_lists, smarty, toc) and our boxes and citations as the build reads
them; `tests/unit/test_body.py` holds it to the real thing. It is linear in the length of the text and never raises.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal

from desk.model.citation import CITATION, KEY
from desk.model.strict_yaml import Mark


@dataclass(frozen=True, slots=True)
class Heading:
    """`anchor` is the id that the build gives it. `underlined`: made by a line of === or --- below a text."""

    at: int
    level: int
    text: str
    anchor: str
    underlined: bool
    own_id: bool
    in_box: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image. `at` is its first character, `target_at` the first of its target.

    kind: `inline` [a](b), `reference` [a][b], `auto` <https://...>, `bare` an address typed as it is.
    """

    at: int
    text: str
    target: str
    target_at: int
    kind: Literal["inline", "reference", "auto", "bare"]
    image: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@key]`. `keys` holds each key with its place. Not `well_formed`: the build would print it as typed."""

    at: int
    text: str
    keys: tuple[tuple[str, int], ...]
    well_formed: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A line that says what a label stands for: a footnote, an abbreviation or the target of a reference link."""

    at: int
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Option:
    """One indented `name: value` under the first line of a box."""

    at: int
    name: str
    value: str


@dataclass(slots=True)
class Box:
    """A box. `indented`: it stands in a list or a quotation. `parent` is the box around it, `end` where it closes."""

    at: int
    name: str
    title: str
    slashes: int
    indented: bool
    parent: Box | None
    options: list[Option] = field(default_factory=list)
    end: int | None = None
    content_at: int = 0


@dataclass(frozen=True, slots=True)
class Tag:
    """A piece of raw HTML. `whole` is false where no `>` closes it."""

    at: int
    name: str
    closing: bool
    attributes: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Row:
    at: int
    cells: int
    separator: bool
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Lines with bars. `whole` is true where the build makes a table of them; `above` counts lines before the first."""

    at: int
    rows: tuple[Row, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A list item. `swallowed`: the build prints it as plain text, because no blank line comes before it."""

    at: int
    indent: int
    swallowed: bool
    follows: int
    """The indent of the item before it in the same list, or -1."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    at: int
    text: str
    quotes: int
    """How many `>` it stands behind."""


@dataclass(slots=True)
class Body:
    """What was found. Places are offsets into `text`; `mark` turns one into a line and column of the file."""

    text: str
    first_line: int
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    broken_links: list[tuple[int, str]] = field(default_factory=list)
    """Almost a link: the place, and why (`space`, `swapped`, `open`, `bang`, or `label` for no such label)."""
    citations: list[Citation] = field(default_factory=list)
    footnotes: list[Definition] = field(default_factory=list)
    footnote_uses: list[tuple[int, str]] = field(default_factory=list)
    abbreviations: list[Definition] = field(default_factory=list)
    broken_abbreviations: list[int] = field(default_factory=list)
    targets: list[Definition] = field(default_factory=list)
    used_targets: set[str] = field(default_factory=set)
    boxes: list[Box] = field(default_factory=list)
    stray_closes: list[int] = field(default_factory=list)
    open_fences: list[int] = field(default_factory=list)
    open_comments: list[int] = field(default_factory=list)
    open_code: list[int] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    attribute_lists: list[tuple[int, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    shallow: list[int] = field(default_factory=list)
    """Paragraphs after a list item that are indented, but not by enough to belong to it."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    indented: list[int] = field(default_factory=list)
    """Blocks that the build shows as program code because they are indented."""
    prose: str = ""
    """As long as `text`, with everything that is not words for readers blanked out."""
    plain: str = ""
    """As long as `text`, with code, comments and fences blanked out."""
    starts: list[int] = field(default_factory=list)

    def mark(self, at: int) -> Mark:
        row = bisect_right(self.starts, at) - 1
        return Mark(self.first_line + row, at - self.starts[row] + 1)


_FENCE = re.compile(r"(~{3,}|`{3,})[ ]*(?:\{[^\n]*\}|\.?[\w#.+-]*[ ]*(?:hl_lines=(?P<q>\"|').*?(?P=q))?[ ]*)")
_CODE_OR_COMMENT = re.compile(r"\\.|`+|<!--", re.DOTALL)
_OPEN_BOX = re.compile(r"([ \t>]*)(/{3,})[ ]*([\w-]+)[ ]*(?:\|[ ]*(.*?)[ ]*)?")
_CLOSE_BOX = re.compile(r"[ \t>]*(/{3,})[ ]*")
_OPTION = re.compile(r"[ ]{4,}(\S.*)")
_HASHES = re.compile(r"((?:[ ]{0,3}>[ ]?)*)(#{1,6})(.*?)#*[ ]*")
_UNDERLINE = re.compile(r"(?:=+|-+)[ ]*")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_ITEM = re.compile(r"([ ]*)([*+-]|\d+\.)[ ]+(?=\S)")
_FOOTNOTE = re.compile(r"[ ]{0,3}\[\^([^\]\n]*)\]:[ ]*(.*)")
_ABBREVIATION = re.compile(r"\*\[([^\\\]\n]*)\][ ]?:[ ]*(.*)")
_BROKEN_ABBREVIATION = re.compile(r"\*\[[A-Za-z0-9 .-]{1,30}\](?![(\[:]| :)(?=[ ]\S)(?!.*\*)")
_TARGET = re.compile(r"[ ]{0,3}\[([^\[\]\n^@][^\[\]\n]*)\]:[ ]*(\S+)[ ]*(?:[\"'(].*)?")
_BAR = re.compile(r"(?<!\\)\|")
_BRACKETS = re.compile(r"\\.|!?\[|\]", re.DOTALL)
_TITLE = re.compile(r"\s[\"']")
_ADDRESS_LIKE = re.compile(r"\s*(?:https?:|www\.|\{|/|\.\./|#|\S+\.(?:md|html?|png|jpe?g|svg|webp)\b)")
_CITATION = re.compile(CITATION)
_KEY = re.compile(rf"(?<![\w.])@({KEY})")
_MENTION = re.compile(r"(?<![\w.@/:+\\-])@([A-Za-z][\w:-]*)")
_AUTO = re.compile(r"<((?:https?|ftp)://[^<>\n]*)>|<(?:mailto:)?([^<> !\n:/]+@[^@<> \n]+)>", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w/.@])(?:https?://|www\.)[^\s<>\[\]|`]*[^\s<>\[\]|`.,;:!?)*'\"_]", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)(>?)|<([!?])(?!--)[^<>]*(>?)")
_ATTRIBUTES = re.compile(r"\{:?[ ]*([^}\n ][^}\n]*?)[ ]*\}|\{:[^}\n]*$", re.MULTILINE)
_OWN_ID = re.compile(r"[ ]+\{:?[ ]*([^}\n ][^}\n]*)[ ]*\}[ ]*$")


def scan(text: str, first_line: int = 1) -> Body:
    """Everything in `text`, a body with LF newlines that begins on line `first_line` of its file."""
    return _Scanner(text, first_line).scan()


def slug(name: str, used: set[str]) -> str:
    """The id that the toc extension gives a heading called `name`, and adds to `used`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
    if plain in used or not plain:
        counted = re.fullmatch(r"(.*)_([0-9]+)", plain)
        base, count = (counted[1], int(counted[2][:9])) if counted else (plain, 0)
        count += 1
        while f"{base}_{count}" in used:
            count += 1
        plain = f"{base}_{count}"
    used.add(plain)
    return plain


class _Scanner:
    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.lines = text.split("\n")
        starts = [0]
        for line in self.lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        self.body = Body(text, first_line, starts=starts)
        self.starts = starts
        self.used_ids: set[str] = set()
        self.pending: list[tuple[int, int, str, bool, bool]] = []  # headings before their ids are known
        self.blank_spans: list[tuple[int, int]] = []  # not words for readers

    def scan(self) -> Body:
        lines = self._without_fences()
        plain = self._without_code("\n".join(lines))
        self.body.plain = plain
        self._blocks(plain.split("\n"))
        self._inline(_blanked(plain, self.blank_spans))
        self._give_ids()
        return self.body

    # Fences, code, comments: what is in them is not Markdown.

    def _without_fences(self) -> list[str]:
        lines = list(self.lines)
        closers: dict[str, list[int]] = {}
        for row, line in enumerate(lines):
            if line.startswith(("```", "~~~")):
                closers.setdefault(line.rstrip(" "), []).append(row)
        row = 0
        while row < len(lines):
            line = lines[row]
            if line.startswith(("```", "~~~")):
                fence = _FENCE.fullmatch(line)
                rows = closers.get(fence[1], []) if fence else []
                place = bisect_right(rows, row)
                if place < len(rows):
                    for inside in range(row, rows[place] + 1):
                        lines[inside] = " " * len(lines[inside])
                    row = rows[place]
                elif line.count("`") < 6:  # ```three``` on one line is a piece of code in a sentence
                    self.body.open_fences.append(self.starts[row])
                    lines[row] = " " * len(line)
            row += 1
        return lines

    def _without_code(self, text: str) -> str:
        ends = [match.start() for match in re.finditer(r"\n[ \t]*(?=\n)", text)]
        runs: dict[int, list[int]] = {}
        for match in re.finditer(r"`+", text):
            runs.setdefault(len(match[0]), []).append(match.start())
        spans: list[tuple[int, int]] = []
        comment_end = -2  # -2: not looked for, -1: there is none
        done = 0
        for match in _CODE_OR_COMMENT.finditer(text):
            at = match.start()
            if at < done or match[0][0] == "\\":
                continue
            place = bisect_right(ends, at)
            paragraph_end = ends[place] if place < len(ends) else len(text)
            if match[0] == "<!--":
                line_start = text.rfind("\n", 0, at) + 1
                alone = at - line_start < 4 and not text[line_start:at].strip()
                if comment_end != -1 and comment_end < at + 4:
                    comment_end = text.find("-->", at + 4)
                end = comment_end
                if end < 0 or (not alone and end > paragraph_end):
                    self.body.open_comments.append(at)
                    continue
                done = end + 3
            else:
                same = runs[len(match[0])]
                after = bisect_right(same, at)
                if after == len(same) or same[after] > paragraph_end:
                    self.body.open_code.append(at)
                    continue
                done = same[after] + len(match[0])
            spans.append((at, done))
        return _blanked(text, spans)

    # Blocks: headings, boxes, lists, tables, definitions, paragraphs.

    def _blocks(self, lines: list[str]) -> None:
        self.depth = 0  # how many levels of list (or definition) the last block left open
        self.last_was_list = False
        stack: list[Box] = []
        block: list[int] = []

        def flush() -> None:
            if block:
                self._block(lines, block, stack)
                block.clear()

        row = 0
        while row < len(lines):
            line = lines[row]
            at = self.starts[row]
            if not line.strip():
                flush()
            elif "///" in line and (close := _CLOSE_BOX.fullmatch(line)):
                flush()
                self.depth, self.last_was_list = 0, False
                self.blank_spans.append((at, at + len(line)))
                length = len(close[1])
                place = next((i for i in reversed(range(len(stack))) if stack[i].slashes == length), None)
                if place is None:
                    self.body.stray_closes.append(at + line.index("/"))
                else:
                    stack[place].end = at
                    del stack[place:]
            elif "///" in line and (opened := _OPEN_BOX.fullmatch(line)):
                flush()
                self.depth, self.last_was_list = 0, False
                row = self._open_box(lines, row, opened, stack)
            elif line.lstrip(" >").startswith("#") and (heading := _HASHES.fullmatch(line)):
                flush()
                self.depth, self.last_was_list = 0, False
                level, words = len(heading[2]), self.lines[row][len(heading[1]) + len(heading[2]) :]
                self.pending.append((at + len(heading[1]), level, words.rstrip(" #").strip(), False, bool(stack)))
            else:
                block.append(row)
            row += 1
        flush()

    def _open_box(self, lines: list[str], row: int, opened: re.Match[str], stack: list[Box]) -> int:
        at = self.starts[row] + len(opened[1])
        box = Box(
            at, opened[3], opened[4] or "", len(opened[2]), len(opened[1].expandtabs(4)) > 3 or ">" in opened[1],
            stack[-1] if stack else None,
        )  # fmt: skip
        self.body.boxes.append(box)
        stack.append(box)
        self.blank_spans.append((self.starts[row], self.starts[row] + opened.end(3)))
        while row + 1 < len(lines) and (option := _OPTION.fullmatch(lines[row + 1])):
            row += 1
            name, colon, value = self.lines[row].strip().partition(":")
            start = self.starts[row] + option.start(1)
            box.options.append(Option(start, name.strip() if colon else "", value.strip() if colon else name))
            self.blank_spans.append((self.starts[row], start + len(name) + 1))
        box.content_at = self.starts[row + 1] if row + 1 < len(lines) else len(self.text)
        return row

    def _block(self, lines: list[str], rows: list[int], stack: list[Box]) -> None:
        first = lines[rows[0]].expandtabs(4)
        indent = len(first) - len(first.lstrip(" "))
        if indent >= 4 and indent // 4 > self.depth:
            self.body.indented.append(self.starts[rows[0]] + len(lines[rows[0]]) - len(lines[rows[0]].lstrip()))
            return
        if self.last_was_list and 0 < indent < 4 and not _ITEM.match(first):
            self.body.shallow.append(self.starts[rows[0]] + indent)
        if len(rows) > 1 and _UNDERLINE.fullmatch(lines[rows[1]]) and not _UNDERLINE.fullmatch(lines[rows[0]]):
            level = 1 if lines[rows[1]].startswith("=") else 2
            at = self.starts[rows[0]]
            self.pending.append((at, level, self.lines[rows[0]].strip(), True, bool(stack)))
            self.depth, self.last_was_list = 0, False
            if rest := rows[2:]:
                self._block(lines, rest, stack)
            return
        notes = len(self.body.footnotes)
        kept = [row for row in rows if not self._definition(lines, row, rows)]
        if not kept:
            self.last_was_list = False
            return
        if self._table(lines, kept):
            self.depth, self.last_was_list = 0, False
            return
        self._list_or_paragraph(lines, kept, indent)
        if len(self.body.footnotes) > notes:
            self.depth = 1  # a note goes on in the indented blocks that follow

    def _definition(self, lines: list[str], row: int, rows: list[int]) -> bool:
        """Whether the line is a footnote, an abbreviation or a target, which is then kept."""
        line, at = lines[row], self.starts[row]
        if line.startswith("*["):
            if found := _ABBREVIATION.fullmatch(line):
                following = lines[row + 1].strip() if row + 1 in rows else ""
                self.body.abbreviations.append(Definition(at, found[1], found[2].strip() or following))
                self.blank_spans.append((at, at + found.start(2)))
                return True
            if _BROKEN_ABBREVIATION.match(line):
                self.body.broken_abbreviations.append(at)
            return False
        start = line.lstrip(" ")
        if not start.startswith("["):
            return False
        if found := _FOOTNOTE.fullmatch(line):
            self.body.footnotes.append(Definition(at + line.index("["), found[1], found[2]))
            self.blank_spans.append((at, at + found.start(2)))
            self.depth = 1
            return row == rows[0]
        if found := _TARGET.fullmatch(line):
            self.body.targets.append(Definition(at + line.index("["), found[1].casefold(), found[2].strip("<>")))
            self.blank_spans.append((at, at + len(line)))
            return True
        return False

    def _table(self, lines: list[str], rows: list[int]) -> bool:
        """Whether the block is, or was meant to be, a table."""
        if not any("|" in lines[row] for row in rows):
            return False
        found: list[Row] = []
        for row in rows:
            line = lines[row]
            parts = _BAR.split(line.strip())
            if len(parts) > 1 and not parts[0].strip():
                parts = parts[1:]
            if len(parts) > 1 and not parts[-1].strip():
                parts = parts[:-1]
            separator = "|" in line and "-" in line and set(line) <= set("|:- ")
            bars = len(_BAR.findall(line))
            found.append(Row(self.starts[row], len(parts) if bars else 0, separator, line))
        separators = [i for i, row in enumerate(found) if row.separator]
        fenced = [row for row in found if row.text.strip().startswith("|") and row.text.strip().endswith("|")]
        meant = bool(separators and found[max(separators[0] - 1, 0)].cells) or bool(fenced)
        if not meant:
            return False
        whole = separators[:1] == [1] and found[0].cells == found[1].cells and found[0].cells > 0
        self.body.tables.append(Table(found[0].at, tuple(found), whole))
        self.blank_spans += [(row.at, row.at + len(row.text)) for row in found if row.separator]
        return True

    def _list_or_paragraph(self, lines: list[str], rows: list[int], indent: int) -> None:
        shown = [lines[row].expandtabs(4) for row in rows]
        quotes = 0
        while (bare := [_QUOTE.sub("", line, count=1) for line in shown]) and _QUOTE.match(shown[0]) and quotes < 50:
            shown, quotes = bare, quotes + 1
        first = _ITEM.match(shown[0])
        first = None if first and _is_rule(shown[0]) else first
        previous, kind = -1, ""
        if first:
            kind = first[2][-1:] if first[2][0].isdigit() else "-"
        for row, line in zip(rows, shown, strict=True):
            if not (item := _ITEM.match(line)) or _is_rule(line):
                continue
            here = len(item[1])
            same = "." if item[2][0].isdigit() else "-"
            swallowed = not first or (same != kind and here == len(first[1]))
            at = self.starts[row] + len(lines[row]) - len(lines[row].lstrip(" \t>"))
            if swallowed and here > 3 and not first:
                continue  # a line of a paragraph that happens to be indented
            self.body.items.append(Item(at, here, swallowed, previous))
            if not swallowed:
                previous = here
        if first:
            self.depth = max(self.depth if indent >= 4 else 0, max(previous, 0) // 4 + 1)
            self.last_was_list = True
            return
        term = any(line.lstrip(" ").startswith(": ") for line in shown)
        if indent < 4:
            self.depth = 1 if term or (self.depth and _FOOTNOTE.match(shown[0])) else 0
        self.last_was_list = self.last_was_list and indent >= 4
        text = "\n".join(self.lines[row] for row in rows)
        self.body.paragraphs.append(Paragraph(self.starts[rows[0]], text, quotes))

    # Inline: links, citations, footnotes, HTML.

    def _inline(self, text: str) -> None:
        ends = [match.start() for match in re.finditer(r"\n[ \t]*(?=\n)", text)] + [len(text)]
        labels = {target.label for target in self.body.targets}
        spans: list[tuple[int, int]] = []  # targets, citations: not words
        cited: list[tuple[int, int]] = []
        stack: list[tuple[int, bool]] = []
        skip_to, paragraph_end = 0, -1
        for match in _BRACKETS.finditer(text):
            at = match.start()
            if at < skip_to or match[0][0] == "\\":
                continue
            if at > paragraph_end:
                stack.clear()
                paragraph_end = ends[bisect_left(ends, at)]
            if match[0] != "]":
                stack.append((match.end(), match[0] == "!["))
                continue
            if not stack:
                continue
            start, image = stack.pop()
            inner = text[start:at]
            begin = start - (2 if image else 1)
            after = text[at + 1 : at + 2]
            if not image and inner.startswith("^") and after != ":":
                self.body.footnote_uses.append((begin, inner[1:]))
                spans.append((begin, at + 1))
            elif not image and _KEY.search(inner) and after != "(" and "@" in inner:
                keys = tuple((key[1], start + key.start()) for key in _KEY.finditer(inner))
                commas = bool(re.search(r",\s*@", inner))
                self.body.citations.append(
                    Citation(begin, inner, keys, bool(_CITATION.fullmatch(inner)) and not commas)
                )
                spans.append((begin, at + 1))
                cited.append((begin, at + 1))
            elif after == "(":
                skip_to = self._target(text, begin, start, at, image, paragraph_end, spans)
            elif after == "[" and (close := text.find("]", at + 2, at + 200)) > 0:
                label = (text[at + 2 : close] or inner).casefold()
                if label in labels:
                    self.body.used_targets.add(label)
                    value = next(t.value for t in self.body.targets if t.label == label)
                    self.body.links.append(Link(begin, inner, value, at + 2, "reference", image))
                    spans.append((at + 1, close + 1))
                elif not label.startswith(("@", "^")):
                    self.body.broken_links.append((at + 1, "label"))
            elif inner.casefold() in labels:
                self.body.used_targets.add(inner.casefold())
                value = next(t.value for t in self.body.targets if t.label == inner.casefold())
                self.body.links.append(Link(begin, inner, value, start, "reference", image))
            elif after in " \n" and text[at + 2 : at + 3] == "(" and _ADDRESS_LIKE.match(text, at + 3):
                self.body.broken_links.append((at + 1, "space"))
                closed = text.find(")", at + 3, at + 400)
                spans.append((at + 1, closed + 1 if closed > 0 else at + 3))
            elif begin and text[begin - 1] == ")" and _ADDRESS_LIKE.match(inner):
                self.body.broken_links.append((begin, "swapped"))
                spans.append((begin, at + 1))
        text = _blanked(text, spans)
        auto = []
        for match in _AUTO.finditer(text):
            target = match[1] or f"mailto:{match[2]}"
            self.body.links.append(Link(match.start(), match[0], target, match.start() + 1, "auto"))
            auto.append(match.span())
        text = _blanked(text, auto)
        tags = []
        for match in _TAG.finditer(text):
            name = (match[2] or match[5] or "").lower()
            self.body.tags.append(Tag(match.start(), name, match[1] == "/", match[3] or "", bool(match[4] or match[6])))
            if match[4] or match[6]:
                tags.append(match.span())
        text = _blanked(text, tags)
        for match in _ATTRIBUTES.finditer(text):
            inner = match[1] or match[0][2:]
            words = inner.split()
            if match[0].startswith("{:") or "=" in inner or all(word[0] in "#." for word in words):
                self.body.attribute_lists.append((match.start(), inner))
                tags.append(match.span())
        text = _blanked(text, tags)
        bare = []
        for match in _BARE.finditer(text) if "://" in text or "www." in text.lower() else ():
            self.body.links.append(Link(match.start(), match[0], match[0], match.start(), "bare"))
            bare.append(match.span())
        text = _blanked(text, bare)
        for match in _MENTION.finditer(text) if "@" in text else ():
            self.body.citations.append(Citation(match.start(), match[0], ((match[1], match.start()),), False))
            bare.append(match.span())
        self.body.links.sort(key=lambda link: link.at)
        self.body.citations.sort(key=lambda citation: citation.at)
        self.body.prose = _blanked(text, bare)

    def _target(
        self, text: str, begin: int, start: int, close: int, image: bool, limit: int, spans: list[tuple[int, int]]
    ) -> int:
        """Read `(target "title")` after the bracket at `close`; returns where to go on."""
        depth, at = 0, close + 1
        limit = min(limit, close + 1000)
        pointed = text.startswith("<", close + 2)
        while at < limit:
            char = text[at]
            if char == "\\":
                at += 1
            elif pointed and depth == 1 and char == "<":
                found = text.find(">", at, limit)
                at = found if found > 0 else at
            elif char == "(":
                depth += 1
            elif char == ")":
                depth -= 1
                if depth == 0:
                    break
            at += 1
        if at >= limit or depth:
            self.body.broken_links.append((close + 1, "open"))
            spans.append((close + 1, close + 2 + len(re.match(r"\S*", text[close + 2 : limit])[0])))  # type: ignore[index]
            return close + 1
        raw = text[close + 2 : at]
        titled = _TITLE.search(raw) if raw.rstrip()[-1:] in ("'", '"') else None
        target = (raw[: titled.start()] if titled else raw).strip()
        lead = len(raw) - len(raw.lstrip())
        if target.startswith("<") and target.endswith(">"):
            target, lead = target[1:-1], lead + 1
        if begin > 1 and not image and text[begin - 2 : begin] == "! ":
            self.body.broken_links.append((begin - 2, "bang"))
        shown = self.text[start:close]  # code in a link's text is text
        self.body.links.append(Link(begin, shown, target, close + 2 + lead, "inline", image))
        spans.append((close + 1, at + 1))
        return at + 1

    # Ids of headings, as the toc extension makes them.

    def _give_ids(self) -> None:
        if self.body.citations:
            self.used_ids.add("sources")
        for _, _, raw, _, _ in self.pending:
            if own := _OWN_ID.search(raw):
                self.used_ids |= {word[1:] for word in own[1].split() if word.startswith("#")}
        for at, level, raw, underlined, in_box in self.pending:
            own = _OWN_ID.search(raw)
            words = raw[: own.start()] if own else raw
            own_id = next((word[1:] for word in own[1].split() if word.startswith("#")), None) if own else None
            name = _heading_name(words)
            anchor = own_id if own_id is not None else slug(name, self.used_ids)
            self.body.headings.append(Heading(at, level, name, anchor, underlined, own_id is not None, in_box))
        self.body.headings.sort(key=lambda heading: heading.at)


def _heading_name(raw: str) -> str:
    """The words of a heading, as they stand in the built page."""
    pieces: list[str] = []
    last = 0
    for code in re.finditer(r"(?<!\\)(`+)(.+?)(?<!`)\1(?!`)", raw):
        pieces += [_words(raw[last : code.start()]), code[2].strip()]
        last = code.end()
    pieces.append(_words(raw[last:]))
    return " ".join("".join(pieces).split())


def _words(raw: str) -> str:
    text = re.sub(r"<!--.*?-->", "", raw)
    text = re.sub(r"!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])", "", text)
    text = re.sub(r"\[\^[^\]]*\]", "", text)
    text = re.sub(r"\[([^\[\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    text = re.sub(r"\\([\\`*_{}\[\]()>#+.!|~-])", lambda m: "_" if m[1] == "_" else "\x00" if m[1] == "-" else "", text)
    text = re.sub(r"(?<!\w)(__?)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    text = re.sub(r"(\*\*?)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"---?", "", text)
    return html.unescape(text).replace("\x00", "-")


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with `spans` turned into spaces; line ends stay."""
    if not spans:
        return text
    pieces: list[str] = []
    last = 0
    for start, end in sorted(spans):
        start = max(start, last)
        if end <= start:
            continue
        pieces.append(text[last:start])
        gone = text[start:end]
        pieces.append(" " * len(gone) if "\n" not in gone else re.sub(r"[^\n]", " ", gone))
        last = end
    pieces.append(text[last:])
    return "".join(pieces)


def _is_rule(line: str) -> bool:
    """Whether the line is a rule across the page: three or more - _ or *, and nothing else."""
    marks = line.replace(" ", "")
    return len(marks) > 2 and marks[0] in "-_*" and not marks.strip(marks[0])
