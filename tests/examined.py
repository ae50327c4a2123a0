"""Both stages of the check, which remember what was found of the same file before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desk.checks.subject import Examined
from desk.edition import LibraryRead, Unreadable, edition_of
from desk.model.problem import Problem
from desk.model.snapshot import Entry, Snapshot, take_snapshot


class Memory:
    """Keeps what was found of a file: tests change one of a project's ten."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str, str], Examined] = {}

    def read_library(self, version: str, read: Callable[[], LibraryRead]) -> LibraryRead:
        return read()

    def known(self, digests: Mapping[str, str], library: str) -> dict[str, Examined]:
        keys = {path: (path, digest, library) for path, digest in digests.items()}
        return {path: self.entries[key] for path, key in keys.items() if key in self.entries}

    def keep(self, digests: Mapping[str, str], examined: Mapping[str, Examined], library: str) -> None:
        if len(self.entries) < 1_000:
            self.entries |= {(path, digest, library): examined[path] for path, digest in digests.items()}

    def body(self, path: str) -> str | None:
        raise AssertionError(f"the body of {path} is here")


MEMORY = Memory()


DAY = dt.date(2026, 11, 22)
"""When what the tests have is checked."""


def examine_all(content: Mapping[str, bytes], odd: Sequence[Entry] = ()) -> list[Problem]:
    """Every problem of `content` and of the `odd` things beside it, sorted."""
    return _problems(Snapshot(content, tuple(odd)))


def examine_tree(root: Path) -> list[Problem]:
    """Every problem of the project at `root`, sorted, as desk.check.run tells them."""
    return _problems(take_snapshot(root))


def _problems(snapshot: Snapshot) -> list[Problem]:
    try:
        return edition_of(snapshot, DAY, MEMORY).problems
    except Unreadable as unreadable:
        return unreadable.problems
