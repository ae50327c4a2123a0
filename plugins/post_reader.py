"""Hands Pelican the posts and pages of the edition. It opens no file.

What a writer types: a file under content/posts or content/pages. What comes out: for content the mark of its body,
which is laid in when Pelican is done (desk/site/laying.py), and its metadata; or nothing at all for what is not
published on the edition's day, unless the settings ask for a preview.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from markupsafe import Markup
from pelican import signals
from pelican.contents import Category, Tag
from pelican.readers import BaseReader
from pelican.utils import SafeDatetime

from desk.edition import Edition
from desk.markup.parts import Rendered
from desk.markup.picture import shown
from desk.model.header import PostHeader
from desk.model.library import Library
from desk.model.post import Document
from desk.pictures.picture import Photograph
from desk.site.laying import mark


def pelican_metadata(
    document: Document, rendered: Rendered, library: Library, settings: dict[str, Any], day: dt.date
) -> dict[str, Any]:
    """What Pelican and the templates are told of a document whose header is valid."""
    header = document.header
    assert header is not None

    def moment(when: dt.date) -> SafeDatetime:
        return SafeDatetime(when.year, when.month, when.day, tzinfo=ZoneInfo(library.site.timezone))

    metadata: dict[str, Any] = {
        "title": header.printed_title,
        "summary": header.printed_summary,
        "slug": document.slug,
        "url": settings["ARTICLE_URL"].format(slug=document.slug),  # Pelican would make it anew each time it is asked
        "status": "published",
        "header": header,
        "source_file": document.path,
        "draft": not document.published_on(day),
        "changed": header.modified or getattr(header, "date", None),
        "order": (-header.date.toordinal() if isinstance(header, PostHeader) else 0, document.slug),
        "contents": rendered.sections,
        "anchors": rendered.anchors,
        "claims": rendered.claims,
        "sources": [library.sources[key] for key in rendered.sources],
        "minutes": rendered.minutes,
    }
    if header.modified:
        metadata["modified"] = moment(header.modified)
    if isinstance(header, PostHeader):
        metadata["date"] = moment(header.date)
        metadata["category"] = Category(header.category, settings)
        metadata["tags"] = [Tag(tag, settings) for tag in header.tags]
    elif header.hidden:
        metadata["status"] = "hidden"
    return metadata


def pictures(edition: Edition, document: Document) -> dict[str, Any]:
    """What the templates are told of a document's pictures: `lead` stands at its top, `card` is what it is shared with
    (None: the site's own), and `for_feed` marks its body in a feed."""
    name, alt = getattr(document.header, "image", None), getattr(document.header, "alt", None)
    picture = edition.picture(name) if name else None
    return {
        "lead": Markup(shown(picture, name, alt or "")) if name and picture else None,
        "card": picture.plain if isinstance(picture, Photograph) else None,
        "for_feed": mark(document.path, feed=True),
    }


class PostReader(BaseReader):
    """Pelican's reader for .md files: `settings["EDITION"]` has read them already."""

    enabled = True
    file_extensions: ClassVar[list[str]] = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The mark of the body, and the metadata; `status: skip` for what may not be seen yet."""
        edition, preview = self.settings["EDITION"], self.settings["PREVIEW"]
        path = Path(source_path).relative_to(Path(self.settings["PATH"]).parent).as_posix()
        document = edition.page(path, preview=preview)
        if not document:
            return "", {"status": "skip"}
        rendered = edition.converted(path)
        metadata = pelican_metadata(document, rendered, edition.library, self.settings, edition.day)
        return mark(path), metadata | pictures(edition, document)


def add_reader(readers: Any) -> None:
    for extension in PostReader.file_extensions:
        readers.reader_classes[extension] = PostReader


def register() -> None:
    signals.readers_init.connect(add_reader)
