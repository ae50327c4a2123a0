"""A part of what a command tells at the terminal: a name, and a row for each thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def part(name: str, rows: Sequence[str]) -> Iterator[str]:
    """Its lines, with an empty one behind it; where there is no row, it says so."""
    yield f"{name}: {'' if rows else 'none'}".rstrip()
    yield from (f"  {row}" for row in rows)
    yield ""
