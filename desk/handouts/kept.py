"""What `make handouts` laid out, kept by its content in .site/handouts/, and which of it is current.

The name of a kept handout is a digest of the whole sheet, its style, its fonts and the library's version, so an old one
is never taken for a new one: it is simply not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk.edition import Edition
from desk.finish.made import Made
from desk.handouts.place import PLACE, kept_names
from desk.handouts.sheet import FORMS, Form, Sheet, documents, sheets
from desk.site.kept import Kept

_NAMES: Final[Mapping[Form, str]] = {"normal": "{slug}.pdf", "large": "{slug}-large-print.pdf"}


class NotKept(Exception):
    """There is no current handout."""


@dataclass(frozen=True)
class Handout:
    """A PDF of `pages` pages, and its `place` in the site."""

    place: str
    pages: int
    data: bytes

    @property
    def kilobytes(self) -> int:
        """As a reader is told: rounded up."""
        return -(-len(self.data) // 1024)


def get(kept: Kept, sheet: Sheet) -> Handout:
    """The handout of `sheet` that is kept. Raises NotKept where there is none."""

    def absent() -> bytes:
        raise NotKept(sheet.slug)

    return of_record(sheet, kept.get(sheet.digest, sheet.laid_out_by, absent))


def of_record(sheet: Sheet, record: bytes) -> Handout:
    """The handout of `sheet` out of what is kept: a line with the number of its pages, then the PDF."""
    pages, _, data = record.partition(b"\n")
    place = f"{sheet.slug}/{_NAMES[sheet.form].format(slug=sheet.slug)}"
    return Handout(place, int(pages), data)


def current(edition: Edition, root: Path) -> dict[str, dict[Form, Handout]]:
    """The handouts that are kept of what `edition` shows, by address and form. A document of which a form is not
    current has none."""
    kept = Kept(root / PLACE)
    found: dict[str, dict[Form, Handout]] = {}
    if not kept_names(root):
        return found
    for document in documents(edition):
        try:
            found[document.slug] = {sheet.form: get(kept, sheet) for sheet in sheets(edition, document)}
        except NotKept:
            continue
    return found


def made(handouts: Mapping[str, Mapping[Form, Handout]]) -> dict[str, Made]:
    """Those files by their place in the site."""
    return {
        handout.place: Made(handout.data, f"the handout of /{slug}/")
        for slug, forms in handouts.items()
        for handout in (forms[form] for form in FORMS)
    }
