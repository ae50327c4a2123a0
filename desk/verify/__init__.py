"""Verify: a finished site is what was meant, and nothing else. What it cannot account for, readers do not get.

One idea a module: what was meant (promise), why each file is there (account), what every page keeps (contracts), that a
page shows what was checked (edition), what may not be told (leaks), what it loads (integrity), where addresses lead
(links), what readers may not lose (standing), what was found before (judged). Each page is parsed once and let go; only
its ids and addresses are kept.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Final

from lxml import etree, html

from desk.markup.tree import parsed
from desk.sharing import share
from desk.site.kept import Kept
from desk.site.site_folder import listing
from desk.verify.account import account, expected
from desk.verify.contracts import Contract, breaches, contracts
from desk.verify.edition import as_checked
from desk.verify.fault import Fault, as_text
from desk.verify.integrity import integrity_of, pins, place, unlike, unpinned
from desk.verify.judged import Judged, Judgement, Loaded
from desk.verify.leaks import Secrets, suspects
from desk.verify.links import Leads, led_nowhere, of_page, of_text, parts_of
from desk.verify.promise import Hidden, Promise, Shown, slug_of
from desk.verify.standing import standing

__all__ = ["Fault", "Hidden", "Judged", "Promise", "Shown", "as_text", "expected", "slug_of", "verify"]

_CLASSES = etree.XPath("//article//@class", smart_strings=False)
_TEXT = (".html", ".xml", ".json", ".txt", ".md", ".webmanifest", ".svg")


def verify(
    site: Path,
    promise: Promise,
    parse: Callable[[str], html.HtmlElement] = parsed,
    judged: Judged | None = None,
) -> list[Fault]:
    """Every fault of the finished `site`, a folder, by what `promise` says it is to be. Each page is parsed by `parse`
    and let go before the next; many pages are shared between processes. `judged` is what was said of files that have
    not changed."""
    judged = judged or Judged(Kept(None), {})
    reader = Reader(site, promise, parse)
    judged.open(reader.for_all)
    entries = dict(listing(site))
    files = sorted(entries)
    links = {name for name, entry in entries.items() if entry.is_symlink()}
    faults = [*account(site, files, links, promise, judged.digests), *standing(promise)]
    by = {document.file: document.key for document in promise.shown} | dict.fromkeys(promise.extra, "brought")
    fresh = [name for name in files if not judged.stands(name, by.get(name, ""))]
    pages = sum(name.endswith(".html") for name in fresh)
    reads = {name: read.kept_once() for name, read in zip(fresh, share(reader.read, fresh, pages), strict=True)}
    faults += told(site, [name for name in files if name.endswith(_TEXT)], promise, judged)
    faults += [fault for read in reads.values() for fault in read.faults]
    before = {name: each for name, each in judged.before.loaded.items() if name in entries and name not in reads}
    loaded = before | {name: read.loaded for name, read in reads.items() if read.loaded}
    faults += misloaded(site, files, loaded, promise)
    site_read = SiteRead(reader, judged, reads, set(files))
    faults += [fault for name in site_read.to_follow() for fault in site_read.led_nowhere(name)]
    digests = {name: digest for name, digest in judged.digests.items() if name in entries}
    wrong = frozenset(fault.file for fault in faults)
    judged.keep(Judgement(digests, by, wrong, loaded, site_read.led_to(), judged.clear), reads)
    return faults


def misloaded(site: Path, files: list[str], loaded: Mapping[str, Loaded], promise: Promise) -> Iterator[Fault]:
    """What is wrong with what the files of the site load, by their names, and what none of them says of those."""
    stands = cache(partial(integrity_of, site))
    all_ = {*loaded.values()}  # the same few files are loaded by every page
    bad = {each for each in all_ if any(unlike("", each, stands))}
    for name in (name for name, each in loaded.items() if each in bad) if bad else ():
        yield from unlike(name, loaded[name], stands)
    pinned = {place(address) for each in all_ for address, integrity in each if integrity}
    yield from unpinned(files, pinned, promise.extra)


def told(site: Path, names: Sequence[str], promise: Promise, judged: Judged) -> Iterator[Fault]:
    """What the files `names` of the site tell of what is not published."""
    if not promise.hidden:
        judged.clear = None
        return
    secrets = Secrets(promise.hidden, promise.shown, promise.site_url)
    texts = partial(_text_in, site)
    for name in suspects(names, texts, secrets, judged):
        for hidden, what in secrets.told(name, texts(name)):
            yield Fault(
                name, f"shows {what} of {hidden.path}, which is not published.", "take it out, or publish it first."
            )


def _text_in(site: Path, name: str) -> str:
    """The file `name` of the site; nothing of what is a link or no text, which is told of elsewhere."""
    file = site / name
    try:
        return "" if file.is_symlink() else file.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@dataclass
class Read:
    """What one file of the site says: what is wrong with it, the ids that it has, the files that it loads and says
    what they must be, and where the addresses lead that it names."""

    faults: list[Fault]
    parts: set[str] | None = None
    loaded: Loaded = ()
    leads: Leads | None = None

    def kept_once(self) -> Read:
        """The same. Most of what pages name is named by all: each such word is one and the same, here and where this is
        kept. So is what says nothing."""
        if self == NOTHING:
            return NOTHING
        self.parts = None if self.parts is None else {sys.intern(part) for part in self.parts}
        self.loaded = _once(self.loaded)
        if self.leads:
            self.leads = self.leads.kept_once()
        return self


@lru_cache(maxsize=256)
def _once(loaded: Loaded) -> Loaded:
    """The same; one and the same for all that load the same."""
    return loaded


NOTHING: Final = Read([])
"""What a file says of which there is nothing to say: half of them are pictures, or name nothing."""


class Reader:
    """Reads one file after the other by what `promise` says; knows nothing of other files."""

    def __init__(self, site: Path, promise: Promise, parse: Callable[[str], html.HtmlElement]) -> None:
        self.site = site
        self.promise = promise
        self.parse = parse
        self.documents = {document.file: document for document in promise.shown}
        self.rules = contracts(promise.numbers)
        self.for_all = repr((promise.site_url, promise.language, promise.feeds, tuple(promise.numbers)))
        """What every file is judged by."""

    @cached_property
    def meant(self) -> Collection[str]:
        """The files that the site is to be made of."""
        return expected(self.promise).keys()

    def read(self, name: str) -> Read:
        """The file `name` of the site."""
        file = self.site / name
        if not name.endswith(_TEXT) or file.is_symlink() or not file.stat().st_size:
            return NOTHING
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            return Read([Fault(name, "is not UTF-8.", "save its source as UTF-8.")])
        faults: list[Fault] = []
        document = self.documents.get(name)
        if document:
            faults += as_checked(document, text)
        if name.endswith(".html"):
            page = self.parse(text)
            ids = parts_of(page)
            loaded: Loaded = ()
            # A draft stands in the preview alone. Its writer was told of its slips by the check, and goes on writing.
            if document and document.draft:
                return Read(faults, set(ids))
            if name in self.meant and name not in self.promise.extra:
                faults += page_faults(name, page, ids, self.rules, self.promise, document)
                try:
                    loaded = tuple(pins(name, page))
                except ValueError:
                    faults.append(
                        Fault(name, "has an import map that cannot be read.", "mend desk/site/head_assets.py.")
                    )
            named = of_page(page, self.promise.site_url)
            return Read(faults, set(ids), loaded, Leads.of(name, named, ids, self.promise.site_url))
        named = []
        try:
            named, found = of_text(name, text, self.promise.site_url)
        except ValueError:
            found = [Fault(name, "is not JSON.", "mend what makes it.")]
        faults += found
        if name.endswith((".xml", ".svg")) and not _is_xml(text):
            faults.append(Fault(name, "is not XML.", "mend what makes it."))
        return Read(faults, leads=Leads.of(name, named, (), self.promise.site_url))

    def named(self, name: str) -> list[str]:
        """The addresses that the file `name`, which has been read, names."""
        text = (self.site / name).read_text("utf-8")
        if name.endswith(".html"):
            return of_page(self.parse(text), self.promise.site_url)
        return of_text(name, text, self.promise.site_url)[0]


class SiteRead:
    """The files of a site as they were read: `reads` by this build, the others by the one before (`judged`)."""

    def __init__(self, reader: Reader, judged: Judged, reads: Mapping[str, Read], files: Set[str]) -> None:
        self.reader = reader
        self.judged = judged
        self.reads = reads
        self.files = files
        self.parts = cache(self._parts)

    def _parts(self, name: str) -> Collection[str]:
        """The ids in the file `name`."""
        return self._read(name).parts or () if name in self.files else ()

    def _read(self, name: str) -> Read:
        read: Read | None = self.reads.get(name) or self.judged.read(name)
        return read or self.reader.read(name)

    def to_follow(self) -> list[str]:
        """The files whose addresses could lead nowhere: what led somewhere does so still where nothing of that is
        gone."""
        gone = self.judged.before.led_to - self.files or any(map(self._lost_any, self.reads))
        return sorted(self.files if gone else self.reads)

    def led_to(self) -> frozenset[str]:
        """The files that any leads to, and some that one led to before."""
        anew = (read.leads.files for read in self.reads.values() if read.leads)
        return self.judged.before.led_to.union(*anew) & self.files

    def _lost_any(self, name: str) -> bool:
        """Whether the file `name` may have had a part that is not in it any more."""
        if not name.endswith(".html") or name not in self.judged.before.digests:
            return False
        before = self.judged.read(name)
        return before is None or not (before.parts or set()) <= (self.reads[name].parts or set())

    def led_nowhere(self, name: str) -> Iterator[Fault]:
        """How the addresses in the file `name` lead nowhere."""
        leads = self._read(name).leads
        if leads and not leads.all_there(self.parts, self.files):
            yield from led_nowhere(name, self.reader.named(name), self.parts, self.files, self.reader.promise.site_url)


def page_faults(
    name: str,
    page: html.HtmlElement,
    ids: Counter[str],
    rules: list[Contract],
    promise: Promise,
    document: Shown | None,
) -> Iterator[Fault]:
    """How one parsed page that the site made breaks what every page keeps."""
    fix = f"mend {document.path}, or the template." if document else "mend the template that makes it."
    facts: dict[str, str | int] = {
        "site": promise.site_url,
        "address": "/" + name.removesuffix("index.html"),
        "source": document.path if document else "",
        "language": promise.language,
        "feeds": 3 if promise.feeds else 0,
    }
    for breach in breaches(page, rules, **facts):
        yield Fault(name, breach, fix)
    for twice in (each for each, times in ids.items() if times > 1):
        yield Fault(name, f"the id {twice} stands there twice: a link would lead to the wrong one.", fix)
    if document:
        boxes = {each for value in _CLASSES(page) for each in value.split()}
        for choice in document.boxes:
            if not any(f"box--{box}" in boxes for box in choice):
                yield Fault(name, f"has no box {' or '.join(choice)}, which its topic needs.", fix)


def _is_xml(text: str) -> bool:
    try:
        etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    return True
