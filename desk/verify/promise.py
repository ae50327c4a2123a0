"""What a finished site is meant to be, in plain values: nothing here reads a file or asks the one who builds."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import PurePosixPath
from posixpath import normpath

from desk.model.post import Document, PostHeader
from desk.model.redirect import Redirect
from desk.model.taxonomy import blocks_needed

_TO_RESOLVE = re.compile(r'(?<=\s)(href|src)="\{(?:filename|static)\}([^"#?]*)')


@dataclass(frozen=True)
class Shown:
    """A post or page that readers may see.

    `path` is its source, `body` the HTML that was checked, with links still as `{filename}` and `{static}`. `lists` are
    the lists that hold it, from the root (`tag/cost`; the front page is the empty one). `boxes` are what its topic
    asks for; of each choice, one is enough. `head` is what its header says in words, `picture` the picture that it
    names, in content/images. A draft stands in the preview only: its writer is told of slips, not stopped by them.
    """

    path: str
    slug: str
    body: str
    lists: tuple[str, ...] = ()
    boxes: tuple[tuple[str, ...], ...] = ()
    head: str = ""
    picture: str | None = None
    draft: bool = False

    @property
    def file(self) -> str:
        """Where it stands in the site."""
        return f"{self.slug}/index.html"

    @cached_property
    def published_body(self) -> str:
        """`body` as readers get it: links between sources are addresses from the site's root."""
        return _TO_RESOLVE.sub(lambda found: f'{found[1]}="{address(self.path, unescape(found[2]))}', self.body)

    @cached_property
    def pictures(self) -> frozenset[str]:
        """The files under images/ that it shows or links to."""
        named = (address(self.path, unescape(name)) for _, name in _TO_RESOLVE.findall(self.body))
        own = {f"images/{self.picture}"} if self.picture else set()
        return frozenset(own | {name[1:] for name in named if name.startswith("/images/")})

    @classmethod
    def of(cls, document: Document, body: str, *, draft: bool = False) -> Shown:
        """A document whose header is valid, with its body as HTML."""
        header = document.header
        if not isinstance(header, PostHeader):
            head = f"{header.title}\n{header.summary}" if header else ""
            return cls(document.path, document.slug, body, head=head, draft=draft)
        return cls(
            document.path,
            document.slug,
            body,
            ("", f"category/{_slug(header.category)}", *(f"tag/{_slug(tag)}" for tag in header.tags),
             f"archives/{header.date.year}"),
            blocks_needed(header.category),
            f"{header.title}\n{header.summary}\n{header.evidence.reason}",
            header.image,
            draft,
        )  # fmt: skip


@dataclass(frozen=True)
class Hidden:
    """A post or page of which readers may see nothing yet: its source, and what it says there."""

    path: str
    slug: str
    title: str
    text: str
    picture: str | None = None

    @classmethod
    def of(cls, document: Document) -> Hidden:
        """Any document, also one whose header could not be read."""
        values = document.front.values
        title, picture = values.get("title"), values.get("image")
        return cls(
            document.path,
            document.slug,
            title if isinstance(title, str) else "",
            document.body,
            picture if isinstance(picture, str) else None,
        )


@dataclass(frozen=True)
class Promise:
    """What a site is to be.

    `extra` are the files that content/extra/ puts at the root, `theme` those that the theme brings, both by their
    names in the site. `numbers` are the emergency numbers of the country. `before` holds the addresses of posts and
    pages in the site that stands now. `feeds` is false in the preview.
    """

    site_url: str
    shown: Sequence[Shown]
    hidden: Sequence[Hidden] = ()
    redirects: Sequence[Redirect] = ()
    extra: Collection[str] = ()
    theme: Collection[str] = ()
    before: frozenset[str] = frozenset()
    feeds: bool = True
    per_page: int = 10
    language: str = "en"
    numbers: tuple[str, ...] = ("911", "988")


def address(path: str, target: str) -> str:
    """Where `target`, as the source at `path` names it without its braces, stands on the site."""
    named = target if target.startswith("/") else f"/{PurePosixPath(path).parent.name}/{target}"
    file = PurePosixPath(normpath(named))
    if file.suffix == ".md":
        return f"/{file.stem}/"
    return f"/{file.relative_to('/extra')}" if file.is_relative_to("/extra") else str(file)


def _slug(name: str) -> str:
    # Loaded late: it takes half a second, and by the time of a promise Pelican is there anyway.
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    return str(slugify(name, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]))
