"""Both stages of the check, in memory: what would be said of a project whose files are these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from desk.edition import Unreadable, edition_of
from desk.model.problem import Problem
from desk.model.snapshot import Entry, Snapshot


def examine_all(content: Mapping[str, bytes], odd: Sequence[Entry], day: dt.date) -> list[Problem]:
    """Every problem of `content`, sorted."""
    try:
        return edition_of(Snapshot(content, tuple(odd)), day).problems
    except Unreadable as unreadable:
        return unreadable.problems
