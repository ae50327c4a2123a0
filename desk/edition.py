"""An edition: everything that a site is made from on one day.

The bytes are read once. What is checked here is what is published: the build hands these very bodies to Pelican, and
no step opens content/ again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Protocol

from desk.checks import file_name
from desk.checks import site as site_check
from desk.checks import source as source_check
from desk.checks.examine import examine, examine_project, is_document, read_text, settle
from desk.checks.subject import Examined, Facts, Project, TemplateFacts, Text
from desk.markup.converter import Converter
from desk.markup.parts import Gathered, Rendered
from desk.markup.picture import plain, with_pictures
from desk.markup.unbroken import unbroken
from desk.model.bibtex import keys_written, read_bibliography, sources_of
from desk.model.chart import FOLDER as CHARTS
from desk.model.chart import Chart, read_chart
from desk.model.digest import digest_of
from desk.model.glossary import GLOSSARY, read_glossary, words_written
from desk.model.library import DATA, Library
from desk.model.post import Document, read_document
from desk.model.problem import Problem
from desk.model.redirect import REDIRECTS, Redirect, read_redirects
from desk.model.site import SITE, Site, read_site
from desk.model.snapshot import Snapshot, take_snapshot
from desk.model.source import BIBLIOGRAPHY, Source
from desk.pictures.picture import Picture, begins, picture_of
from desk.sharing import share
from desk.site.kept import PLACE, Kept

LibraryRead = tuple[Library, Sequence[Redirect], Sequence[Problem]]
"""What every document stands on, the redirects, and what is wrong with the files that these come from."""


class Store(Protocol):
    """What is known of files that have not changed: desk/site/examined_before.py keeps it on the disk."""

    def read_library(self, version: str, read: Callable[[], LibraryRead]) -> LibraryRead:
        """What `read` gives for files of that version, which is none of the library's own."""

    def known(self, digests: Mapping[str, str], library: str) -> dict[str, Examined]:
        """What is known by a library of that version of files whose `digests` are these, by their paths."""

    def keep(self, digests: Mapping[str, str], examined: Mapping[str, Examined], library: str) -> None:
        """Keep what was found of just these."""

    def body(self, path: str) -> str | None:
        """The html of the document at `path`, of which all else is known; None where that is not known after all."""


class Unreadable(Exception):
    """What everything else stands on cannot be read; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Edition:
    """What was read, what was made of it, and what is wrong with each file by itself."""

    day: dt.date
    snapshot: Snapshot
    library: Library
    redirects: Sequence[Redirect]
    examined: Mapping[str, Examined]
    slips: Sequence[Problem]
    store: Store | None = None

    @property
    def site(self) -> Site:
        """The site's own facts and words."""
        return self.library.site

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Every post and page that is text, by path. What the cache knows of a file does not hold its words."""
        return {
            path: each.document or read_document(path, self.snapshot.text(path), self.site)[0]
            for path, each in self.examined.items()
            if isinstance(each.facts, Facts)
        }

    def converted(self, path: str) -> Rendered:
        """The body of the document at `path` as the grammar makes it: each picture is a name."""
        found = self.examined[path].rendered
        if isinstance(found, Rendered):
            return found
        html = self.store.body(path) if self.store and found else None
        if found and html is not None:
            return Rendered.of(found, html)
        return _converter_of(self.library).convert(self.documents[path])

    def gathered(self, path: str) -> Gathered:
        """What is known of that body without its html, which a build may not need."""
        found = self.examined[path].rendered or self.converted(path)
        return found.gathered() if isinstance(found, Rendered) else found

    def rendered(self, path: str) -> Rendered:
        """The body of the document at `path` as machines get it: with its pictures, and plain spaces."""
        if path not in self._rendered:
            found = self.converted(path)
            self._rendered[path] = replace(found, html=with_pictures(found.html, self.picture))
        return self._rendered[path]

    def in_page(self, path: str) -> str:
        """The same body as it stands in its page: no dose and no count breaks across lines."""
        return self.laid_in(path).decode()

    def laid_in(self, path: str) -> bytes:
        """The same in bytes, which take half the room."""
        if path not in self._laid_in:
            self._laid_in[path] = unbroken(self.rendered(path).html).encode()
        return self._laid_in[path]

    def for_feed(self, path: str) -> str:
        """The same body as it stands in a feed, below the picture that leads it."""
        header = self.documents[path].header
        name, alt = getattr(header, "image", None), getattr(header, "alt", None)
        lead = self.picture(name) if name else None
        first = f"<p>{plain(lead, alt or '')}</p>\n" if lead else ""
        return first + with_pictures(self.converted(path).html, self.picture, feed=True)

    @cached_property
    def _rendered(self) -> dict[str, Rendered]:
        return {}

    @cached_property
    def _laid_in(self) -> dict[str, bytes]:
        return {}

    def picture(self, name: str) -> Picture | None:
        """The picture `name` of images/; None where there is none, or none that can be read."""
        if name not in self._pictures:
            data = self.snapshot.files.get(f"content/images/{name}")
            self._pictures[name] = None if data is None else picture_of(name, data)
        return self._pictures[name]

    @cached_property
    def _pictures(self) -> dict[str, Picture | None]:
        return {}

    def shown(self, *, preview: bool = False) -> list[Document]:
        """Those that readers may see on the day of the edition; in a preview, all that can have an address."""
        if preview not in self._shown:
            self._shown[preview] = [d for path in self.documents if (d := self.page(path, preview=preview))]
        return list(self._shown[preview])

    @cached_property
    def _shown(self) -> dict[bool, list[Document]]:
        return {}

    def page(self, path: str, *, preview: bool = False) -> Document | None:
        """The document at `path` as `shown` has it, always with a header; None where it is not shown.

        A preview shows a draft whose header cannot be read too, by what could be read of it.
        """
        document = self.documents.get(path)
        if document and preview and not document.header and document.stand_in:
            return replace(document, header=document.stand_in)
        return document if document and document.header and (preview or document.published_on(self.day)) else None

    def hidden(self) -> list[Document]:
        """Those of which readers may see nothing yet."""
        return [document for document in self.documents.values() if not document.published_on(self.day)]

    def pictures_of(self, document: Document) -> tuple[str, ...]:
        """Names in images/ of the pictures that `document` shows or links to."""
        lead = getattr(document.header, "image", None)
        return (*([lead] if lead else []), *self.gathered(document.path).pictures)

    def drawn_on(self, path: str) -> tuple[str, ...]:
        """The pictures and the data of charts, as files, without which the document at `path` cannot be shown."""
        facts = self.examined[path].facts
        charts = [f"{CHARTS}/{name}.toml" for _, _, name in facts.charts] if isinstance(facts, Facts) else []
        pictures = [f"content/images/{name}" for name in self.pictures_of(self.documents[path])]
        return tuple(dict.fromkeys([*charts, *pictures]))

    def traces_of(self, document: Document) -> tuple[str, ...]:
        """By what else readers could know those pictures: how the places of what is made of each begin."""
        names = self.pictures_of(document)
        files = ((name, self.snapshot.files.get(f"content/images/{name}")) for name in names)
        return (*names, *(begins(name, data).removeprefix("images/") for name, data in files if data is not None))

    def made_from(self, path: str) -> str:
        """Changes with anything that the body of the document at `path`, and whatever is made of it alone, is made
        from: its own bytes, the library, and the pictures it shows. The code is apart (desk/site/unchanged.py)."""
        if path not in self._made_from:
            digests = self.snapshot.digests
            shown = [(name, digests.get(f"content/images/{name}")) for name in self.pictures_of(self.documents[path])]
            words = repr((self.library.version, path, digests[path], shown))
            self._made_from[path] = digest_of(words.encode("utf-8", "backslashreplace"))
        return self._made_from[path]

    @cached_property
    def _made_from(self) -> dict[str, str]:
        return {}

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in each file and between files, sorted."""
        facts = {path: each.facts for path, each in self.examined.items()}
        project = Project(
            self.day,
            self.snapshot.files,
            self.library,
            {path: each for path, each in facts.items() if isinstance(each, Facts)},
            {path: each for path, each in facts.items() if isinstance(each, TemplateFacts)},
            self.redirects,
            self.snapshot.odd,
        )
        found = [problem for each in self.examined.values() for problem in each.problems]
        return examine_project(project, [*self.slips, *found])


def read(root: Path, day: dt.date, *, cached: bool = False, instead: Mapping[str, bytes] | None = None) -> Edition:
    """The edition of the project at `root` for `day`.

    `cached` takes what checks and builds have found of files that have not changed; a build that publishes does not.
    `instead` lays other bytes over files, by path. Raises Unreadable where content/site.toml cannot be used.
    """
    from desk.site.examined_before import ExaminedBefore  # loaded late: it keeps what stands here

    snapshot = take_snapshot(root, instead)
    return edition_of(snapshot, day, ExaminedBefore(Kept(root / PLACE)) if cached else None)


def edition_of(snapshot: Snapshot, day: dt.date, store: Store | None = None) -> Edition:
    """The edition of what `snapshot` holds."""
    library, redirects, slips = _library(snapshot, store)
    digests = {path: digest for path, digest in snapshot.digests.items() if path not in DATA}
    known = store.known(digests, library.version) if store else {}
    fresh = {path: snapshot.files[path] for path in digests if path not in known}
    found = {**known, **_examine_many(fresh, library)}
    examined = {path: found[path] for path in digests}
    if store and fresh:
        store.keep(digests, examined, library.version)
    return Edition(day, snapshot, library, redirects, examined, slips, store)


def unchecked(edition: Edition, snapshot: Snapshot, paths: Collection[str]) -> Edition:
    """`edition` as `snapshot` has the documents at `paths`, the only files that differ, to show them before they are
    checked: nothing is said to be wrong with them."""
    examined = {path: each for path, each in edition.examined.items() if path in snapshot.files}
    for path in paths:
        text = read_text(path, snapshot.files[path])[0] if path in snapshot.files else None
        if text:
            document = read_document(path, text.text, edition.site)[0]
            facts = Facts(document.kind, document.slug, document.status or "")
            examined[path] = Examined([], facts, document, _converter_of(edition.library).convert(document))
    return replace(edition, snapshot=snapshot, examined=examined)


def _library(snapshot: Snapshot, store: Store | None) -> LibraryRead:
    if not any(path.startswith("content/") for path in snapshot.files):
        code = next(code for code in file_name.CODES if code.name == "file/no-content")
        raise Unreadable([Problem("content", 1, 1, code.name, code.what, code.fix)])
    if SITE not in snapshot.files:
        raise Unreadable([Problem(SITE, 1, 1, "site/missing", site_check.CODES[0].what, site_check.CODES[0].fix)])
    charts = tuple(
        (path, snapshot.text(path))
        for path in snapshot.files
        if path.endswith(".toml") and path.rpartition("/")[0] == CHARTS
    )
    data = [snapshot.files.get(path) for path in DATA]
    read = partial(_read_library, charts, *data)
    return store.read_library(hashlib.blake2b(repr((charts, data)).encode()).hexdigest(), read) if store else read()


@lru_cache(maxsize=4)
def _read_library(charts: tuple[tuple[str, str], ...], *data: bytes | None) -> LibraryRead:
    """The same from each chart's path and text, and the bytes of the files in DATA; None where there is none. Kept by
    content."""
    slips: list[Problem] = []
    texts: dict[str, str] = {}
    for path, each in zip(DATA, data, strict=True):
        if each is not None:
            text, problems = read_text(path, each)
            slips += problems
            texts[path] = text.text if text else ""
    if not texts[SITE] and slips:  # it is no text: what it lacks is not known
        raise Unreadable(settle(slips, {}))
    site, problems = read_site(SITE, texts[SITE])
    if site is None:
        raise Unreadable(settle([*slips, *problems], {}))
    sources: dict[str, Source] = {}
    if text_ := texts.get(BIBLIOGRAPHY):
        parsed = read_bibliography(text_)
        slips += source_check.check(Text(BIBLIOGRAPHY, text_), parsed)
        sources = {source.key: source for source in sources_of(parsed)}
    terms, problems = read_glossary(GLOSSARY, texts[GLOSSARY]) if texts.get(GLOSSARY) else ([], [])
    slips += problems
    redirects, problems = read_redirects(REDIRECTS, texts[REDIRECTS]) if texts.get(REDIRECTS) else ([], [])
    slips += problems
    drawn: dict[str, Chart | None] = {}
    for path, text_ in charts:
        drawn[PurePosixPath(path).stem], problems = read_chart(path, text_)
        slips += problems
    version = hashlib.blake2b(digest_size=16)
    for each in (*data[:3], *(part.encode() for chart_ in charts for part in chart_)):
        version.update((each or b"") + b"\0")
    terms.sort(key=lambda term: term.term.casefold())
    sources_as_typed, terms_as_typed = ((each or b"").decode("utf-8", "replace") for each in data[1:3])
    written, words = frozenset(keys_written(sources_as_typed)), frozenset(words_written(terms_as_typed))
    return Library(site, sources, tuple(terms), version.hexdigest(), drawn, written, words), redirects, slips


@lru_cache(maxsize=4)
def _converter_of(library: Library) -> Converter:
    return Converter(library)


def _examine_many(files: Mapping[str, bytes], library: Library) -> dict[str, Examined]:
    """The first stage for each file, in as many processes as pay for themselves."""
    one = partial(_examine_one, library)
    # A document first: dictionaries and weights, which it loads, are then there for every process.
    ordered = sorted(files.items(), key=lambda file: is_document(file[0]), reverse=True)
    examined = share(one, ordered, sum(map(is_document, files)))
    return {path: each for (path, _), each in zip(ordered, examined, strict=True)}


def _examine_one(library: Library, file: tuple[str, bytes]) -> Examined:
    return examine(*file, _converter_of(library))
