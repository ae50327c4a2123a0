"""What readers have been given, remembered in git: content/published.txt, one address a line and since when.

    ketamine-infusions-for-migraine 2026-11-22

The commands write it, and so does `check --fix` for what was published by hand; a day to come is that of a scheduled
post. A clone that has never built the site knows by it which addresses may not vanish. Lines are sorted and git keeps
those of both sides (`merge=union` in .gitattributes), so two branches never conflict in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Final

PUBLISHED: Final = "content/published.txt"
"""Where it stands, from the project's folder."""
_LINE: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*) (\d{4}-\d\d-\d\d)")


def read_published(text: str) -> tuple[dict[str, tuple[dt.date, int]], list[int]]:
    """Address -> (the first day, its line), and the numbers of lines that say no such thing. Of one that stands there
    twice, the earlier day counts."""
    found: dict[str, tuple[dt.date, int]] = {}
    bad: list[int] = []
    for number, line in enumerate(text.replace("\r", "").split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = _LINE.fullmatch(line.strip())
            if not said:
                raise ValueError(line)
            day = dt.date.fromisoformat(said[2])
        except ValueError:
            bad.append(number)
            continue
        if said[1] not in found or day < found[said[1]][0]:
            found[said[1]] = (day, number)
    return found, bad


def with_address(text: str, slug: str, day: dt.date) -> str:
    """`text` with `slug` in it since `day`; as it is where it stands there already."""
    return text if slug in read_published(text)[0] else _sorted([*text.splitlines(), f"{slug} {day}"])


def without_address(text: str, slug: str) -> str:
    """`text` without `slug`."""
    return _sorted(line for line in text.splitlines() if line.split()[:1] != [slug])


def as_published(text: str, shown: Mapping[str, dt.date], today: dt.date) -> str:
    """`text` with every address of `shown` (address -> from which day readers see it), and with the days to come that
    it says. What readers have been given by `today` stays, and so do lines that say nothing: they are for a person."""
    for slug, (since, _) in read_published(text)[0].items():
        if since > today and shown.get(slug) != since:
            text = without_address(text, slug)
    listed = read_published(text)[0]
    new = [f"{slug} {day}" for slug, day in shown.items() if slug not in listed]
    return _sorted([*text.splitlines(), *new]) if new else text


def _sorted(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in sorted({line.strip() for line in lines if line.strip()}))
