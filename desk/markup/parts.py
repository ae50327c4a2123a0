"""What is gathered while one body is converted. Each extension is handed the same `Parts`; the converter empties it
before each document and returns what it holds as a `Rendered`. Nothing is hung on the Markdown object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.model.glossary import Term
from desk.model.library import Library


@dataclass(frozen=True)
class ClaimShown:
    """A claim as readers find it: its words, its grade, the id of its place on the page, and what was found."""

    title: str
    grade: str
    id: str
    finding: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of the second level: its id and its words."""

    id: str
    name: str


@dataclass(frozen=True)
class Gathered:
    """What lists, notes and machines need to know of a body.

    `sources` are the keys cited, in the order of their numbers; `terms` the words explained; `pictures`
    names in images/; `minutes` to read, without notes.
    """

    sections: tuple[Section, ...] = ()
    anchors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[ClaimShown, ...] = ()
    terms: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    minutes: int = 1


@dataclass(frozen=True)
class Rendered(Gathered):
    """A body as readers get it. `html` is whole: links lead to addresses, not to files."""

    html: str = field(kw_only=True)

    @classmethod
    def of(cls, gathered: Gathered, html: str) -> Rendered:
        """The body `html`, of which that was gathered."""
        return cls(**vars(gathered), html=html)

    def gathered(self) -> Gathered:
        """What was gathered of it, alone."""
        return Gathered(**{name: value for name, value in vars(self).items() if name != "html"})


@dataclass
class Parts:
    """`library` holds for every document; the rest is of the one that is being converted."""

    library: Library
    grade: str = ""
    better: dict[str, bool] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)
    claims: list[ClaimShown] = field(default_factory=list)
    explained: list[Term] = field(default_factory=list)

    def begin(self, grade: str = "", better: Sequence[str] = (), no_better: Sequence[str] = ()) -> None:
        """Empty it for a document whose header says `grade` (empty where it says none), and by key which studies found
        the treatment `better` than what it was compared with, and which did not."""
        self.grade = grade
        self.better = {**dict.fromkeys(better, True), **dict.fromkeys(no_better, False)}
        self.cited, self.claims, self.explained = [], [], []
