"""What verify found in the site that it judged last, so that it need not look once more at what is still the same.

What it knows of each file in a word is kept in one file: by which bytes it was judged, whether all was right. What it
has read in them is kept apart, since an edit asks for little of it.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from desk.site.kept import Bundles, Kept
from desk.site.unchanged import code_key


class Judgement(NamedTuple):
    """How a file was judged: the digest of its bytes, what else it was judged by, whether it was all `right`, and the
    files that it loads with what they must be."""

    digest: str
    by: str
    right: bool
    loaded: tuple[tuple[str, str], ...] = ()


class Judged:
    """The last site as it was judged, by the names of its files, and what this one's files are: `digests` tell their
    bytes. One whose digest is not known is judged anew each time."""

    def __init__(self, kept: Kept, digests: Mapping[str, str]) -> None:
        self.digests = digests
        self.before: dict[str, Judgement] = {}
        self.clear: Any = None
        """What desk/verify/leaks.py knows of all those files."""
        self._kept = kept.of("judged")
        self._reads = Bundles(kept.of("read"))
        self._what = ""
        self._known: object = None

    def open(self, what: str) -> None:
        """Read what was kept by the same code, if also `what` is the same."""
        self._what = f"{code_key()} {what}"
        self._reads.open(self._what)
        with suppress(Exception):  # what cannot be read is not known
            self.before, self.clear = self._known = pickle.loads(self._kept.find("all", self._what) or b"")

    def same(self, name: str) -> bool:
        """Whether the file `name` has the bytes by which it was judged."""
        before = self.before.get(name)
        return before is not None and before.digest == self.digests.get(name)

    def read(self, name: str) -> Any:
        """What was read in the file `name` when it was judged; None where that is not known."""
        before = self.before.get(name)
        digest, read = self._reads.get(name) or ("", None)
        return read if before and before.digest == digest else None

    def keep(self, now: Mapping[str, Judgement], reads: Mapping[str, object], names: Collection[str]) -> None:
        """Keep how the files of the site are judged `now`, and what was read in those that were; there are `names`."""
        if (dict(now), self.clear) != self._known:
            self._kept.keep("all", self._what, pickle.dumps((dict(now), self.clear), pickle.HIGHEST_PROTOCOL))
            self._kept.forget_unused()
        self._reads.keep({name: (now[name].digest, read) for name, read in reads.items() if name in now}, names)
