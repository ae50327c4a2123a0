"""A source: one entry of content/references.bib, with its reference in AMA style (11th edition)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal
from urllib.parse import quote

BIBLIOGRAPHY: Final = "content/references.bib"
"""Where they stand, from the project's folder."""
DESIGNS: Final[dict[str, tuple[str, str]]] = {
    "guideline": ("guideline or consensus", "guidelines or consensus statements"),
    "regulatory": ("official label or notice", "official labels or notices"),
    "meta-analysis": ("meta-analysis", "meta-analyses"),
    "systematic-review": ("systematic review", "systematic reviews"),
    "rct": ("randomized trial", "randomized trials"),
    "open-trial": ("trial without a comparison group", "trials without a comparison group"),
    "cohort": ("study that followed a group", "studies that followed a group"),
    "chart-review": (
        "look back at patient charts, no comparison group", "looks back at patient charts, no comparison group",
    ),
    "survey": ("survey", "surveys"),
    "surveillance": ("count from death or poison-center records", "counts from death or poison-center records"),
    "case-series": ("case series", "case series"),
    "case-report": ("case report", "case reports"),
    "review": ("overview", "overviews"),
    "advertising-study": ("study of advertising", "studies of advertising"),
    "animal-study": ("study in animals", "studies in animals"),
    "lab-study": ("laboratory or scan study", "laboratory or scan studies"),
    "official-page": ("official information page", "official information pages"),
    "checklist": ("checklist for publishers", "checklists for publishers"),
    "press-release": ("press release", "press releases"),
    "registration": ("trial registered, no results yet", "trials registered, no results yet"),
}  # fmt: skip
"""`design` of an entry -> what readers see, one and many, from those that weigh most to those that weigh least."""

COMPARED: Final = frozenset({"rct", "meta-analysis", "systematic-review"})
"""Designs that compare one treatment with another."""

Form = Literal["article", "preprint", "web", "label", "registration", "book", "chapter", "report", "thesis"]
"""What a source is, for its reference."""

PREPRINT_SERVERS: Final = (
    "medrxiv", "biorxiv", "psyarxiv", "arxiv", "osf", "osf-preprints", "ssrn", "preprints.org", "research-square",
    "authorea",
)  # fmt: skip
"""Names of preprint servers, in small letters and with hyphens for spaces."""

REGISTRIES: Final = {
    "ClinicalTrials.gov": r"NCT\d{8}",
    "ISRCTN": r"ISRCTN\d{8}",
    "EU Clinical Trials Register": r"\d{4}-\d{6}-\d{2}",
    "ANZCTR": r"ACTRN\d{14}p?",
    "Chinese Clinical Trial Registry": r"ChiCTR[\w-]*\d+",
    "IRCT": r"IRCT\d+N\d+",
}
"""Where trials are registered -> the shape of its identifiers."""

FORMS: Final[dict[str, Form]] = {
    "article": "article", "book": "book", "mvbook": "book", "proceedings": "book", "collection": "book",
    "manual": "book", "booklet": "book", "inbook": "chapter", "incollection": "chapter", "inproceedings": "chapter",
    "conference": "chapter", "inreference": "chapter", "techreport": "report", "report": "report",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "label": "label",
    "registration": "registration",
}  # fmt: skip
"""The kind of an entry in BibTeX -> what it is; a page of the web where it is none of these."""

_LABEL: Final = re.compile(
    r"prescribing|package (?:insert|leaflet)|medication guide|monograph|\blabel|product char", re.I
)
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ETC_AFTER: Final = 6
"""AMA Manual of Style, 11th ed., 3.7: more than six authors become the first three and "et al"."""


@dataclass(frozen=True)
class Source:
    """One source, every field as plain text. `people` is how many took part, None where it does not apply.

    `date`, `updated` and `accessed` are year, year-month or year-month-day. `retracted` says in
    the writer's words why the source no longer holds, `superseded` is the key of the one that has taken its place;
    both are empty while it holds.
    """

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
    shortjournal: str = ""
    editors: tuple[str, ...] = ()
    publisher: str = ""
    edition: str = ""
    medium: str = ""
    number: str = ""
    date: str = ""
    updated: str = ""
    accessed: str = ""
    retracted: str = ""
    superseded: str = ""

    @cached_property
    def withdrawn(self) -> str:
        """Why it must not be relied on, in words that end a sentence; empty while it holds."""
        if self.retracted:
            return f"it was retracted ({self.retracted.rstrip('.')})"
        return f"{self.superseded} has taken its place" if self.superseded else ""

    @property
    def form(self) -> Form:
        """What it is: its kind of entry, unless a field says more."""
        kind = self.kind.lower()
        loose = kind not in FORMS
        if is_preprint_server(self.container) and (loose or kind == "article"):
            return "preprint"
        if loose and (self.design == "registration" or self.registration[0]):
            return "registration"
        if loose and self.medium and _LABEL.search(self.medium):
            return "label"
        return FORMS.get(kind, "web")

    @property
    def registration(self) -> tuple[str, str]:
        """Registry and identifier of a registered trial; both empty for anything else."""
        for registry, shape in REGISTRIES.items():
            for text in (self.number, self.url):
                if found := re.search(rf"(?<![\w-]){shape}(?![\w-])", text):
                    return registry, found[0]
        return "", ""

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Where it can be read, best first: (what it is called, address)."""
        found = []
        if self.doi:
            # Old DOIs have < and > and ; in them.
            found.append(("doi", f"https://doi.org/{quote(self.doi, safe='/:;()[]._-+')}"))
        if self.pmid:
            found.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"))
        known = ("doi.org/", "pubmed.ncbi.nlm.nih.gov/") if found else ()
        if self.url and not any(part in self.url for part in known):
            found.append(("web page", self.url))
        return found

    @cached_property
    def byline(self) -> str:
        """The authors in AMA style, without a full stop; the editors of a book that has no authors."""
        if not self.authors and self.editors and self.form in ("book", "report"):
            return _edited_by(self.editors)
        return _people(self.authors)

    @cached_property
    def published(self) -> str:
        """What follows the title, without the last full stop: `Headache. 2017;57(2):1-9`."""
        retracted = "" if not self.retracted else "Retracted"
        if self.retracted.casefold() not in ("", "yes", "true", "retracted"):
            retracted = f"Retracted: {self.retracted}"
        return _sentences([*self._where(), retracted])

    @property
    def access(self) -> str:
        """The last part: `doi:10.1111/head.13013`, or the address and the day on which it was read."""
        if self.doi:
            return f"doi:{self.doi}"
        day = f"Accessed {_long_date(self.accessed)}. " if self.accessed and self.url else ""
        return day + self.url

    @property
    def reference(self) -> str:
        """The whole reference in AMA style, as plain text."""
        return " ".join(part for part in map(stopped, (self.byline, self.title, self.published)) if part) + (
            f" {self.access}" if self.access else ""
        )

    @cached_property
    def weight(self) -> str:
        """What kind of study it was and how many people it had, in plain words."""
        design = DESIGNS[self.design][0] if self.design in DESIGNS else self.design
        people = f"{self.people:,} {'person' if self.people == 1 else 'people'}" if self.people else ""
        return ", ".join(part for part in (design, people) if part)

    def _where(self) -> list[str]:
        """The sentences between the title and the address."""
        form, day = self.form, _long_date(self.date or self.year)
        updated = f"Updated {_long_date(self.updated)}" if self.updated else ""
        printed = _colon("; ".join(part for part in (self.publisher, self.year) if part), self.pages)
        volume = f"Vol {self.volume}" if self.volume.isdecimal() else self.volume
        edition = _edition(self.edition)
        if form == "article":
            return [self.shortjournal.replace(".", "") or self.container, self._issue(day)]
        if form == "preprint":
            return [self.container, f"Preprint posted online {day}" if day else "Preprint"]
        if form == "book":
            editors = f"({_edited_by(self.editors)})" if self.authors and self.editors else ""
            return [volume, edition, editors, printed]
        if form == "chapter":
            # What "In:" opens is one sentence with the editors or, without them, the book.
            book = _sentences([_edited_by(self.editors), self.container, volume, edition, printed])
            return [f"In: {book}" if book else ""]
        if form == "report":
            number = self.number if re.search(r"\D", self.number) else f"{self.medium or 'Report'} {self.number}"
            return [volume, edition, printed, number if self.number else "", updated]
        if form == "thesis":
            return [
                self.medium or ("Master\u2019s thesis" if "master" in self.kind.lower() else "Dissertation"),
                printed,
            ]
        if form == "label":
            return [self.medium or "Prescribing information", printed, updated]
        if form == "registration":
            registry, identifier = self.registration
            told = identifier and identifier in self.title
            return [registry if told or not registry else f"{registry} identifier: {identifier}", day, updated]
        return [site for site in (self.container or self.publisher,) if site != self.byline] + [day, updated]

    def _issue(self, day: str) -> str:
        """`2017;57(2):1-9`; what has neither volume nor pages has come out online so far."""
        if not self.volume and not self.issue:
            return _colon(self.year, self.pages) if self.pages or not day else f"Published online {day}"
        place = self.volume + (f"({self.issue})" if self.issue else "")
        return _colon(f"{self.year};{place}" if self.year else place, self.pages)


def is_preprint_server(name: str) -> bool:
    """Whether that is the name of one, however it is written."""
    return "-".join(name.casefold().split()) in PREPRINT_SERVERS


def _people(names: Iterable[str]) -> str:
    """Names in AMA style: more than six, or nobody knows how many, become three and "et al"."""
    every = tuple(names)
    known = [name for name in every if name != "others"]
    shown = known[:3] if len(known) > _ETC_AFTER or len(known) < len(every) else known
    return ", ".join(shown if len(shown) == len(every) else [*shown, "et al"])


def _edited_by(editors: tuple[str, ...]) -> str:
    return f"{_people(editors)}, {'ed' if len(editors) == 1 else 'eds'}" if editors else ""


def _edition(text: str) -> str:
    """`3`, `3rd`, `Third`, `Third edition` -> `3rd ed`."""
    text = re.sub(r"\s*\bed(?:ition|n)?\b\.?$", "", text.strip(), flags=re.I)
    if text.casefold() in _ORDINALS:
        text = str(_ORDINALS.index(text.casefold()) + 1)
    if text.isdecimal():
        ending = "th" if text[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
        text += ending
    return f"{text.rstrip('.')} ed" if text else ""


def _long_date(iso: str) -> str:
    """`2023-10-05` -> `October 5, 2023`, `2023-10` -> `October 2023`; anything else stays as it is."""
    found = re.fullmatch(r"(\d{4})-(\d\d?)(?:-(\d\d?))?(?:[T ].*)?", iso)
    if not found or not 1 <= int(found[2]) <= 12:
        return iso
    day = f" {int(found[3])}," if found[3] else ""
    return f"{MONTHS[int(found[2]) - 1]}{day} {found[1]}"


def _colon(text: str, pages: str) -> str:
    return ":".join(part for part in (text, pages) if part)


def stopped(text: str) -> str:
    """`text` with the full stop that it may still lack: none after a question, inside a closing quotation mark."""
    if not text or re.search(r"[.?!\u2026][\"\u201d]?$", text):
        return text
    return f"{text[:-1]}.{text[-1]}" if text.endswith(('"', "\u201d")) else f"{text}."


def _sentences(parts: Iterable[str]) -> str:
    """The parts that have words, a full stop between two, none after the last."""
    text = ""
    for part in parts:
        if part:
            text = f"{stopped(text)} {part}" if text else part
    return text
