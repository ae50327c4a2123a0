"""Guards the page itself: no mark of Markdown is left in what readers see, and no word that was typed is lost.

The body as it was rendered is the judge; the source only says where. So a slip that no other family knows is stopped
all the same. It speaks only where no other family has an error: those know better what was meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import html

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.markup.marks import ANYWHERE, AT_START, LITERAL
from desk.markup.tree import fragment
from desk.model.problem import Problem

CODES = (
    Code(
        "unread/mark", "readers would see this mark as it is typed.",
        "compare it with content/pages/style-guide.md, or take the mark out.", in_body("Pain was ~~not~~ lower.\n"),
    ),
    Code(
        "unread/lost", "readers would not see these words.",
        "look at the signs around them, and leave a blank line before and after.",
        in_body("## Harms {and benefits}\n\nWords.\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

_MARK: Final = re.compile(rf"^[ \t]*(?:{AT_START})|{ANYWHERE}", re.MULTILINE)
_ANYWHERE: Final = re.compile(ANYWHERE)
_MAY_MARK: Final = re.compile(r"[/\[\]{}~$\\=:<>*_`!&@|#\-\u2013\u2014\u2022\u00b7\u2023\u25aa\u25cf+)]|\d\.")
_BRACKET: Final = re.compile(r"\[([^\[\]]{1,40})\]")
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "button", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup"}
)
"""Elements that begin in the middle of a line; any other begins one."""
_NOT_TYPED: Final = frozenset({"side-notes", "cite--unknown"})
"""Lists that are made, not typed; and citations of unknown sources, which have a family of their own."""
_ENTITY: Final = re.compile(r"&#?\w+;")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def check_post(post: Post) -> Iterator[Problem]:
    """What is left in the page of `post`, or lost from it."""
    page = fragment(post.rendered.html)
    texts: list[tuple[str, bool]] = []
    _gather(page, texts)
    from_at = 0
    said: set[int] = set()
    for text, begins in texts:
        if not _MAY_MARK.search(text):
            continue
        for found in _MARK.finditer(text):
            if found.start() == 0 and not begins and not _anywhere(found):
                continue
            at = _place(post, text, found, from_at)
            from_at = max(from_at, at)
            line = post.at(at)[0]
            if line in said:
                continue
            said.add(line)
            shown = found[0].strip()[:20]
            yield post.body_problem(_report, at, "unread/mark", f'readers would see "{shown}" as it is typed.')
    yield from _brackets(post, texts, said)
    yield from _lost(post, " ".join([*page.itertext(), *page.xpath("//@alt | //@title")]), said)


def _brackets(post: Post, texts: list[tuple[str, bool]], said: set[int]) -> Iterator[Problem]:
    """Square brackets that readers would see: a source that was not understood, or a note of another program. Who means
    them writes a backslash before each."""
    for text, _ in texts:
        for found in _BRACKET.finditer(text) if "[" in text else ():
            at = post.body.plain.find(found[0])
            if at < 0 or (line := post.at(at)[0]) in said:
                continue
            said.add(line)
            keys = [word for word in re.findall(r"[\w:-]+", found[1]) if word in post.library.sources]
            named = keys or [key for key in post.library.sources if key == re.sub(r"\W", "", found[1])]
            fix = f"did you mean [{'; '.join(f'@{key}' for key in named)}]?" if named else (
                "cite a source by its key, [@key]; or use round brackets; or type \\[ and \\] if they are meant."
            )  # fmt: skip
            yield post.body_problem(_report, at, "unread/mark", f'readers would see "{found[0]}" as it is typed.', fix)


def _anywhere(found: re.Match[str]) -> bool:
    return _ANYWHERE.match(found.string, found.start()) is not None


def _gather(element: html.HtmlElement, found: list[tuple[str, bool]]) -> None:
    """Add to `found` each text of `element` that readers see, but for code; and whether it begins a line."""
    if not isinstance(element.tag, str) or element.tag in LITERAL:
        return
    if (classes := element.get("class")) and not _NOT_TYPED.isdisjoint(classes.split()):
        return
    if element.text:
        found.append((element.text, element.tag not in _INLINE))
    for child in element:
        _gather(child, found)
        if child.tail:
            found.append((child.tail, child.tag == "br"))


def _place(post: Post, text: str, found: re.Match[str], from_at: int) -> int:
    """Where in the body the mark was typed: the same mark with the same words after it, else the same mark."""
    mark = found[0].strip()
    before = text[max(0, found.start() - 12) : found.start()].lstrip()
    as_typed = post.body.plain.find(before + text[found.start() : found.end() + 12].strip())
    if as_typed >= 0:
        return as_typed + len(before) + len(found[0]) - len(found[0].lstrip())
    after = re.match(r"\W*([\w ]{0,12})", text[found.end() :])
    words = after[1].strip() if after else ""
    source = post.body.plain
    if words and (exact := re.search(re.escape(mark) + r"\W{0,12}" + re.escape(words), source)):
        return exact.start()
    for start in (from_at, 0):
        if (at := source.find(mark, start)) >= 0:
            return at
    return max(0, source.find(words)) if words else 0


def _lost(post: Post, seen: str, known: set[int]) -> Iterator[Problem]:
    """The first word of each line whose words do not all reach the page."""
    page = Counter(_WORD.findall(seen.lower()))
    # What an abbreviation stands for is shown only where the abbreviation is used; a fact and a
    # chart's data are named, not told.
    apart = {post.at(definition.at)[0] for definition in post.body.abbreviations}
    apart |= {post.at(box.at)[0] for box in post.body.boxes if box.name == "stated"}
    apart |= {post.at(option.at)[0] for box in post.body.boxes for option in box.options if option.name == "data"}
    prose = _ENTITY.sub(lambda found: " " * len(found[0]), post.body.prose).lower().split("\n")
    told = {number: line for number, line in enumerate(prose) if post.body.first_line + number not in apart}
    typed = Counter(_WORD.findall("\n".join(told.values())))
    if all(page[word] >= times for word, times in typed.items()):
        return
    for number, line in told.items():
        missing = []
        for found in _WORD.finditer(line):
            if page[found[0]] <= 0:
                missing.append(found)
            page[found[0]] -= 1
        spot = post.body.first_line + number
        if missing and spot not in known:
            at = post.body.starts[number] + missing[0].start()
            what = f'readers would not see "{post.body.text[at : at + len(missing[0][0])]}".'
            yield post.body_problem(_report, at, "unread/lost", what)
