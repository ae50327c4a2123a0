"""What verify said of files that have not changed, by everything that it was judged by."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from desk.site.kept import Kept
from desk.site.unchanged import code_key

T = TypeVar("T")


class Judged:
    """What was said before, and what is said now, which is kept for the next time. `digests` tell the bytes of
    files."""

    def __init__(self, kept: Kept, digests: Mapping[str, str]) -> None:
        self.kept = kept.of("judged")
        self.digests = digests
        self.before: dict[str, Any] = {}
        self.now: dict[str, Any] = {}
        self.anew = False
        if (found := self.kept.find("all", code_key())) is not None:
            with suppress(Exception):  # what cannot be read is not known
                self.before = pickle.loads(found)

    def find(self, key: str) -> Any:
        """What was said of what has this key, or None."""
        found = self.before.get(key)
        if found is not None:
            self.now[key] = found
        return found

    def once(self, what: str, find: Callable[[str], T], name: str) -> T:
        """What `find` says of the bytes of the file `name`, and nothing else, under the name `what`."""
        key = f"{self.digests[name]} {what}"
        found: T | None = self.find(key)
        if found is None:
            found = find(name)
            self.say(key, found)
        return found

    def say(self, key: str, what: Any, *, anew: bool = True) -> None:
        """Keep `what` for the next time. It is `anew` if it is not what was said before."""
        self.now[key] = what
        self.anew |= anew

    def close(self) -> None:
        """Write it, where anything is new."""
        if self.anew or len(self.now) != len(self.before):
            self.kept.keep("all", code_key(), pickle.dumps(self.now, pickle.HIGHEST_PROTOCOL))
            self.kept.forget_unused()
