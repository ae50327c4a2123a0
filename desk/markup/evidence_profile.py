"""What a post's certainty rests on. A writer cites sources in a `/// how-sure` box; out comes, under the writer's own
words, how many of each kind of study were cited there, how many people each kind had, and the newest year: in words
first, then as quiet bars with the same numbers. A box that cites nothing rests on all sources of the post.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from desk.markup.parts import Parts
from desk.model.source import DESIGNS, Source


@dataclass(frozen=True)
class Row:
    """One kind of study: its name in words, how many were cited, how many people they had where that is known."""

    name: str
    studies: int
    people: int

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
            people = sum(source.people or 0 for source in of_kind)
            rows.append(Row(one if len(of_kind) == 1 else many, len(of_kind), people))
    return rows


def newest(sources: list[Source]) -> str:
    """The newest year among `sources`, or nothing."""
    return max((source.year[:4] for source in sources if source.year), default="")


def bar(count: int, whole: int) -> etree.Element:
    """A bar that is filled by `count` of `whole`; hidden from screen readers, which have just heard the words."""
    svg = etree.Element(
        "svg",
        {
            "class": "evidence-profile__bar",
            "viewBox": "0 0 100 1",
            "preserveAspectRatio": "none",
            "aria-hidden": "true",
        },
    )
    etree.SubElement(svg, "rect", {"width": f"{100 * count / whole:.4g}", "height": "1"})
    return svg


def profile_elements(sources: list[Source]) -> etree.Element:
    """The profile, as a list: words, then a bar of how many of the cited sources are of that kind."""
    listed = etree.Element("ul", {"class": "evidence-profile"})
    for row in profile(sources):
        item = etree.SubElement(listed, "li")
        item.text = row.words
        item.append(bar(row.studies, len(sources)))
    year = newest(sources)
    if year:
        etree.SubElement(listed, "li").text = f"Newest: {year}"
    return listed


class EvidenceProfile(Treeprocessor):
    """Adds the profile to each how-sure box, once its citations have their numbers."""

    def __init__(self, md: Markdown, parts: Parts) -> None:
        super().__init__(md)
        self.parts = parts

    def run(self, root: etree.Element) -> None:
        known = [self.parts.library.sources[key] for key in self.parts.cited]
        for box in root.iter("div"):
            if "box--how-sure" in box.get("class", "") and known:
                cited = {
                    int(mark.text or 0) for cite in box.iter("span") if cite.get("class") == "cite" for mark in cite
                }
                sources = [known[number - 1] for number in sorted(cited)] or known
                lead = etree.SubElement(box, "p")
                lead.text = "This rests on:"
                box.append(profile_elements(sources))


class EvidenceProfileExtension(Extension):
    """Profiles of the sources that `parts` holds. Comes after the citations."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(EvidenceProfile(md, self.parts), "evidence_profile", 12)
