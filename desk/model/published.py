"""What readers have been given, remembered in git: content/published.txt, one address a line and since when.

    ketamine-infusions-for-migraine 2026-11-22

The commands write it. A clone that has never built the site knows by it which addresses may not vanish. Lines are
sorted and git keeps those of both sides (`merge=union` in .gitattributes), so two branches never conflict in it.
"""

from __future__ import annotations

import datetime as dt
import re
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
    if slug in read_published(text)[0]:
        return text
    lines = {line.strip() for line in text.splitlines() if line.strip()} | {f"{slug} {day}"}
    return "".join(f"{line}\n" for line in sorted(lines))


def without_address(text: str, slug: str) -> str:
    """`text` without `slug`."""
    kept = [line.strip() for line in text.splitlines() if line.strip() and line.split()[0] != slug]
    return "".join(f"{line}\n" for line in sorted(set(kept)))
