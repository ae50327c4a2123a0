"""What of a body goes on paper, and in which form: nothing that a page does not say, nothing that only a screen can do.

In: the HTML of a body as the grammar makes it (desk/markup). Out: the same elements, cut, levelled and made for ink.
Drawings become backgrounds: their words stand beside them, so a screen reader is told nothing twice.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from lxml import etree, html

from desk.markup.ruled import LINE
from desk.markup.unbroken import SPACE

WARNINGS: Final = ("emergency", "urgent")
JOINER: Final = "\u2060"
"""Between two letters it says that no line ends there, and is not seen."""
_DETAILS: Final = etree.XPath(".//details")
_NUMBER: Final = re.compile(r"^#source-(\d+)$")
_SENTENCE: Final = re.compile(r".+?[.!?][\u201d\u2019\"')]*(?=\s+[A-Z\u201c\"(\d]|\s*$)", re.DOTALL)
_TERM: Final = re.compile(r"^#(term-.+)$")


def on_paper(drawing: str) -> str:
    """A drawing, such as the mark of a grade, as it stands on a sheet."""
    root = html.fragment_fromstring(drawing, create_parent="div")
    _as_background(root[0], "")
    return _inside(root)


class Body:
    """A body of HTML, whose links begin at the site at `address`; drawings have the colour `ink`."""

    def __init__(self, body: str, address: str, ink: str) -> None:
        self.root = html.fragment_fromstring(body, create_parent="div")
        self.address = address
        self.ink = ink
        self.words = {each.get("id"): each for each in self.root.xpath("./section[@aria-labelledby='words']//li[@id]")}
        self.words_title = _title(self.root, "words")
        self.sources_title = _title(self.root, "sources")
        for notes in self.root.xpath("./section[contains(@class, 'side-notes')]"):
            notes.drop_tree()
        for folded in _DETAILS(self.root):
            folded.drop_tree()  # a chart's numbers stand in words beside it
        for drawing in self.root.xpath(".//figure[@class='ruled']/svg"):
            _room_to_write(drawing)
        for drawing in self.root.xpath(".//svg"):
            _as_background(drawing, ink)
        for caption in self.root.iter("figcaption"):
            caption.tag = "p"  # in a PDF only what is tagged as a figure has a caption
            caption.set("class", "caption")
        self.cited: list[int] = []
        self.used: list[str] = []

    def boxes(self, *kinds: str) -> list[html.HtmlElement]:
        """The boxes of those kinds, in their order; after a warning, the note that goes on with it."""
        found = []
        for box in self.root.xpath("./section"):
            kind = box.get("class").rpartition("box--")[2]
            before = box.getprevious()
            goes_on = kind == "note" and before is not None and before in found and set(kinds) & set(WARNINGS)
            if kind in kinds or goes_on:
                found.append(box)
        return found

    def found(self) -> Iterator[html.HtmlElement]:
        """What was found, in the order of the page: each claim with its verdict and its first sentence, and the counts
        that are drawn. Charts only where nothing was counted."""
        counts = self.root.xpath("./figure[@class='numbers']") or self.root.xpath("./figure[@class='numbers chart']")
        for part in self.root:
            if part in counts:
                yield part
            elif part.get("class") == "claim":
                yield self._short(part)

    @staticmethod
    def _short(claim: html.HtmlElement) -> html.HtmlElement:
        """A claim: the question, the verdict, and of what was found the first sentence, with its sources."""
        short = copy.deepcopy(claim)
        for more in short.xpath("./*[position() > 3]"):
            more.drop_tree()
        for found in short.xpath("./p[not(@class)]"):
            first_sentence(found)
        return short

    def how_sure(self) -> list[html.HtmlElement]:
        """What nobody knows yet, and what would change that: the words alone, since the grade heads the sheet."""
        found = [copy.deepcopy(box) for box in self.boxes("how-sure")]
        for box in found:
            for more in box.xpath("./p[@class='verdict'] | ./figure"):
                more.drop_tree()
        return found

    def whole(self) -> list[html.HtmlElement]:
        """All of it, for a page that is made to be printed."""
        return list(self.root)

    def on_paper(self, elements: Iterable[html.HtmlElement], level: int = 0) -> str:
        """`elements` as HTML for the sheet, their headings at `level`, or where they are. Counts what they cite."""
        made = []
        for element in elements:
            part = copy.deepcopy(element)
            part.tail = None
            for link in list(part.iter("a")):
                self._link(link)
            for cite in part.xpath(".//sup[@class='cite']"):
                _keep_with_its_word(cite)
            for each in part.iter("h2", "h3", "h4"):
                each.tag = f"h{level}" if level else each.tag
            made.append(html.tostring(part, encoding="unicode"))
        return "\n".join(made)

    def _link(self, link: html.HtmlElement) -> None:
        target = link.get("href", "")
        if found := _NUMBER.match(target):
            self.cited.append(int(found[1]))
        elif found := _TERM.match(target):
            self.used.append(found[1])
            link.drop_tag()
        elif target.startswith("#"):
            link.drop_tag()
        elif target.startswith("/"):
            link.set("href", self.address + target)

    def explained(self) -> list[str]:
        """The words explained of those that stand on the sheet so far, as HTML, in the order of the page's list."""
        meant = set(self.used)
        return [_inside(item) for name, item in self.words.items() if name in meant]


def _keep_with_its_word(cite: html.HtmlElement) -> None:
    """Let no line end between a word and the numbers that follow it, nor between those.

    By letters, not by a style: before what may not wrap, WeasyPrint ends a line at any word of the text before it.
    """
    before, parent = cite.getprevious(), cite.getparent()
    if before is None:
        parent.text = (parent.text or "") + JOINER
    else:
        before.tail = (before.tail or "") + JOINER
    for link in cite[:-1]:
        link.tail = SPACE


def first_sentence(paragraph: html.HtmlElement) -> None:
    """Cut `paragraph` after its first sentence and the sources of it."""
    text = "".join(_said(paragraph))
    end = _SENTENCE.match(text)
    _cut(paragraph, len(end[0]) if end else len(text))


def _said(element: html.HtmlElement) -> Iterator[str]:
    """The text of an element without its citations."""
    yield element.text or ""
    for child in element:
        if child.get("class") != "cite":
            yield from _said(child)
        yield child.tail or ""


def _cut(element: html.HtmlElement, room: int) -> int:
    """Leave `room` letters of `element`, not counting citations, and the citation that follows the last of them at
    once. Returns how many are left to come; -1 where more was said."""
    element.text, room = _short(element.text, room)
    for child in list(element):
        if room < 0:
            element.remove(child)
            continue
        if child.get("class") != "cite":
            if room == 0:
                element.remove(child)
                room = -1
                continue
            room = _cut(child, room)
        child.tail, room = _short(child.tail, room)
    return room


def _short(text: str | None, room: int) -> tuple[str, int]:
    text = text or ""
    kept = text[: max(room, 0)]
    return kept, -1 if len(kept) < len(text) or room < 0 else room - len(kept)


def _title(root: html.HtmlElement, part: str) -> str:
    """What the page calls one of its lists; empty where it has none."""
    found = root.xpath("./section[@aria-labelledby=$part]/h2", part=part)
    return found[0].text_content() if found else ""


def _inside(element: html.HtmlElement) -> str:
    inside = (element.text or "") + "".join(html.tostring(child, encoding="unicode") for child in element)
    return inside.strip()


def _room_to_write(svg: html.HtmlElement) -> None:
    """Lines to write on, or a table whose cells are empty: as many as on the page."""
    figure = svg.getparent()
    heads = [item.text_content() for item in figure.xpath("./ul/li")]
    rows = round((int(svg.get("height")) - 1) / LINE)
    if heads:
        table = etree.SubElement(figure, "table")
        top = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        for head in heads:
            etree.SubElement(top, "th").text = head
        body = etree.SubElement(table, "tbody")
        for _ in range(rows):
            line = etree.SubElement(body, "tr")
            for _ in heads:
                etree.SubElement(line, "td")
        figure.remove(figure.find("ul"))
    else:
        for _ in range(rows):
            etree.SubElement(figure, "div", {"class": "line"})
    # What the writer added below the lines stands there still.
    svg.tag = "span"
    svg.drop_tree()


def _as_background(svg: html.HtmlElement, ink: str) -> None:
    """A drawing as what stands behind an empty element; its letters, the scale of a chart, as words in their place."""
    texts = svg.findall("text")
    tail, height, kind = svg.tail, svg.get("height", "26"), svg.get("class", "")
    if texts and len(texts) == len(svg):
        made = etree.Element("div", {"class": "scale"})
        ticks = etree.SubElement(made, "div", {"class": "ticks"})
        ends = etree.SubElement(made, "div", {"class": "ends"})
        for text in texts:
            if text.get("y") == "18":
                anchor = text.get("text-anchor", "start")
                style = f"inset-inline-start: {text.get('x')}" if anchor != "end" else "inset-inline-end: 0"
                etree.SubElement(ticks, "span", {"class": f"tick tick--{anchor}", "style": style}).text = text.text
            else:
                etree.SubElement(ends, "span").text = text.text
        if not len(ends):
            made.remove(ends)
    else:
        for text in texts:
            svg.remove(text)
        svg.tail = None
        if all(part.tag == "rect" for part in svg):
            height = _lower(svg)
        svg.set("xmlns", "http://www.w3.org/2000/svg")
        svg.attrib.pop("class", None)
        view = svg.attrib.pop("viewbox", None)
        if view:
            svg.set("viewBox", view)
        else:
            svg.set("stroke-width", svg.get("stroke-width", "2"))
        drawn = etree.tostring(svg, encoding="unicode").replace("currentColor", ink if "bar" in kind else "#000")
        style = f"background-image: url('data:image/svg+xml,{quote(drawn)}')"
        made = etree.Element("span", {"class": kind, "style": style if view else f"{style}; block-size: {height}px"})
    made.tail = tail
    parent = svg.getparent()
    parent.replace(svg, made)


def _lower(svg: html.HtmlElement) -> str:
    """Make bars two thirds as high: paper needs less of them to be seen. Returns their height."""
    for part in (svg, *svg):
        for name in ("y", "height"):
            if name in part.attrib:
                part.set(name, f"{float(part.get(name)) * 2 / 3:.4g}")
    return str(svg.get("height"))
