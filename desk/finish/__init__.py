"""Finish: what stands in a site beside Pelican's pages, made from the edition and from nothing else.

One kind of file a module. Each module is a maker: a function from the edition to the files it adds, each with the
reason why it is there, which is what verify holds the site to. No maker reads what another made, or opens a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from desk.edition import Edition
from desk.finish import as_it_is, claims, llms, twin
from desk.finish.made import Made
from desk.refusal import Refusal

Maker = Callable[[Edition, bool], dict[str, Made]]
"""The files that one module adds to the site of an edition, by their place in it; True asks for the preview's."""

MAKERS: Final[Sequence[Maker]] = (as_it_is.made, twin.made, claims.made, llms.made)


def finish(edition: Edition, *, preview: bool = False) -> dict[str, Made]:
    """Every file that is not a page of Pelican's, by its place in the site. Raises Refusal where two want one place."""
    files: dict[str, Made] = {}
    for maker in MAKERS:
        for name, made in maker(edition, preview).items():
            if other := files.get(name):
                raise Refusal(f"{made.why} would replace {other.why} at /{name}. Fix: rename one of them.")
            files[name] = made
    return files
