"""Citations. A writer types `[@zitek2018]` or `[@zitek2018; @cohen2018, p. 3]`; each becomes a number that leads
to its source, and the sources stand numbered at the end, in the order of their first use, in AMA style, each with
the kind of study it was and how many people it had.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from desk.model.source import Source, read_sources

CITATION = r"\[(@[\w:-]+(?:,[^;\]]*)?(?:;\s*@[\w:-]+(?:,[^;\]]*)?)*)\]"


def parse_citation(text: str) -> list[tuple[str, str]]:
    """`@a; @b, p. 3` -> [("a", ""), ("b", "p. 3")]."""
    parts = [part.strip().removeprefix("@").partition(",") for part in text.split(";")]
    return [(key.strip(), locator.strip()) for key, _, locator in parts]


class CitationProcessor(InlineProcessor):
    """Turns one citation into its numbers."""

    def __init__(self, md: Markdown, sources: dict[str, Source]) -> None:
        super().__init__(CITATION, md)
        self.known = sources

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        cited = etree.Element("span", {"class": "cite"})
        last: etree.Element | None = None
        for key, locator in parse_citation(m.group(1)):
            if key not in self.known:
                raise SystemExit(f"[@{key}] is not in content/references.bib. Fix: check the key, or add the source.")
            if self.known[key] not in self.md.sources:
                self.md.sources.append(self.known[key])
            number = self.md.sources.index(self.known[key]) + 1
            if last is not None:
                last.tail = ", "
            last = etree.SubElement(cited, "a", {"href": f"#source-{number}"})
            # Said once a citation: a reader who hears the page is told that a number is a source.
            last.text = f"{number}"
            if locator:
                last.tail = f", {locator}"
        cited.text = "["
        assert last is not None
        last.tail = (last.tail or "") + "]"
        return cited, m.start(0), m.end(0)


class SourceList(Treeprocessor):
    """Puts the list of sources after the text that cites them."""

    def run(self, root: etree.Element) -> None:
        if self.md.sources:
            root.append(source_list(self.md.sources))


def source_list(sources: list[Source]) -> etree.Element:
    """The numbered list, as the last section of a post."""
    section = etree.Element("section", {"class": "sources", "aria-labelledby": "sources"})
    etree.SubElement(section, "h2", {"id": "sources"}).text = "Sources"
    listed = etree.SubElement(section, "ol")
    for number, source in enumerate(sources, 1):
        item = etree.SubElement(listed, "li", {"id": f"source-{number}"})
        item.text = f"{source.byline}. " if source.byline else ""
        links = source.links
        title = etree.SubElement(item, "a", {"href": links[0][1]}) if links else etree.SubElement(item, "span")
        title.text = source.title
        title.tail = ". " + (f"{source.published}. " if source.published else "")
        if source.weight:
            weight = etree.SubElement(item, "span", {"class": "sources__weight"})
            weight.text = f"{source.weight[0].upper()}{source.weight[1:]}."
    return section


class CitationExtension(Extension):
    """Loaded as `plugins.citation`, with `bibliography`: the path of the BibTeX file."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"bibliography": ["", "path of the BibTeX file"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        self.md = md
        md.registerExtension(self)
        self.reset()
        sources = read_sources(Path(self.getConfig("bibliography")))
        md.inlinePatterns.register(CitationProcessor(md, sources), "citation", 175)
        # After the inline patterns (20) have met every citation, before the contents list (5) is made.
        md.treeprocessors.register(SourceList(md), "source_list", 15)

    def reset(self) -> None:
        """Before each document: nothing cited yet."""
        self.md.sources = []


def makeExtension(**kwargs: Any) -> CitationExtension:  # noqa: N802
    return CitationExtension(**kwargs)
