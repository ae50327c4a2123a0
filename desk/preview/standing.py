"""What the press tells the server of the project, as plain values that travel as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from desk.edition import Edition
from desk.model.chart import FOLDER as CHARTS
from desk.model.glossary import GLOSSARY
from desk.model.header import PostHeader
from desk.model.post import Document, paths_of
from desk.model.problem import Problem, counts_by_file
from desk.model.source import BIBLIOGRAPHY


@dataclass(frozen=True)
class Shown:
    """A post or page as the overview lists it."""

    path: str
    address: str
    title: str
    kind: str
    status: str
    day: str = ""
    broken: tuple[str, ...] = ()
    """The files that it shows, of those in which something is wrong: pictures, and the data of charts."""

    @property
    def state(self) -> str:
        """Its status in words. One whose header is at fault is shown too, by what of that can be read."""
        told = {"scheduled": f"scheduled for {self.day}", "unreadable": "its header cannot be read whole"}
        return told.get(self.status, self.status)


@dataclass(frozen=True)
class Standing:
    """Everything: `documents`, `problems` of files, `faults` of finished pages, and `error`, why nothing new can be
    made; empty where all is well."""

    documents: Sequence[Shown] = ()
    problems: Sequence[Problem] = ()
    faults: Sequence[str] = field(default=())
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it travels. (`asdict` would copy each value, and take longer than all the rest of a save.)"""
        return {
            "documents": [vars(each) for each in self.documents],
            "problems": [vars(each) for each in self.problems],
            "faults": list(self.faults),
            "error": self.error,
        }

    @cached_property
    def by_path(self) -> Mapping[str, Shown]:
        """The documents by path."""
        return {each.path: each for each in self.documents}

    @cached_property
    def wrong(self) -> Mapping[str, Counter[str]]:
        """How many problems of each severity each file has, by path."""
        return counts_by_file(self.problems)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Standing:
        """What travelled."""
        return cls(
            tuple(Shown(**{**each, "broken": tuple(each["broken"])}) for each in told["documents"]),
            tuple(Problem(**each) for each in told["problems"]),
            tuple(told["faults"]),
            told["error"],
        )

    def of(self, address: str) -> Shown | None:
        """The document whose page is at `address`."""
        return next((each for each in self.documents if each.address == address), None)

    def about(self, address: str) -> tuple[list[Problem], list[str]]:
        """What is wrong with the page at `address`: in its file, in those that it shows, and what spoils those that
        every text stands on; and the faults of the page as it was made, where no error explains them: a warning alone
        spoils no page."""
        document = self.of(address)
        # In the place of a page something may stand that is no document.
        files = (document.path, *document.broken) if document else paths_of(address.strip("/"))
        shared = (BIBLIOGRAPHY, GLOSSARY) if document else ()
        problems = [
            each for each in self.problems if each.path in files or (each.path in shared and each.severity == "error")
        ]
        faults = [each for each in self.faults if each.startswith(f"{address[1:]}index.html:")]
        return problems, [] if any(each.severity == "error" for each in problems) else faults


def documents_of(edition: Edition) -> list[Shown]:
    """The documents of `edition`, drafts first, then the newest."""
    wrong = {each.path for each in edition.problems} - edition.documents.keys()
    wrong = {path for path in wrong if path.startswith(("content/images/", f"{CHARTS}/"))}
    listed = [_shown(document, edition, wrong) for document in edition.documents.values()]
    return sorted(listed, key=lambda each: (each.status == "published", each.day, each.path))


def _shown(document: Document, edition: Edition, wrong: set[str]) -> Shown:
    header = document.header
    title = header.title if header else document.front.values.get("title")
    day = str(header.date) if isinstance(header, PostHeader) else ""
    status = "published" if document.published_on(edition.day) else "draft"
    if header and header.status == "published" and status == "draft":
        status = "scheduled"
    if not header:
        status = "unreadable"
    return Shown(
        document.path,
        f"/{document.slug}/",
        title if isinstance(title, str) else document.slug,
        document.kind,
        status,
        day,
        tuple(path for path in edition.drawn_on(document.path) if path in wrong) if wrong else (),
    )
