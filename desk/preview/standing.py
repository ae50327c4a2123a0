"""What the press tells the server of the project, as plain values that travel as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from desk.edition import Edition
from desk.model.post import Document, PostHeader
from desk.model.problem import Problem, counts_by_file


@dataclass(frozen=True)
class Shown:
    """A post or page as the overview lists it. `kept` says why its page is an older one; empty where it is not."""

    path: str
    address: str
    title: str
    kind: str
    status: str
    day: str = ""
    kept: str = ""


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
            tuple(Shown(**each) for each in told["documents"]),
            tuple(Problem(**each) for each in told["problems"]),
            tuple(told["faults"]),
            told["error"],
        )

    def of(self, address: str) -> Shown | None:
        """The document whose page is at `address`."""
        return next((each for each in self.documents if each.address == address), None)


def documents_of(edition: Edition) -> list[Shown]:
    """The documents of `edition`, drafts first, then the newest."""
    listed = [_shown(document, edition) for document in edition.documents.values()]
    return sorted(listed, key=lambda each: (each.status == "published", each.day, each.path))


def _shown(document: Document, edition: Edition) -> Shown:
    header = document.header
    title = header.title if header else document.front.values.get("title")
    day = str(header.date) if isinstance(header, PostHeader) else ""
    status = "published" if document.published_on(edition.day) else "draft"
    if header and header.status == "published" and status == "draft":
        status = "scheduled"
    if not header:
        status = "unreadable"
    kept = "" if header else "Its header cannot be read, so this is the page as it was before."
    return Shown(
        document.path,
        f"/{document.slug}/",
        title if isinstance(title, str) else document.slug,
        document.kind,
        status,
        day,
        kept,
    )
