"""A file that the site has beside its pages, and why."""

from __future__ import annotations

from dataclasses import dataclass

from desk.site.kept import Keeping


@dataclass(frozen=True)
class Made:
    """What a file holds, and why it is in the site, in words for whoever asks (`the theme`).

    `ours` is false for what the rules of our own pages are not for: what content/extra/ brings as it is.
    """

    held: bytes | Keeping
    why: str
    ours: bool = True

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.held.data if isinstance(self.held, Keeping) else self.held

    @property
    def made_from(self) -> str:
        """All that the bytes are made from, where that is known without them; else nothing."""
        return self.held.made_from if isinstance(self.held, Keeping) else ""
