"""The pictures that a shown page uses, each in the sizes and forms that browsers may choose. No other file of images/
goes out, and none as it was committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from desk.edition import Edition
from desk.finish.made import Made
from desk.model.digest import digest_of
from desk.pictures import photograph
from desk.pictures.picture import Drawing, Photograph
from desk.site.kept import Kept

if TYPE_CHECKING:
    from PIL.Image import Image

WHY: Final = "a picture that a post or page shows"


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """Those files by their place in the site."""
    kept = kept.of("pictures")
    names = {name for document in edition.shown(preview=preview) for name in edition.pictures_of(document)}
    found: dict[str, Made] = {}
    photographs: list[tuple[Photograph, bytes]] = []
    for name in sorted(names):
        picture = edition.picture(name)
        if isinstance(picture, Drawing):
            found[picture.file] = Made(picture.drawn.file.encode(), WHY)
        elif picture:
            photographs.append((picture, edition.snapshot.files[f"content/images/{name}"]))
    if photographs:
        # Pillow lets go of Python while it encodes, so threads are enough to use every core.
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for files in pool.map(partial(_versions, kept), photographs):
                found |= files
    kept.forget_all_but({digest_of(data) for data in edition.snapshot.under("content/images").values()})
    return found


def _versions(kept: Kept, taken: tuple[Photograph, bytes]) -> dict[str, Made]:
    """Every version of one picture, which is decoded once, and only where one is not kept."""
    picture, data = taken
    decoded: Callable[[], Image] = cache(partial(photograph.prepared, data))
    found = {}
    for version in picture.versions:
        size = version.width, version.height
        what = f"{photograph.encoders()} {version.form} {size}"
        make = partial(_encoded, decoded, size, version.form)
        found[version.file] = Made(kept.get(digest_of(data), what, make), WHY)
    return found


def _encoded(decoded: Callable[[], Image], size: tuple[int, int], form: photograph.Form) -> bytes:
    return photograph.encoded(decoded(), *size, form)
