"""What stands within the lines of a body: links, pictures, citations, notes, HTML. Each thing that is found is blanked
out, so that what is looked for next is not found in it; what is left at last are words for readers.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from desk.model.body import Body, Citation, Link, Tag
from desk.model.citation import CITATION, KEY

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


def read_inline(text: str, body: Body) -> None:
    """Add to `body` what stands in `text`, which is the body's as long, with what is not Markdown or no words blank."""
    _Inline(text, body).read()


class _Inline:
    def __init__(self, text: str, body: Body) -> None:
        self.text = text
        self.body = body
        self.labels = {target.label: target.value for target in reversed(body.targets)}
        self.spans: list[tuple[int, int]] = []  # what has been found since the text was last blanked

    def read(self) -> None:
        for step in (
            self._brackets,
            self._autolinks,
            self._tags,
            self._attribute_lists,
            self._addresses,
            self._mentions,
        ):
            step()
            self.text, self.spans = blanked(self.text, self.spans), []
        self.body.links.sort(key=lambda link: link.at)
        self.body.citations.sort(key=lambda citation: citation.at)
        self.body.prose = self.text

    def _brackets(self) -> None:
        """Everything in square brackets. None reaches over the end of its paragraph."""
        text = self.text
        ends = [match.start() for match in re.finditer(r"\n[ \t]*(?=\n)", text)] + [len(text)]
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
            elif stack:
                start, image = stack.pop()
                skip_to = max(skip_to, self._bracket(start, at, image, paragraph_end))

    def _bracket(self, start: int, close: int, image: bool, paragraph_end: int) -> int:
        """What stands between the brackets from `start` to `close`, by what follows them. Returns where to go on."""
        text, inner = self.text, self.text[start:close]
        begin, after = start - (2 if image else 1), self.text[close + 1 : close + 2]
        if not image and inner.startswith("^") and after != ":":
            self.body.footnote_uses.append((begin, inner[1:]))
            self.spans.append((begin, close + 1))
        elif not image and _KEY.search(inner) and after != "(":
            keys = tuple((key[1], start + key.start()) for key in _KEY.finditer(inner))
            well_formed = bool(_CITATION.fullmatch(inner)) and not re.search(r",\s*@", inner)
            self.body.citations.append(Citation(begin, inner, keys, well_formed))
            self.spans.append((begin, close + 1))
        elif after == "(":
            return self._target(begin, start, close, image, paragraph_end)
        elif after == "[" and (end := text.find("]", close + 2, close + 200)) > 0:
            label = (text[close + 2 : end] or inner).casefold()
            if label in self.labels:
                self._labelled(label, begin, inner, close + 2, image)
                self.spans.append((close + 1, end + 1))
            elif not label.startswith(("@", "^")):
                self.body.broken_links.append((close + 1, "label"))
        elif inner.casefold() in self.labels:
            self._labelled(inner.casefold(), begin, inner, start, image)
        elif after in " \n" and text[close + 2 : close + 3] == "(" and _ADDRESS_LIKE.match(text, close + 3):
            self.body.broken_links.append((close + 1, "space"))
            closed = text.find(")", close + 3, close + 400)
            self.spans.append((close + 1, closed + 1 if closed > 0 else close + 3))
        elif begin and text[begin - 1] == ")" and _ADDRESS_LIKE.match(inner):
            self.body.broken_links.append((begin, "swapped"))
            self.spans.append((begin, close + 1))
        return 0

    def _labelled(self, label: str, begin: int, inner: str, target_at: int, image: bool) -> None:
        self.body.used_targets.add(label)
        self.body.links.append(Link(begin, inner, self.labels[label], target_at, "reference", image))

    def _target(self, begin: int, start: int, close: int, image: bool, limit: int) -> int:
        """Read `(target "title")` after the bracket at `close`; returns where to go on."""
        text, depth, at = self.text, 0, close + 1
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
            self.spans.append((close + 1, close + 2 + len(re.match(r"\S*", text[close + 2 : limit])[0])))  # type: ignore[index]
            return close + 1
        raw = text[close + 2 : at]
        titled = _TITLE.search(raw) if raw.rstrip()[-1:] in ("'", '"') else None
        target = (raw[: titled.start()] if titled else raw).strip()
        lead = len(raw) - len(raw.lstrip())
        if target.startswith("<") and target.endswith(">"):
            target, lead = target[1:-1], lead + 1
        if begin > 1 and not image and text[begin - 2 : begin] == "! ":
            self.body.broken_links.append((begin - 2, "bang"))
        shown = self.body.text[start:close]  # code in a link's text is text
        self.body.links.append(Link(begin, shown, target, close + 2 + lead, "inline", image))
        self.spans.append((close + 1, at + 1))
        return at + 1

    def _autolinks(self) -> None:
        for match in _AUTO.finditer(self.text):
            target = match[1] or f"mailto:{match[2]}"
            self.body.links.append(Link(match.start(), match[0], target, match.start() + 1, "auto"))
            self.spans.append(match.span())

    def _tags(self) -> None:
        for match in _TAG.finditer(self.text):
            name, whole = (match[2] or match[5] or "").lower(), bool(match[4] or match[6])
            self.body.tags.append(Tag(match.start(), name, match[1] == "/", match[3] or "", whole))
            if whole:
                self.spans.append(match.span())

    def _attribute_lists(self) -> None:
        for match in _ATTRIBUTES.finditer(self.text):
            inner = match[1] or match[0][2:]
            if match[0].startswith("{:") or "=" in inner or all(word[0] in "#." for word in inner.split()):
                self.body.attribute_lists.append((match.start(), inner))
                self.spans.append(match.span())

    def _addresses(self) -> None:
        for match in _BARE.finditer(self.text) if "://" in self.text or "www." in self.text.lower() else ():
            self.body.links.append(Link(match.start(), match[0], match[0], match.start(), "bare"))
            self.spans.append(match.span())

    def _mentions(self) -> None:
        """What was meant as a citation, and has no brackets."""
        for match in _MENTION.finditer(self.text) if "@" in self.text else ():
            self.body.citations.append(Citation(match.start(), match[0], ((match[1], match.start()),), False))
            self.spans.append(match.span())


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
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
