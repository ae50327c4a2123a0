"""A source: one entry of content/references.bib, typed, with its reference in AMA style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_file
from bibtexparser.library import Library
from pylatexenc.latex2text import LatexNodes2Text

DESIGNS: Final[dict[str, tuple[str, str]]] = {
    "guideline": ("guideline or consensus", "guidelines or consensus statements"),
    "regulatory": ("official label or notice", "official labels or notices"),
    "meta-analysis": ("meta-analysis", "meta-analyses"),
    "systematic-review": ("systematic review", "systematic reviews"),
    "rct": ("randomized trial", "randomized trials"),
    "cohort": ("study without random groups", "studies without random groups"),
    "case-series": ("case series", "case series"),
    "case-report": ("case report", "case reports"),
    "review": ("overview", "overviews"),
    "registration": ("trial registered, no results yet", "trials registered, no results yet"),
    "basic-science": ("laboratory study", "laboratory studies"),
}
"""`design` of an entry -> what readers see, one and many, from those that weigh most to those that weigh least."""

_LATEX: Final = LatexNodes2Text()
_ETC_AFTER: Final = 6
"""AMA Manual of Style, 11th ed., 3.7: more than six authors become the first three and "et al"."""


@dataclass(frozen=True)
class Source:
    """One source. `people` is how many took part, None where it does not apply or is not known."""

    key: str
    line: int
    kind: str
    title: str
    authors: tuple[str, ...] = ()
    container: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    note: str = ""
    design: str = ""
    people: int | None = None
    people_note: str = ""

    @property
    def links(self) -> list[tuple[str, str]]:
        """Where it can be read, best first: (what it is called, address)."""
        found = []
        if self.doi:
            found.append(("doi", f"https://doi.org/{self.doi}"))
        if self.pmid:
            found.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"))
        known = ("doi.org/", "pubmed.ncbi.nlm.nih.gov/") if found else ()
        if self.url and not any(part in self.url for part in known):
            found.append(("web page", self.url))
        return found

    @property
    def byline(self) -> str:
        """The authors in AMA style, without a full stop."""
        names = [name for name in self.authors if name != "others"]
        if len(names) > _ETC_AFTER:
            names = names[:3]
        return ", ".join(names if names == list(self.authors) else [*names, "et al"])

    @property
    def published(self) -> str:
        """Where and when it appeared, in AMA style: `Headache. 2017;57(2):1-9`."""
        place = f"{self.volume}({self.issue})" if self.volume and self.issue else self.volume
        pages = f":{self.pages}" if self.pages else ""
        when = self.year + (f";{place}{pages}" if place else "")
        return ". ".join(part for part in (self.container, when) if part)

    @property
    def weight(self) -> str:
        """What kind of study it was and how many people it had, in plain words."""
        design = DESIGNS[self.design][0] if self.design in DESIGNS else self.design
        people = f"{self.people:,} {'person' if self.people == 1 else 'people'}" if self.people else ""
        return ", ".join(part for part in (design, people) if part)


def read_sources(path: Path) -> dict[str, Source]:
    """Every entry of the BibTeX file at `path`, by key, in the file's order.

    Raises ValueError, naming the line, when an entry cannot be read or a key is given twice.
    """
    library = parse_file(str(path), append_middleware=[middlewares.SeparateCoAuthors()])
    for block in library.failed_blocks:
        raise ValueError(f"{path}:{(block.start_line or 0) + 1}: this entry cannot be read, or its key is given twice.")
    return {source.key: source for source in _sources(library)}


def _sources(library: Library) -> Iterator[Source]:
    for entry in library.entries:
        fields = {name: field.value for name, field in entry.fields_dict.items()}

        def text(name: str, fields: dict[str, object] = fields) -> str:
            return _plain(str(fields.get(name, "")))

        raw = fields.get("author", [])
        people = text("n")
        yield Source(
            key=entry.key,
            line=(entry.start_line or 0) + 1,
            kind=entry.entry_type,
            title=text("title"),
            authors=tuple(_ama_name(name) for name in raw) if isinstance(raw, list) else (),
            container=text("journal"),
            year=text("year"),
            volume=text("volume"),
            issue=text("number"),
            pages=_pages(text("pages")),
            doi=text("doi"),
            pmid=text("pmid"),
            url=text("url"),
            note=text("note"),
            design=text("design"),
            people=int(people) if people.isdigit() else None,
            people_note=text("n_note"),
        )


def _ama_name(name: str) -> str:
    """`Etchison, Ashley R.` -> `Etchison AR`; an institution, which BibTeX puts in braces, stays as it is."""
    if "," not in name or name.startswith("{{") or (name.startswith("{") and name.endswith("}")):
        return _plain(name)
    family, _, given = _plain(name).partition(",")
    initials = "".join(part[0] for part in re.split(r"[\s\-.]+", given.strip()) if part)
    return f"{family} {initials}".strip()


def _plain(latex: str) -> str:
    """BibTeX's LaTeX as plain text: accents made letters, braces gone, spaces single."""
    if "\\" in latex:
        latex = _LATEX.latex_to_text(latex)
    return " ".join(latex.replace("{", "").replace("}", "").split())


def _pages(text: str) -> str:
    return re.sub(r"\s*[-\u2013]+\s*", "-", text)
