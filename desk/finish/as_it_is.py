"""What is published as it is: content/extra/ and the theme's fonts."""

from __future__ import annotations

from pathlib import PurePosixPath

from desk.checks import file_name
from desk.edition import Edition
from desk.finish.kept import Kept
from desk.finish.made import Made


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """Those files by their place in the site."""
    fonts = edition.snapshot.under("theme/static/fonts")
    extra = edition.snapshot.under("content/extra")
    return {
        **{f"fonts/{name}": Made(data, "the theme") for name, data in fonts.items()},
        **{
            name: Made(data, f"content/extra/{name}", ours=False) for name, data in extra.items() if not _left_out(name)
        },
    }


def _left_out(name: str) -> bool:
    """Whether a file of extra/ is hidden, or an editor's note that it has a file open."""
    last = PurePosixPath(name).name
    return last.startswith(".") or bool(file_name.LOCK.fullmatch(last))
