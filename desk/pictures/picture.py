"""What a page must know of a picture, before any of its versions is made: its size, and where each will stand.

The address of a version holds a digest of the committed file and of the recipe, so what stands at an address never
changes and may be kept for ever. No committed file is published: its name and its bytes stay here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from desk.pictures import drawing, photograph
from desk.pictures.container import Unreadable, kind_of
from desk.pictures.drawing import Drawn
from desk.pictures.photograph import ENDINGS, Form

WIDTHS: Final = (360, 544, 720, 1088)
"""Of the versions, in pixels: the text on a phone, on a wide screen, and both on a screen of twice the points. More
points than that are told apart by nobody."""
CARD: Final = 1200
"""The width of the one version that feeds, cards and old browsers get."""


@dataclass(frozen=True)
class Version:
    """One file that is made of a picture, by its place in the site."""

    file: str
    width: int
    height: int
    form: Form


@dataclass(frozen=True)
class Photograph:
    """A picture made of pixels. `begins` is how the places of its versions begin; `clear` is true where something may
    shine through it."""

    begins: str
    width: int
    height: int
    clear: bool

    def _at(self, width: int, form: Form) -> Version:
        height = max(1, round(self.height * width / self.width))
        return Version(f"{self.begins}-{width}.{ENDINGS[form]}", width, height, form)

    def widths(self) -> list[int]:
        """From the narrowest; none is wider than the picture."""
        most = min(self.width, WIDTHS[-1])
        return [*(width for width in WIDTHS if width < most), most]

    def of(self, form: Form) -> list[Version]:
        """Its versions in one form, from the narrowest."""
        return [self._at(width, form) for width in self.widths()]

    @cached_property
    def plain(self) -> Version:
        """The version that everything can show."""
        return self._at(min(self.width, CARD), "PNG" if self.clear else "JPEG")

    @property
    def versions(self) -> list[Version]:
        """All that is made of it."""
        return [*self.of("AVIF"), *self.of("WEBP"), self.plain]


@dataclass(frozen=True)
class Drawing:
    """A drawing; `file` is where feeds find it."""

    begins: str
    drawn: Drawn

    @property
    def file(self) -> str:
        """Its place in the site."""
        return f"{self.begins}.svg"


Picture = Photograph | Drawing


def begins(name: str, data: bytes) -> str:
    """How the places of what is made of the picture `name` begin."""
    recipe = photograph.RECIPE if kind_of(data) == "SVG" else photograph.recipe()
    digest = hashlib.blake2b(recipe.encode() + b"\0" + data, digest_size=4).hexdigest()
    return f"images/{PurePosixPath(name).stem}.{digest}"


def picture_of(name: str, data: bytes) -> Picture | None:
    """The picture `name` of images/; None where it cannot be read, which the check says."""
    try:
        if kind_of(data) == "SVG":
            return Drawing(begins(name, data), drawing.drawn(data))
        width, height, clear = photograph.size_of(data)
        return Photograph(begins(name, data), width, height, clear)
    except Unreadable:
        return None
