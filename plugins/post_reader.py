"""Reads posts and pages by the model, so that the check, the build and the commands agree on what a header says.

What a writer types: a file under content/posts or content/pages. What comes out: Pelican's content and metadata,
or nothing at all for what is not published on the build's day, unless the settings ask for a preview.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from markdown import Markdown
from pelican import signals
from pelican.contents import Category, Tag
from pelican.readers import BaseReader
from pelican.utils import SafeDatetime

from desk.markup.reading_time import minutes
from desk.model.post import Document, PostHeader, read_document


def pelican_metadata(document: Document, settings: dict[str, Any], day: dt.date) -> dict[str, Any]:
    """What Pelican and the templates are told of a document whose header is valid."""
    header = document.header
    assert header is not None

    def moment(when: dt.date) -> SafeDatetime:
        return SafeDatetime(when.year, when.month, when.day, tzinfo=ZoneInfo(settings["TIMEZONE"]))

    metadata: dict[str, Any] = {
        "title": header.title,
        "summary": header.summary,
        "slug": document.slug,
        "status": "published",
        "header": header,
        "source_file": document.path,
        "draft": not document.published_on(day),
        "changed": header.modified or getattr(header, "date", None),
        "order": (-header.date.toordinal() if isinstance(header, PostHeader) else 0, document.slug),
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


class PostReader(BaseReader):
    """Pelican's reader for .md files."""

    enabled = True
    file_extensions: ClassVar[list[str]] = ["md"]

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self.markdown = Markdown(**settings["MARKDOWN"])

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body as HTML, and the metadata; `status: skip` for what may not be seen yet."""
        file = Path(source_path)
        path = file.relative_to(Path(self.settings["PATH"]).parent).as_posix()
        document, problems = read_document(path, file.read_text("utf-8"))
        day = self.settings["BUILD_DAY"]
        if document.status != "published" and (not self.settings["PREVIEW"] or document.header is None):
            return "", {"status": "skip"}
        if document.header is None:
            # Pelican would log an exception and go on without the post. This ends the build.
            raise SystemExit("\n".join(map(str, problems)))
        if not document.published_on(day) and not self.settings["PREVIEW"]:
            return "", {"status": "skip"}
        self.markdown.reset()
        self.markdown.document = document
        # Remarks between writers stay between writers. In code a comment is escaped, so it is none.
        # The contents extension gives every heading's link a class, also an empty one.
        html = self.markdown.convert(document.body).replace('<a class="" href="#', '<a href="#')
        html = re.sub(r"<!--.*?-->\n?", "", html, flags=re.DOTALL)
        self.settings.setdefault("BODIES", {})[path] = html  # for verify
        metadata = pelican_metadata(document, self.settings, day)
        metadata["contents"] = [token for token in self.markdown.toc_tokens if token["level"] == 2]
        metadata["sources"] = self.markdown.sources
        metadata["claims"] = self.markdown.claims
        metadata["minutes"] = minutes(html)
        return html, metadata


def add_reader(readers: Any) -> None:
    for extension in PostReader.file_extensions:
        readers.reader_classes[extension] = PostReader


def register() -> None:
    signals.readers_init.connect(add_reader)
