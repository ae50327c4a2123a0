"""Finish: what stands in a site beside Pelican's pages, made from the edition and from nothing else.

One kind of file a module. Each module is a maker: a function from the edition to the files it adds, each with the
reason why it is there, which is what verify holds the site to. No maker reads what another made, or opens a file; what
is dear to make may be kept by its content (desk/site/kept.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from desk.edition import Edition
from desk.finish import ahead, as_it_is, claims, linked, llms, pictures, search, security, share, twin
from desk.finish.made import Made
from desk.refusal import Refusal
from desk.site.kept import Kept
from desk.site.new_site import NewSite

Maker = Callable[[Edition, bool, Kept], dict[str, Made]]
"""The files that one module adds to the site of an edition, by their place in it; True asks for the preview's. What is
kept is only ever what would be made again: it saves time and changes nothing."""

MAKERS: Final[Sequence[Maker]] = (
    ahead.made,
    as_it_is.made,
    linked.made,
    pictures.made,
    twin.made,
    claims.made,
    llms.made,
    search.made,
    share.made,
    security.made,
)


def finish(edition: Edition, *, preview: bool = False, kept: Kept | None = None) -> dict[str, Made]:
    """Every file that is not a page of Pelican's, by its place in the site. Raises Refusal where two want one place.

    `kept` is what earlier builds made; without it all is made anew.
    """
    kept = kept or Kept(None)
    files: dict[str, Made] = {}
    for maker in MAKERS:
        for name, made in maker(edition, preview, kept).items():
            if other := files.get(name):
                raise Refusal(f"{made.why} would replace {other.why} at /{name}. Fix: rename one of them.")
            files[name] = made
    return files


def write(files: Mapping[str, Made], site: NewSite) -> None:
    """Put what stands beside the pages into `site`. Raises Refusal where a page has that place already."""
    for name, made in files.items():
        if name in site.digests:
            raise Refusal(f"{made.why} would replace what the build makes at /{name}. Fix: delete it, or rename it.")
        if not site.take_made(name, made.made_from):
            site.put(name, made.data)
