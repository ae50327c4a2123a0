"""What was found of files that have not changed: their problems, and of posts and pages the body that readers get.

Each is kept by everything it was made from: its path, its bytes, the library, and all code (desk/site/kept.py). What a
check found a build need not find again, and the other way round. CI and publishing check with `--no-cache` and build
with `--clean`, and ask nothing here, so what they find does not rest on this folder.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress

from desk.checks.subject import Examined
from desk.edition import LibraryRead
from desk.site.kept import Kept
from desk.site.unchanged import code_key, digest_of


class ExaminedBefore:
    """An edition's `Store` in a folder."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept.of("examined")
        self._known: dict[str, Examined] = {}

    def read_library(self, version: str, read: Callable[[], LibraryRead]) -> LibraryRead:
        """What is kept of files of that version, or what `read` gives."""
        found = self.kept.find(version, _what("library"))
        with suppress(Exception):  # what cannot be read is not known
            known: LibraryRead = pickle.loads(found or b"")
            return known
        known = read()
        self.kept.keep(version, _what("library"), pickle.dumps(known, pickle.HIGHEST_PROTOCOL))
        return known

    def known(self, files: Mapping[str, bytes], library: str) -> dict[str, Examined]:
        """What is known of `files` by a library of that version."""
        for path, data in files.items():
            found = self.kept.find(_source(path, data), _what(library))
            if found is not None:
                with suppress(Exception):  # what cannot be read is not known
                    examined = pickle.loads(found)
                    if isinstance(examined, Examined):
                        self._known[path] = examined
        return dict(self._known)

    def keep(self, files: Mapping[str, bytes], examined: Mapping[str, Examined], library: str) -> None:
        """Keep what was found."""
        for path, data in files.items():
            if path not in self._known:
                found = pickle.dumps(examined[path], pickle.HIGHEST_PROTOCOL)
                self.kept.keep(_source(path, data), _what(library), found)
        self.kept.forget_unused()


def _source(path: str, data: bytes) -> str:
    return digest_of(path.encode("utf-8", "backslashreplace") + b"\0" + data)


def _what(library: str) -> str:
    return f"{code_key()} {library}"
