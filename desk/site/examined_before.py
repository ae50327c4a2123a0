"""What was found of files that have not changed: their problems, and of posts and pages the body that readers get.

Each is kept by everything it was made from: its path, its bytes, the library, and all code (desk/site/kept.py). What a
check found a build need not find again, and the other way round. CI and publishing check with `--no-cache` and build
with `--clean`, and ask nothing here, so what they find does not rest on this folder.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import replace

from desk.checks.subject import Examined
from desk.edition import LibraryRead
from desk.markup.parts import Rendered
from desk.site.kept import Bundles, Kept
from desk.site.unchanged import code_key


class ExaminedBefore:
    """An edition's `Store` in a folder."""

    def __init__(self, kept: Kept) -> None:
        self._libraries = kept.of("library")
        self._examined = Bundles(kept.of("examined"))
        self._bodies = Bundles(kept.of("bodies"))
        self._digests: Mapping[str, str] = {}
        self._known: dict[str, Examined] = {}

    def read_library(self, version: str, read: Callable[[], LibraryRead]) -> LibraryRead:
        """What is kept of files of that version, or what `read` gives."""
        known: LibraryRead | None = self._libraries.load(version, code_key())
        if known is None:
            known = read()
            self._libraries.store(version, code_key(), known)
            self._libraries.forget_unused()
        return known

    def known(self, digests: Mapping[str, str], library: str) -> dict[str, Examined]:
        """What is known of the files that have these `digests`, without the html of any."""
        self._digests = digests
        for bundles in (self._examined, self._bodies):
            bundles.open(f"{code_key()} {library}")
        kept = self._examined.all()
        self._known = {path: found for path, (digest, found) in kept.items() if digests.get(path) == digest}
        gc.freeze()  # it is held to the end: there is no need to look through it for what nobody holds
        return dict(self._known)

    def keep(self, digests: Mapping[str, str], examined: Mapping[str, Examined], library: str) -> None:
        """Keep what was found: the html of posts and pages apart, of which a build needs few."""
        fresh = {path: each for path, each in examined.items() if path not in self._known}
        shown = {path: each.rendered for path, each in fresh.items() if isinstance(each.rendered, Rendered)}
        apart = {path: replace(fresh[path], rendered=each.gathered()) for path, each in shown.items()}
        self._bodies.keep({path: (digests[path], each.html) for path, each in shown.items()}, digests)
        self._examined.keep({path: (digests[path], each) for path, each in {**fresh, **apart}.items()}, digests)

    def body(self, path: str) -> str | None:
        """The html of the document at `path`, where it is kept."""
        digest, html = self._bodies.get(path) or ("", None)
        return html if digest == self._digests.get(path) else None
