"""What a post's certainty rests on. A writer cites sources in a `/// how-sure` box; out comes, under the writer's own
words, how many of each kind of study were cited there, how many people each kind had, and the newest year: in words
first, then each study as a block, on one scale for all kinds. A box that cites nothing rests on all sources of the
post.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from desk.markup.parts import Parts
from desk.model.source import DESIGNS, Source

GAP, NUMBERED, MOST = 1, 6, 5000
"""Percent between two blocks; percent from which a block has room for its number; people that a row can show."""


@dataclass(frozen=True)
class Row:
    """One kind of study: its name in words, how many were cited, and the people of each where that is known."""

    name: str
    studies: int
    sizes: list[int]

    @property
    def people(self) -> int:
        return sum(self.sizes)

    @property
    def words(self) -> str:
        people = f" ({self.people:,} people)" if self.people else ""
        return f"{self.studies} {self.name}{people}"


def profile(sources: list[Source]) -> list[Row]:
    """The rows of `sources`, from the kinds that weigh most. People are not added up over kinds: a review has counted
    the people of its trials already."""
    rows = []
    for design, (one, many) in DESIGNS.items():
        of_kind = [source for source in sources if source.design == design]
        if of_kind:
            sizes = [source.people for source in of_kind if source.people]
            rows.append(Row(one if len(of_kind) == 1 else many, len(of_kind), sizes))
    return rows


def newest(sources: list[Source]) -> str:
    """The newest year among `sources`, or nothing."""
    return max((source.year[:4] for source in sources if source.year), default="")


def studies(people: list[int], percent: float) -> etree.Element:
    """A block for each study, as long as its number of people, with that number under it: `percent` of the row for each
    person. Hidden from screen readers, which have just heard the sum."""
    svg = etree.Element("svg", {"class": "bar", "width": "100%", "height": "54", "aria-hidden": "true"})
    start = 0.0
    for count in people:
        x, width = f"{start:.4g}%", count * percent
        block = {"x": x, "y": "1", "width": f"{width:.4g}%", "height": "26", "fill": "currentColor"}
        etree.SubElement(svg, "rect", block)
        if width >= NUMBERED:
            etree.SubElement(svg, "text", {"x": x, "y": "50"}).text = f"{count:,}"
        start += width + GAP
    return svg


def profile_elements(sources: list[Source]) -> etree.Element:
    """The profile, as a figure: for each kind of study how many and how many people, then its studies drawn."""
    figure = etree.Element("figure", {"class": "evidence-profile"})
    caption = etree.SubElement(figure, "figcaption")
    caption.text = "What this rests on"
    listed = etree.SubElement(figure, "ul", {"class": "unlisted"})
    rows = profile(sources)
    # A kind whose studies outnumber the others' people by far, such as a review of thousands, has words alone: drawn
    # to one scale it would leave nothing of them to see.
    drawn = [row for row in rows if row.sizes and row.people <= MOST]
    # One scale for all: the row with the most people, and the gaps between its studies, fill the width.
    percent = min(((100 - GAP * (len(row.sizes) - 1)) / row.people for row in drawn), default=0.0)
    for row in rows:
        item = etree.SubElement(listed, "li")
        etree.SubElement(item, "strong").text = f"{row.studies} {row.name}"
        item[0].tail = row.words.removeprefix(item[0].text or "") + "."
        if row in drawn:
            item.append(studies(row.sizes, percent))
    if drawn:
        caption.text += ". "
        etree.SubElement(caption, "span").text = "Each block is a study, as long as its number of people."
    year = newest(sources)
    if year:
        etree.SubElement(listed, "li").text = f"Newest: {year}."
    return figure


class EvidenceProfile(Treeprocessor):
    """Adds the profile to each how-sure box, once its citations have their numbers."""

    def __init__(self, md: Markdown, parts: Parts) -> None:
        super().__init__(md)
        self.parts = parts

    def run(self, root: etree.Element) -> None:
        known = [self.parts.library.sources[key] for key in self.parts.cited]
        for box in root.iter("section"):
            if "box--how-sure" in box.get("class", "") and known:
                cited = {int(mark.text or 0) for cite in box.iter("sup") for mark in cite}
                sources = [known[number - 1] for number in sorted(cited)] or known
                box.append(profile_elements(sources))


class EvidenceProfileExtension(Extension):
    """Profiles of the sources that `parts` holds. Comes after the citations."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(EvidenceProfile(md, self.parts), "evidence_profile", 12)
