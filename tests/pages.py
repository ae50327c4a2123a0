"""The built pages: each HTML file of the site, parsed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from lxml import html

from tests.build_site import real_site

SITE_URL = "https://plainketamine.example"
KINDS = {
    "home": r"/(page/\d+/)?",
    "post": r"/[\w-]+/",
    "page": r"/get-help-now/",
    "tool": r"/option-grid-chronic-migraine/",
    "style guide": r"/style-guide/",
    "archives": r"/archives/",
    "year": r"/archives/\d+/(page/\d+/)?",
    "topics": r"/categories/",
    "topic": r"/category/[\w-]+/(page/\d+/)?",
    "claims": r"/claims/",
    "search": r"/search/",
    "glossary": r"/glossary/",
    "tags": r"/tags/",
    "tag": r"/tag/[\w-]+/(page/\d+/)?",
    "not found": r"/(404|offline)\.html",
}
"""Every kind of page there is, and what its addresses look like. tests/build/test_kinds.py holds it to the site."""


@dataclass(frozen=True)
class Page:
    """One HTML file of a built site."""

    site: Path
    file: Path

    @property
    def address(self) -> str:
        """Its path on the site: `/about/`."""
        return "/" + self.file.relative_to(self.site).as_posix().removesuffix("index.html")

    @cached_property
    def text(self) -> str:
        """The file as it stands."""
        return self.file.read_text("utf-8")

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The parsed page."""
        return html.document_fromstring(self.text.encode(), parser=html.HTMLParser(encoding="utf-8"))

    @property
    def is_post(self) -> bool:
        """Whether it is a post: only posts have an article."""
        return bool(self.tree.xpath("//main//article"))

    def meta(self, name: str) -> str | None:
        """The content of the `<meta>` whose name or property is `name`."""
        found = self.tree.xpath("//meta[@name=$name or @property=$name]/@content", name=name)
        return str(found[0]) if found else None

    def __str__(self) -> str:
        return self.address


def fonts_of(text: str) -> list[str]:
    """The fonts that a page of this text may ask for, each as a path from the site."""
    return re.findall(r"url\(/(fonts/[^)]+)\)", text)


def pages_of(site: Path) -> list[Page]:
    """Every page of a built site, in order of address."""
    return [Page(site, file) for file in sorted(site.rglob("*.html"))]


@cache
def pages() -> list[Page]:
    """Every page of the real site. Built when first asked for."""
    return pages_of(real_site())


def posts() -> list[Page]:
    """Those that are posts."""
    return [page for page in pages() if page.is_post]


def first_of(kind: str, among: list[Page]) -> Page:
    """The first of `among` that is of a kind of KINDS."""
    return next(page for page in among if re.fullmatch(KINDS[kind], page.address) and (kind != "post" or page.is_post))


def example(kind: str) -> Page:
    """The first page of the real site that is of a kind of KINDS."""
    return first_of(kind, pages())
