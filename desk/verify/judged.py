"""What verify found in the site that it judged last, so that it need not look once more at what is still the same.

What it knows of each file in a word is kept in one file. What it has read in them is kept apart, since an edit asks for
little of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from desk.site.kept import Bundles, Kept
from desk.site.unchanged import code_key

Loaded = tuple[tuple[str, str], ...]
"""The files that one loads, each with what its bytes must be."""
_FILES: Final = 1_024
"""In how many files it is kept what was read: what a feed leads to is in twenty others."""


@dataclass(frozen=True)
class Judgement:
    """How the files of a site were judged, by their names: the digest of each; what those are judged `by` for which
    that is more than their bytes; which had anything `wrong`; what each loads that loads anything; and which of them
    any could lead to. `clear` is what desk/verify/leaks.py knows of all of them."""

    digests: Mapping[str, str] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    loaded: Mapping[str, Loaded] = field(default_factory=dict)
    led_to: frozenset[str] = frozenset()
    clear: Any = None


class Judged:
    """The last site as it was judged, and what this one's files are: `digests` tell their bytes. One whose digest is
    not known is judged anew each time."""

    def __init__(self, kept: Kept, digests: Mapping[str, str]) -> None:
        self.digests = digests
        self.before = Judgement()
        self.clear: Any = None
        """What desk/verify/leaks.py knows of the files of this one."""
        self._kept = kept.of("judged")
        self._reads = Bundles(kept.of("read"), _FILES)
        self._what = ""

    def open(self, what: str) -> None:
        """Read what was kept by the same code, if also `what` is the same."""
        self._what = f"{code_key()} {what}"
        self._reads.open(self._what)
        self.before = self._kept.load("all", self._what) or Judgement()
        self.clear = self.before.clear

    def same(self, name: str) -> bool:
        """Whether the file `name` has the bytes by which it was judged."""
        digest = self.digests.get(name)
        return digest is not None and self.before.digests.get(name) == digest

    def stands(self, name: str, by: str) -> bool:
        """Whether it has, all was right with it, and it is judged `by` the same."""
        return self.same(name) and name not in self.before.wrong and self.before.by.get(name, "") == by

    def read(self, name: str) -> Any:
        """What was read in the file `name` when it was judged; None where that is not known."""
        digest, read = self._reads.get(name) or ("", None)
        return read if self.before.digests.get(name) == digest else None

    def keep(self, now: Judgement, reads: Mapping[str, object]) -> None:
        """Keep how the files of this site are judged `now`, and what was read in those that were."""
        if now != self.before:
            self._kept.store("all", self._what, now)
            self._kept.forget_unused()
        digests = now.digests
        self._reads.keep({name: (digests[name], read) for name, read in reads.items() if name in digests}, digests)
