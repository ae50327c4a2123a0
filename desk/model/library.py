"""What every document draws on: the site's own words, the sources, the glossary, the charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from desk.model.chart import Chart
from desk.model.glossary import GLOSSARY, Term
from desk.model.redirect import REDIRECTS
from desk.model.site import SITE, Site
from desk.model.source import BIBLIOGRAPHY, Source

DATA: Final = (SITE, BIBLIOGRAPHY, GLOSSARY, REDIRECTS)
"""What an edition reads first, and judges itself: every document needs it. The last holds nothing of a library."""


@dataclass(frozen=True, eq=False)
class Library:
    """`sources` by key, `terms` as the glossary has them, `charts` by the name of their file (None where it cannot be
    read). `version` changes with every byte of the files it was read from."""

    site: Site
    sources: Mapping[str, Source]
    terms: tuple[Term, ...]
    version: str = ""
    charts: Mapping[str, Chart | None] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    """The keys of the list of sources, also of entries that cannot be read: of those it tells itself."""
    words_written: frozenset[str] = frozenset()
    """The words of the glossary in small letters, also of terms that cannot be read: of those it tells itself."""

    @cached_property
    def explained(self) -> frozenset[str]:
        """Every word that the glossary explains, or means to, in any of its forms, in small letters."""
        return self.words_written | {word.lower() for term in self.terms for word in (term.term, *term.also)}
