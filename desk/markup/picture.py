"""Pictures in a page. A writer types

    ![A drip on its stand]({static}../images/ketamine-and-sleep-drip.jpg)

and readers get the smallest file that is sharp on their screen, in the best form that their browser knows, with its
place kept free before it comes. A drawing stands in the page itself, where the reader's light reaches it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Final

from desk.pictures.picture import Drawing, Photograph, Picture, Version

SIZES: Final = "(min-width:112rem) 38.25rem,(min-width:40rem) 34rem,calc(100vw - 2rem)"
"""How wide the text is (theme/static/css/tokens.css): from 112rem on, all is an eighth larger."""
WIDE: Final = (
    "(min-width:112rem) 64.6875rem,(min-width:90rem) 57.5rem,(min-width:75rem) 54rem,(min-width:60rem) 53.5rem,"
    "(min-width:40rem) min(42rem,100vw - 6rem),calc(100vw - 2rem)"
)
"""How wide it is together with the margin at its right, where a wide figure stands."""
TEXT: Final = 544
"""Pixels of the text's width: a picture that has no more gains nothing by more room."""
SCREEN: Final = 60
"""Words of a text after which what follows is below the first screen of a phone."""

_IMAGE: Final = re.compile(
    r'(<figure [^>]*class="figure">\s*<p>)?<img alt="([^"]*)" src="/images/([^"#?]+)"(?: title="([^"]*)")?>'
)
_LINK: Final = re.compile(r'(\shref=")/images/([^"#?]+)"')
_TAG: Final = re.compile(r"<[^>]+>")
Find = Callable[[str], Picture | None]
"""The picture of a name in images/, or None."""


def with_pictures(html: str, find: Find, *, feed: bool = False) -> str:
    """`html`, a body, with each picture as readers get it: in a page, or in a feed, where only an address can stand.
    One that cannot be found or read stays as it is, for the check to tell of."""
    drawn: list[str] = []

    def show(found: re.Match[str]) -> str:
        begins, alt, name = found[1] or "", unescape(found[2]), found[3]
        picture = find(name)
        if picture is None:
            return found[0]
        if feed:
            return begins + plain(picture, alt)
        size = picture.drawn if isinstance(picture, Drawing) else picture
        # A portrait would be higher than a screen; what has no more pixels than the text would only be blurred.
        wide = bool(begins) and size.width > max(TEXT, size.height)
        if wide:
            begins = begins.replace('"figure"', '"figure figure--wide"')
        if isinstance(picture, Drawing):
            drawn.append(name)
            stem = PurePosixPath(name).stem
            times = drawn.count(name)
            return begins + picture.drawn.in_page(stem if times == 1 else f"{stem}-{times}", alt)
        words = _TAG.sub(" ", html[: found.start()]).split()
        return begins + photograph(picture, alt, below=len(words) > SCREEN, sizes=WIDE if wide else SIZES)

    def lead(found: re.Match[str]) -> str:
        picture = find(found[2])
        return f'{found[1]}/{_file(picture)}"' if picture else found[0]

    return _LINK.sub(lead, _IMAGE.sub(show, html)) if "/images/" in html else html


def shown(picture: Picture, name: str, alt: str) -> str:
    """The picture that leads a page: never late."""
    if isinstance(picture, Drawing):
        return picture.drawn.in_page(PurePosixPath(name).stem, alt)
    return photograph(picture, alt, below=False)


def photograph(picture: Photograph, alt: str, *, below: bool, sizes: str = SIZES) -> str:
    """All its versions, for the browser to choose by how wide it will stand. `below`: it may wait until a reader
    comes near."""

    def source(versions: list[Version]) -> str:
        listed = ", ".join(f"/{version.file} {version.width}w" for version in versions)
        kind = versions[0].form.lower()
        return f'<source type="image/{kind}" srcset="{listed}" sizes="{sizes}">'

    late = ' loading="lazy"' if below else ""
    return (
        f"<picture>{source(picture.of('AVIF'))}{source(picture.of('WEBP'))}"
        f'<img src="/{picture.plain.file}" width="{picture.width}" height="{picture.height}" alt="{escape(alt)}"{late}>'
        "</picture>"
    )


def plain(picture: Picture, alt: str) -> str:
    """The picture where no choice can be offered."""
    size = picture.drawn if isinstance(picture, Drawing) else picture.plain
    return f'<img src="/{_file(picture)}" width="{size.width}" height="{size.height}" alt="{escape(alt)}">'


def _file(picture: Picture) -> str:
    return picture.file if isinstance(picture, Drawing) else picture.plain.file
