"""A rendered body as plain Markdown (CommonMark and GFM's tables), for machines and for readers who want text alone.

It is made from the HTML that readers get, not from what a writer typed, so that boxes, grades, counts and numbered
sources are there in words. Drawings go: their words stand beside them. Written here and not by a library, because our
HTML is a closed set of few elements, and the library tried (markdownify) took seven times as long for a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import html

from desk.markup.tree import HEADINGS, fragment

_LEFT_OUT: Final = frozenset({"svg", "script", "style", "template"})
_BLOCKS: Final = frozenset(
    {"p", "ul", "ol", "dl", "table", "pre", "blockquote", "hr", "section", "div", "figure", "figcaption"}
    | {"details", "summary"}
    | HEADINGS
)
_SIGN: Final = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w+;)")
_SPACES: Final = re.compile(r"[ \t\n]+")
_OPENING: Final = re.compile(r"^( ?)(#{1,6}(?= |$)|[-+>]|=+(?= *$)|\d+(?=[.)](?: |$)))", re.MULTILINE)
_OPENS: Final = frozenset("#-+>=0123456789")
_NOTE: Final = re.compile(r"^#(?:term-|source-|fn)")


def as_markdown(body: str, site: str, page: str) -> str:
    """`body`, HTML as readers get it, with every address whole: of the site at `site`, its own parts at `page`."""
    root = fragment(body)
    return "\n\n".join(_blocks(root, site, page)) + "\n"


def escaped(text: str) -> str:
    """`text` so that Markdown reads nothing into it."""
    text = _SIGN.sub(r"\\\g<0>", text)
    return _OPENING.sub(_quiet, text) if text.lstrip(" ")[:1] in _OPENS or "\n" in text else text


def _quiet(opening: re.Match[str]) -> str:
    space, sign = opening.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _blocks(parent: html.HtmlElement, site: str, page: str) -> Iterator[str]:
    """Every block in `parent`, words that stand between blocks as paragraphs of their own."""
    run = _told(parent.text)
    for child in parent:
        if isinstance(child.tag, str) and child.tag in _BLOCKS:
            if run.strip():
                yield run.strip()
            yield from _block(child, site, page)
            run = ""
        else:
            run += _inline_one(child, site, page)
        run += _told(child.tail)
    if run.strip():
        yield run.strip()


def _block(element: html.HtmlElement, site: str, page: str) -> Iterator[str]:
    tag = element.tag
    if tag == "details" and len(element) == 1:
        return  # it only folds the list that stands after it
    if tag in ("section", "div", "figure", "details"):
        yield from _blocks(element, site, page)
    elif tag in HEADINGS:
        yield f"{'#' * int(tag[1])} {_inline(element, site, page)}"
    elif tag == "figcaption":
        yield f"**{_inline(element, site, page)}**"
    elif tag in ("ul", "ol"):
        yield "\n".join(_items(element, site, page))
    elif tag == "dl":
        yield "\n".join(
            f"{'- **' if each.tag == 'dt' else '  '}{_inline(each, site, page)}{'**' if each.tag == 'dt' else ''}"
            for each in element
        )
    elif tag == "table":
        yield "\n".join(_rows(element, site, page))
    elif tag == "pre":
        yield f"```\n{element.text_content().rstrip()}\n```"
    elif tag == "blockquote":
        inside = "\n\n".join(_blocks(element, site, page))
        yield "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
    elif tag == "hr":
        yield "---"
    elif words := _inline(element, site, page):
        yield words


def _items(listed: html.HtmlElement, site: str, page: str) -> Iterator[str]:
    number = int(listed.get("start") or 1)
    for item in listed.iterchildren("li"):
        mark = f"{number}. " if listed.tag == "ol" else "- "
        number += 1
        inside = "\n".join(_blocks(item, site, page))
        yield mark + inside.replace("\n", "\n" + " " * len(mark))


def _rows(table: html.HtmlElement, site: str, page: str) -> Iterator[str]:
    for number, row in enumerate(table.iter("tr")):
        cells = [_inline(cell, site, page).replace("|", "\\|") for cell in row.iterchildren("th", "td")]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{' --- |' * len(cells)}"


def _inline(element: html.HtmlElement, site: str, page: str) -> str:
    parts = [_told(element.text)]
    for child in element:
        parts += (_inline_one(child, site, page), _told(child.tail))
    return "".join(parts).strip()


def _inline_one(element: html.HtmlElement, site: str, page: str) -> str:
    """One element within a line, without what follows it."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _LEFT_OUT:
        return ""
    if tag == "sup" and element.get("class") == "cite":
        return f" [{'; '.join((a.text_content() + (a.tail or '')).strip() for a in element)}]"
    if tag in ("code", "kbd", "samp"):
        return f"`{element.text_content()}`"
    if tag == "br":
        return "\n"
    if tag == "img":
        return f"![{escaped(element.get('alt', ''))}]({_whole(element.get('src', ''), site, page)})"
    words = _inline(element, site, page)
    if tag in ("strong", "b", "em", "i") and words:
        sign = "**" if tag in ("strong", "b") else "*"
        return f"{sign}{words}{sign}"
    if tag in ("sup", "sub"):
        return f"<{tag}>{words}</{tag}>"
    address = element.get("href", "") if tag == "a" else ""
    # A heading's link leads to itself, a word's or a number's to a list that stands in the same text.
    if not address or _NOTE.match(address) or element.getparent().get("id") == address[1:]:
        return words
    return f"[{words}]({_whole(address, site, page)})"


def _whole(address: str, site: str, page: str) -> str:
    address = f"{site}{address}" if address.startswith("/") else f"{page}{address}" if address[:1] == "#" else address
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _told(text: str | None) -> str:
    """A text between elements, of which most hold nothing but where a line of the HTML ends."""
    if not text or not text.strip(" \t\n"):
        return " " if text else ""
    return escaped(_SPACES.sub(" ", text))
