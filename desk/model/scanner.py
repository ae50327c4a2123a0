"""The Markdown body of a post, scanned once.

The scanner follows Python-Markdown (extra, sane_lists, smarty, toc) and our boxes and citations as the build reads
them; its tests hold it to the real thing. It is linear in the length of the text and never raises.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from desk.model.body import Body, Box, Definition, Heading, Item, Option, Paragraph, Row, Table
from desk.model.heading_id import heading_name, slug
from desk.model.inline import blanked, read_inline

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
_OWN_ID = re.compile(r"[ ]+\{:?[ ]*([^}\n ][^}\n]*)[ ]*\}[ ]*$")


def scan(text: str, first_line: int = 1) -> Body:
    """Everything in `text`, a body with LF newlines that begins on line `first_line` of its file."""
    return _Scanner(text, first_line).scan()


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
        read_inline(blanked(plain, self.blank_spans), self.body)
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
        return blanked(text, spans)

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
            name = heading_name(words)
            anchor = own_id if own_id is not None else slug(name, self.used_ids)
            self.body.headings.append(Heading(at, level, name, anchor, underlined, own_id is not None, in_box))
        self.body.headings.sort(key=lambda heading: heading.at)


def _is_rule(line: str) -> bool:
    """Whether the line is a rule across the page: three or more - _ or *, and nothing else."""
    marks = line.replace(" ", "")
    return len(marks) > 2 and marks[0] in "-_*" and not marks.strip(marks[0])
