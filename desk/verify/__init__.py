"""Verify: a finished site is what was meant, and nothing else. What it cannot account for, readers do not get.

One idea a module: what was meant (promise), why each file is there (account), what every page keeps (contracts), that a
page shows what was checked (edition), what may not be told (leaks), what it loads (integrity), where addresses lead
(links), what readers may not lose (standing). Each page is parsed once and let go; only its ids and addresses are kept.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

from lxml import etree, html

from desk.markup.tree import parsed
from desk.sharing import share
from desk.site.kept import Kept
from desk.site.site_folder import files_in
from desk.site.unchanged import digest_of
from desk.verify.account import FROM_EXTRA, account, expected
from desk.verify.contracts import Contract, breaches, contracts
from desk.verify.edition import as_checked
from desk.verify.fault import Fault, as_text
from desk.verify.integrity import integrity_of, pins, place, unlike, unpinned
from desk.verify.judged import Judged
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
    files = files_in(site)
    judged = judged or Judged(Kept(None), {})
    faults = [*account(site, files, promise), *standing(promise)]
    reader = Reader(site, promise, parse, judged)
    keys = {name: reader.key(name, judged.digests[name]) for name in files if name in judged.digests}
    found: dict[str, Read | None] = {name: judged.find(keys[name]) if name in keys else None for name in files}
    fresh = [name for name, read in found.items() if read is None]
    pages = sum(name.endswith(".html") for name in fresh)
    for name, said in zip(fresh, share(reader.read, fresh, pages), strict=True):
        found[name] = said.kept_once()
        if name in keys:
            judged.say(keys[name], said)
    faults += told(site, [name for name in files if name.endswith(_TEXT)], promise, judged)
    judged.close()
    reads = {name: read for name, read in found.items() if read is not None}
    faults += [fault for read in reads.values() for fault in read.faults]
    pinned = {address for read in reads.values() for address, integrity in read.loaded if integrity}
    stands = cache(partial(integrity_of, site))  # the same few files are loaded by every page
    faults += [fault for name, read in reads.items() for fault in unlike(name, read.loaded, stands)]
    faults += unpinned(files, {place(address) for address in pinned}, promise.extra)
    parts = {name: read.parts for name, read in reads.items() if read.parts is not None}
    known = set(files)
    for name, read in reads.items():
        if read.leads and not read.leads.all_there(parts, known):
            faults += led_nowhere(name, reader.named(name), parts, known, promise.site_url)
    return faults


def told(site: Path, names: Sequence[str], promise: Promise, judged: Judged) -> Iterator[Fault]:
    """What the files `names` of the site tell of what is not published."""
    if not promise.hidden:
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
    loaded: Sequence[tuple[str, str]] = ()
    leads: Leads | None = None

    def kept_once(self) -> Read:
        """The same. Most of what pages name is named by all: each such word is one and the same, here and where this is
        kept. So is what says nothing."""
        if self == NOTHING:
            return NOTHING
        self.parts = None if self.parts is None else {sys.intern(part) for part in self.parts}
        self.loaded = [(sys.intern(address), sys.intern(integrity)) for address, integrity in self.loaded]
        if self.leads:
            self.leads = self.leads.kept_once()
        return self


NOTHING: Final = Read([])
"""What a file says of which there is nothing to say: half of them are pictures, or name nothing."""


class Reader:
    """Reads one file after the other by what `promise` says; knows nothing of other files."""

    def __init__(self, site: Path, promise: Promise, parse: Callable[[str], html.HtmlElement], judged: Judged) -> None:
        self.site = site
        self.promise = promise
        self.parse = parse
        self.meant = expected(promise)
        self.documents = {document.file: document for document in promise.shown}
        self.rules = contracts(promise.numbers)
        for_all = (promise.site_url, promise.language, promise.feeds, tuple(promise.numbers))
        self._for_all = digest_of(repr(for_all).encode())

    def key(self, name: str, digest: str) -> str:
        """Everything that `read` goes by for the file `name`, whose bytes have that digest."""
        extra = self.meant.get(name, FROM_EXTRA).startswith(FROM_EXTRA)
        document = self.documents.get(name)
        shown = document.key if document else ""
        return f"{digest} {shown} {extra} {self._for_all} {name}"

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
            loaded: list[tuple[str, str]] = []
            # A draft stands in the preview alone. Its writer was told of its slips by the check, and goes on writing.
            if document and document.draft:
                return Read(faults, set(ids))
            if not self.meant.get(name, FROM_EXTRA).startswith(FROM_EXTRA):
                faults += page_faults(name, page, ids, self.rules, self.promise, document)
                try:
                    loaded = pins(name, page)
                except ValueError:
                    loaded = []
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
