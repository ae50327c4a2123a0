"""The sheet of a post or a tool: one page of HTML that says all that is on paper, and every file that it needs.

It is made from the edition by theme/templates/handout.html, and is whole without the library that lays it out. So a
build can tell by a digest whether a handout that is kept is this very sheet, and needs nothing but that digest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from markupsafe import Markup

from desk.edition import Edition
from desk.handouts.parts import WARNINGS, Body, on_paper
from desk.markup.grade import mark_html
from desk.markup.picture import with_pictures
from desk.markup.unbroken import in_template, unbroken
from desk.model.header import NOT_REVIEWED, PageHeader, PostHeader
from desk.model.post import Document
from desk.model.source import Source
from desk.pictures.picture import Drawing, Picture

if TYPE_CHECKING:
    from jinja2 import Environment

Form = Literal["normal", "large"]
FORMS: Final[Sequence[Form]] = ("normal", "large")
LONGEST: Final = 54
"""Letters of an address that anyone would type from paper, and that fit a line of a column. Of a longer one, paper has
the name of the site."""
_USED: Final = re.compile(r"css/(tokens|handout)\.css|fonts/.*\.woff2")
"""What a handout is made with, of the theme's files."""
HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class Sheet:
    """What one handout shows: `page` is HTML, `files` what it uses of the theme, `pictures` the places of pictures in
    the site and their names in images/."""

    slug: str
    form: Form
    address: str
    page: str
    files: Mapping[str, bytes]
    pictures: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """Changes with anything that could be seen on it. The place of a picture holds a digest of its bytes."""
        return _digest(self.page.encode())

    @property
    def laid_out_by(self) -> str:
        """What else it depends on: the theme's styles and fonts, the code that lays it out, the library's version."""
        return _digest_of(tuple(sorted(self.files.items())))


def documents(edition: Edition) -> list[Document]:
    """The posts and tools that readers see, by address."""
    shown = sorted(edition.shown(), key=lambda document: document.slug)
    return [each for each in shown if isinstance(each.header, PostHeader) or _is_tool(each)]


def sheets(edition: Edition, document: Document) -> Iterator[Sheet]:
    """The handout of a document in each form."""
    facts = _facts(edition, document)
    files = {name: data for name, data in edition.snapshot.under("theme/static").items() if _USED.match(name)}
    template = _templates(edition).get_template("handout.html")
    for form in FORMS:
        page = template.render(**facts, form=form)
        named = {_place(edition.picture(name)): name for name in edition.pictures_of(document)}
        yield Sheet(document.slug, form, facts["address"], page, files, named)


def _facts(edition: Edition, document: Document) -> dict[str, Any]:
    """What the template is told."""
    site, header = edition.site, document.header
    assert header is not None
    html = unbroken(with_pictures(edition.converted(document.path).html, edition.picture, feed=True))
    body = Body(html, site.address, _paper_ink(edition))
    parts: dict[str, Markup] = {}
    if isinstance(header, PostHeader):
        of_kind = {"key_points": ("key-points",), "warnings": WARNINGS, "ask": ("ask-your-clinician",)}
        for name, kinds in of_kind.items():
            parts[name] = Markup(body.on_paper(body.boxes(*kinds), 2))
        parts["how_sure"] = Markup(body.on_paper(body.how_sure(), 2))
        parts["found"] = Markup(body.on_paper(body.found(), 2))
    else:
        parts["body"] = Markup(body.on_paper(body.whole()))
    keys = edition.rendered(document.path).sources
    cited = sorted(set(body.cited))
    address = f"{site.address}/{document.slug}/"
    return {
        "SITE": site,
        "BUILD_DAY": edition.day,
        "NOT_REVIEWED": NOT_REVIEWED,
        "document": document,
        "header": header,
        "category": site.categories[header.category] if isinstance(header, PostHeader) else None,
        "address": address,
        "parts": parts,
        "words": [Markup(each) for each in body.explained()],
        "words_title": body.words_title,
        "sources": [(number, short(edition.library.sources[keys[number - 1]])) for number in cited],
        "sources_title": body.sources_title,
    }


def short(source: Source) -> dict[str, str]:
    """A source in its short form: who, when, and where it can be read."""
    first = source.authors[0] if source.authors else source.byline or source.container or source.title
    who = f"{first} et al" if len(source.authors) > 1 else first
    said = ". ".join(part.rstrip(".") for part in (who, source.year[:4]) if part)
    address = source.links[0][1] if source.links else ""
    seen = re.sub(r"^https?://(www\.)?|/$", "", address)
    return {"said": f"{said}.", "address": address, "seen": seen if len(seen) <= LONGEST else seen.partition("/")[0]}


def _is_tool(document: Document) -> bool:
    return isinstance(document.header, PageHeader) and document.header.tool


def _place(picture: Picture | None) -> str:
    """Where a feed finds a picture, and a handout."""
    return "" if picture is None else f"/{picture.file if isinstance(picture, Drawing) else picture.plain.file}"


def _paper_ink(edition: Edition) -> str:
    """The tone of drawings on paper: what tokens.css says last, for print."""
    return str(re.findall(r"--shade: (#\w+);", edition.snapshot.text("theme/static/css/tokens.css"))[-1])


def _templates(edition: Edition) -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    files = edition.snapshot.under("theme/templates")
    environment = Environment(
        loader=FunctionLoader(lambda name: files[name].decode("utf-8") if name in files else None),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["SITE"] = edition.site
    environment.filters["unbroken"] = in_template
    environment.filters["mark"] = lambda grade: Markup(on_paper(mark_html(grade)))
    return environment


@lru_cache(maxsize=4)
def _digest_of(files: tuple[tuple[str, bytes], ...]) -> str:
    code = [(HERE / name).read_bytes() for name in ("layout.py", "requirements.txt")]
    return _digest(*code, *(part for name, data in files for part in (name.encode(), data)))


def _digest(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
