"""A file that the site has beside its pages, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """The bytes of a file, and why it is in the site, in words for whoever asks (`the theme`).

    `ours` is false for what the rules of our own pages are not for: what content/extra/ brings as it is.
    """

    data: bytes
    why: str
    ours: bool = True
