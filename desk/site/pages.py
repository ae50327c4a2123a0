"""The pages: Pelican makes what stands around the bodies, and the bodies are laid into that.

What Pelican makes depends on everything but the words of the bodies. Where none of that changed since the last site,
its files are taken, and only the bodies that changed are laid anew. Where some of it changed, Pelican makes the pages
that show that (desk/site/page_writer.py).
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from desk.edition import Edition
from desk.handouts.kept import Handout
from desk.handouts.sheet import Form
from desk.model.digest import digest_of
from desk.model.post import Document
from desk.site.kept import Kept
from desk.site.laying import Bodies
from desk.site.new_site import NewSite
from desk.site.render import KnownPages, render
from desk.site.site_folder import files_in
from desk.site.unchanged import code_key

Told = Mapping[str, Sequence[Any]]
Handouts = Mapping[str, Mapping[Form, Handout]]
APART: Final = ("content/posts/", "content/pages/", "content/images/", "content/extra/")
"""Folders of which Pelican is told no more than `_told` says, or nothing."""
_LAID_INTO: Final = (".html", ".xml", ".json")


def make_pages(
    edition: Edition,
    root: Path,
    site: NewSite,
    kept: Kept,
    *,
    preview: bool = False,
    handouts: Handouts = MappingProxyType({}),
) -> None:
    """Every page, list and feed of `edition`, the project at `root`, in `site`; a page that is in `handouts`, by its
    address, links to them. `kept` is what earlier builds made. Raises Refusal as `render` does."""
    bodies = Bodies(edition, preview=preview)
    last = site.last
    site.told = told(edition, last.told, preview=preview)
    given = given_key(edition, handouts, preview=preview)
    what = {path: each[2] for path, each in site.told.items()}
    site.frames = digest_of(repr((given, [*what.items()])).encode("utf-8", "backslashreplace"))
    site.begin_with_spare()
    if site.frames == last.frames:
        site.address, site.shown = last.address, last.shown
        stand_on(site, bodies, last.laid)
        return
    known = KnownPages(given, what, last.shown)
    apart = site.folder.with_name(f"{site.folder.name}.frames")
    shutil.rmtree(apart, ignore_errors=True)
    gc.freeze()  # only what Pelican makes is looked through
    try:
        site.address = render(edition, root, apart, preview=preview, handouts=handouts, earlier=kept, known=known)
        gc.collect()  # Pelican's objects hold each other
        site.shown = known.now
        stand_on(site, bodies, known.left)
        for name in files_in(apart):
            data = (apart / name).read_bytes()
            whole, site.laid[name] = bodies.lay(name, data) if name.endswith(_LAID_INTO) else (data, [])
            site.put(name, whole)
    finally:
        gc.unfreeze()
        shutil.rmtree(apart, ignore_errors=True)


def stand_on(site: NewSite, bodies: Bodies, names: Iterable[str]) -> None:
    """Take those of Pelican's files that it would make again, and lay those `bodies` anew that changed."""
    last = site.last
    for name in names:
        laid = last.laid[name]
        if name in last.digests and not bodies.changed(laid):
            site.take(name)
            site.laid[name] = laid
        else:
            data, site.laid[name] = bodies.lay_anew(last.read(name), laid)
            site.put(name, data)


def given_key(edition: Edition, handouts: Handouts = MappingProxyType({}), *, preview: bool) -> str:
    """Changes with anything that Pelican's part of a build of `edition` could depend on, but for what it is told of the
    documents: every other file, and the handouts."""
    files = [(path, digest) for path, digest in edition.snapshot.digests.items() if not path.startswith(APART)]
    papers = [
        (slug, form, handout.place, handout.pages, digest_of(handout.data))
        for slug, forms in sorted(handouts.items())
        for form, handout in sorted(forms.items())
    ]
    said = (code_key(), str(edition.day), preview, files, papers)
    return digest_of(repr(said).encode("utf-8", "backslashreplace"))


def told(edition: Edition, last: Told, *, preview: bool) -> dict[str, tuple[str, bool, str]]:
    """What Pelican is told of each document that is shown, by its path: what that is made from, whether it is a draft,
    and a digest. `last` is what it was told last time, by the same code."""
    found = {}
    for document in edition.shown(preview=preview):
        path = document.path
        head = edition.made_from(path), not document.published_on(edition.day)
        before = last.get(path)
        same = before and tuple(before[:2]) == head
        found[path] = (*head, before[2] if before and same else _told(edition, document))
    return found


def _told(edition: Edition, document: Document) -> str:
    """All that plugins/post_reader.py could tell Pelican of a document: its header, what was found in its body, and
    the bytes of the picture that leads it."""
    name = getattr(document.header, "image", None)
    lead = edition.snapshot.digests.get(f"content/images/{name}", "")
    facts = edition.gathered(document.path)
    draft = not document.published_on(edition.day)
    words = repr((document.path, document.slug, document.header, facts, draft, lead))
    return digest_of(words.encode("utf-8", "backslashreplace"))
