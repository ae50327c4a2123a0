"""What a post's certainty rests on. A writer cites sources in a `/// how-sure` box; out comes, under the writer's own
words, how many of each kind of study were cited there, how many people each kind had, and the newest year: in words
first, then each study as a block, on one scale for all kinds. A box that cites nothing rests on all sources of the
post. Where the header says which trials found the treatment better, and which did not, the words say how many, and a
block is full, or empty; half full where there was nothing to compare.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from desk.markup.parts import Parts
from desk.model.source import COMPARED, DESIGNS, Source

GAP, NUMBERED, MOST = 1, 6, 5000
"""Percent between two blocks; percent from which a block has room for its number; people that a row can show."""


Study = tuple[int, bool | None]
"""Its people, and whether the treatment did better than what it was compared with; None where nothing was."""


@dataclass(frozen=True)
class Row:
    """One kind of study: its name in words, how many were cited, and those to draw: with known people and, where the
    post says what its trials found, with a verdict. `found` is that in words."""

    name: str
    studies: int
    people: int
    drawn: list[Study]
    found: str = ""

    @property
    def words(self) -> str:
        people = f" ({self.people:,} people)" if self.people else ""
        return f"{self.studies} {self.name}{people}"


def profile(sources: list[Source], better: Mapping[str, bool] = MappingProxyType({})) -> list[Row]:
    """The rows of `sources`, from the kinds that weigh most. People are not added up over kinds: a review has counted
    the people of its trials already. `better`: what the post says of its trials, by key."""
    rows = []
    for design, (one, many) in DESIGNS.items():
        of_kind = [source for source in sources if source.design == design]
        if of_kind:
            said = [each for each in of_kind if not better or each.design not in COMPARED or each.key in better]
            drawn = [(each.people, _verdict(each, better)) for each in said if each.people]
            found = _found([better[each.key] for each in of_kind if each.key in better], len(of_kind))
            people = sum(each.people or 0 for each in of_kind)
            rows.append(Row(one if len(of_kind) == 1 else many, len(of_kind), people, drawn, found))
    return rows


def _verdict(source: Source, better: Mapping[str, bool]) -> bool | None:
    """Where the post says nothing of any trial, all of them are alike: full."""
    return (better.get(source.key) if better else True) if source.design in COMPARED else None


def _found(verdicts: list[bool], studies: int) -> str:
    """What those with a verdict found, of so many studies, in words."""
    yes, no = sum(verdicts), len(verdicts) - sum(verdicts)
    parts = [
        f"{yes} found a gain over what it was compared with" if yes else "",
        f"{no} found no clear gain" if no else "",
    ]
    if len(verdicts) == studies and not (yes and no):
        parts = [part.replace(f"{studies} ", "It " if studies == 1 else "All ", 1) for part in parts]
    return ", and ".join(part for part in parts if part)


def newest(sources: list[Source]) -> str:
    """The newest year among `sources`, or nothing."""
    return max((source.year[:4] for source in sources if source.year), default="")


def blocks(studies: list[Study], percent: float) -> etree.Element:
    """A block for each study, as long as its number of people, with that number under it: `percent` of the row for each
    person. Full where the treatment did better, empty where not, half full where nothing was compared. Hidden from
    screen readers, which have just heard the sum."""
    numbered = any(count * percent >= NUMBERED for count, _ in studies)
    height = "54" if numbered else "28"
    svg = etree.Element("svg", {"class": "bar", "width": "100%", "height": height, "aria-hidden": "true"})
    start = 0.0
    for count, better in studies:
        x, width = f"{start:.4g}%", count * percent
        if better is None:
            half = {"x": x, "y": "14", "width": f"{width:.4g}%", "height": "13", "fill": "currentColor"}
            etree.SubElement(svg, "rect", half)
        block = {"x": x, "y": "1", "width": f"{width:.4g}%", "height": "26", "stroke": "currentColor"}
        etree.SubElement(svg, "rect", {**block, "fill": "currentColor" if better else "none"})
        if width >= NUMBERED:
            etree.SubElement(svg, "text", {"x": x, "y": "50"}).text = f"{count:,}"
        start += width + GAP
    return svg


def profile_elements(sources: list[Source], better: Mapping[str, bool] = MappingProxyType({})) -> etree.Element:
    """The profile, as a figure: for each kind of study how many, how many people and what they found, then its studies
    drawn."""
    figure = etree.Element("figure", {"class": "evidence-base"})
    caption = etree.SubElement(figure, "figcaption")
    caption.text = "What this rests on"
    listed = etree.SubElement(figure, "ul", {"class": "unlisted"})
    rows = profile(sources, better)
    # A kind whose studies outnumber the others' people by far, such as a review of thousands, has words alone: drawn
    # to one scale it would leave nothing of them to see.
    drawn = [row for row in rows if row.drawn and row.people <= MOST]
    # One scale for all: the row with the most people, and the gaps between its studies, fill the width.
    percent = min(((100 - GAP * (len(row.drawn) - 1)) / row.people for row in drawn), default=0.0)
    for row in rows:
        item = etree.SubElement(listed, "li")
        etree.SubElement(item, "strong").text = f"{row.studies} {row.name}"
        item[0].tail = row.words.removeprefix(item[0].text or "") + (f". {row.found}." if row.found else ".")
        if row in drawn:
            item.append(blocks(row.drawn, percent))
    if drawn:
        caption.text += ". "
        said = "Each block is a study, as long as its number of people."
        if better:
            said += " Full: a gain over what it was compared with. Empty: no clear gain."
        if any(verdict is None for row in drawn for _, verdict in row.drawn):
            said += " Half full: nothing was compared."
        etree.SubElement(caption, "span").text = said
    year = newest(sources)
    if year:
        etree.SubElement(listed, "li").text = f"Newest: {year}."
    return figure


class EvidenceBase(Treeprocessor):
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
                box.append(profile_elements(sources, self.parts.better))


class EvidenceBaseExtension(Extension):
    """Profiles of the sources that `parts` holds. Comes after the citations."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(EvidenceBase(md, self.parts), "evidence_base", 12)
