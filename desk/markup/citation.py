"""Citations. A writer types `[@zitek2018]` or `[@zitek2018; @cohen2018, p. 3]`; each becomes a number that opens
its source beside the text, and the sources stand numbered at the end, in the order of their first use: first the kind
of study and how many people it had, then who, what and where, in AMA style.

How a number leads to its source: desk/markup/side_note.py.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from operator import itemgetter

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from desk.markup.parts import Parts
from desk.markup.side_note import fold, opening
from desk.markup.unbroken import SPACE
from desk.model.citation import CITATION, parse_citation
from desk.model.source import Source, stopped

TOGETHER = 3
"""Numbers that stand on the line of their word. More of them may go on to the next, or no phone would be wide enough;
so may all of them where the letters are too large, because a space that does not break still gives way."""


class CitationProcessor(InlineProcessor):
    """Marks one citation. Its numbers come later: the text is not met in the order in which it is read."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        return etree.Element("sup", {"class": "cite", "cites": m.group(1)}), m.start(0), m.end(0)


class SourceList(Treeprocessor):
    """Numbers the citations in reading order, and puts the list of sources after the text that cites them."""

    def __init__(self, md: Markdown, parts: Parts) -> None:
        super().__init__(md)
        self.parts = parts

    def run(self, root: etree.Element) -> None:
        cited: dict[str, int] = {}
        for parent in list(root.iter()):
            for place, element in enumerate(list(parent)):
                if text := element.attrib.pop("cites", None):
                    self.number(element, parse_citation(text), cited)
                    if element.tag == "sup":
                        close_up(parent, place)
        self.parts.cited.extend(cited)
        if cited:
            root.append(source_list([self.parts.library.sources[key] for key in cited]))

    def number(self, element: etree.Element, citations: list[tuple[str, str]], cited: dict[str, int]) -> None:
        """Fill `element` with the numbers of `citations`, the lowest first, counting new keys into `cited`. A key that
        no source has is shown as it was typed: the check names it, and a draft can still be looked at."""
        if any(key not in self.parts.library.sources for key, _ in citations):
            element.tag = "span"
            element.set("class", "cite--unknown")
            typed = "; ".join(f"@{key}" + (f", {locator}" if locator else "") for key, locator in citations)
            element.text = f"[{typed}]"
            return
        numbered = [(cited.setdefault(key, len(cited) + 1), locator) for key, locator in citations]
        for i, (number, locator) in enumerate(sorted(numbered, key=itemgetter(0))):
            mark = opening(str(number), f"source-{number}", **{"aria-label": f"Source {number}"})
            gap = SPACE if i + 1 < TOGETHER else " "
            mark.tail = (f", {locator}" if locator else "") + (gap if i + 1 < len(citations) else "")
            element.append(mark)


def close_up(parent: etree.Element, place: int) -> None:
    """Let the citation that is the child of `parent` at `place` follow its sentence: "so [1]." -> "so.[1]". Nothing
    stands between the word and the number, so no line can end there."""
    cite = parent[place]
    stop, rest = re.findall(r"^([.,;:!?]*)(.*)", cite.tail or "", re.DOTALL)[0]
    cite.tail = rest
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "").rstrip() + stop
    else:
        parent.text = (parent.text or "").rstrip() + stop


def source_list(sources: Sequence[Source]) -> etree.Element:
    """The numbered list, as the last section of a post."""
    section = etree.Element("section", {"class": "sources side-notes fold", "aria-labelledby": "sources"})
    etree.SubElement(section, "h2", {"id": "sources"}).text = "Sources"
    section.append(fold(len(sources), "source", "sources"))
    listed = etree.SubElement(section, "ol")
    for number, source in enumerate(sources, 1):
        item = etree.SubElement(listed, "li", {"id": f"source-{number}"})
        byline = f"{stopped(source.byline)} " if source.byline else ""
        if source.weight:
            weight = etree.SubElement(item, "b")
            weight.text = f"{source.weight[0].upper()}{source.weight[1:]}."
            weight.tail = f" {byline}"
        else:
            item.text = byline
        links = source.links
        title = etree.SubElement(item, "a", {"href": links[0][1]}) if links else etree.SubElement(item, "span")
        title.text = stopped(source.title)
        title.tail = f" {stopped(source.published)}" if source.published else ""
    return section


class CitationExtension(Extension):
    """Citations of the sources that `parts` holds."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(CitationProcessor(rf"\[({CITATION})\]", md), "citation", 175)
        # After the inline patterns (20) have met every citation, before the contents list (5) is made.
        md.treeprocessors.register(SourceList(md, self.parts), "source_list", 15)
