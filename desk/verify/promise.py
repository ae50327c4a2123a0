"""What a finished site is meant to be, in plain values: nothing here reads a file or asks the one who builds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from desk.model.digest import digest_of
from desk.model.header import PostHeader
from desk.model.post import Document
from desk.model.redirect import Redirect
from desk.model.site import Site


@dataclass(frozen=True)
class Shown:
    """A post or page that readers may see.

    `path` is its source, `body_of` gives the HTML that was checked; `pictures` is
    what it shows of images/: names, and how the places of what is made of them begin. `lists` are the lists that hold
    it, from the root (`tag/cost`; the front page is the empty one). `boxes` are what its topic asks for; of each
    choice, one is enough. `head` is what its header says in words. A draft stands in the preview only: its writer is
    told of slips, not stopped by them. All but that is known by what it is `made_from`, where that is said.
    """

    path: str
    slug: str
    body_of: Callable[[], str]
    pictures: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    boxes: Sequence[Sequence[str]] = ()
    head: str = ""
    draft: bool = False
    made_from: str = ""

    @property
    def body(self) -> str:
        """Made where it is asked for: of most pages everything is known already."""
        return self.body_of()

    def __getstate__(self) -> dict[str, object]:
        """Another process is handed the body, and not the whole edition that could make it."""
        return {**self.__dict__, "body_of": partial(str, self.body)}

    @property
    def file(self) -> str:
        """Where it stands in the site."""
        return f"{self.slug}/index.html"

    @cached_property
    def key(self) -> str:
        """Changes with any of it."""
        if self.made_from:
            return f"{self.made_from} {self.draft}"
        return digest_of(repr((replace(self, body_of=str), self.body)).encode("utf-8", "backslashreplace"))

    @classmethod
    def of(
        cls,
        document: Document,
        body_of: Callable[[], str],
        pictures: tuple[str, ...],
        site: Site,
        *,
        draft: bool = False,
        made_from: str = "",
        slug: Callable[[str], str] | None = None,
    ) -> Shown:
        """A document whose header is valid, by the words of `site`. `slug` gives the address of
        a list by its name."""
        slug = slug or slug_of
        header = document.header
        assert header is not None
        head = f"{header.title}\n{header.summary}"
        if not isinstance(header, PostHeader):
            return cls(document.path, document.slug, body_of, pictures, head=head, draft=draft, made_from=made_from)
        tags = (f"tag/{slug(tag)}" for tag in header.tags)
        lists = ("", f"category/{slug(header.category)}", *tags, f"archives/{header.date.year}")
        boxes = site.categories[header.category].blocks
        head = f"{head}\n{header.evidence.reason}"
        return cls(document.path, document.slug, body_of, pictures, lists, boxes, head, draft, made_from)


@dataclass(frozen=True)
class Hidden:
    """A post or page of which readers may see nothing yet: its source, and what it says and shows there."""

    path: str
    slug: str
    title: str
    text: str
    pictures: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document, pictures: tuple[str, ...]) -> Hidden:
        """Any document, also one whose header could not be read."""
        title = document.front.values.get("title")
        return cls(document.path, document.slug, title if isinstance(title, str) else "", document.body, pictures)


@dataclass(frozen=True)
class Promise:
    """What a site is to be.

    `made` are the files beside the pages and `extra` those of them that stand as somebody brought them, so that the
    rules for our pages are not for them: their places in the site, and why each is there (desk/finish). `numbers` are
    the emergency numbers of the country. `before` holds the addresses of posts and pages in the site that stands now.
    `feeds` is false in the preview.
    """

    site_url: str
    shown: Sequence[Shown]
    hidden: Sequence[Hidden] = ()
    redirects: Sequence[Redirect] = ()
    made: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    before: frozenset[str] = frozenset()
    feeds: bool = True
    per_page: int = 10
    language: str = "en"
    numbers: Sequence[str] = ("911", "988")


def slug_of(name: str) -> str:
    """The address of the list `name`, as Pelican makes it."""
    # Loaded late: it takes half a second, and by the time of a promise Pelican is there anyway.
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    return str(slugify(name, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]))
