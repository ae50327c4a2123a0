"""What is published as it is: content/extra/ and the theme's fonts."""

from __future__ import annotations

from desk.checks.file_name import is_aside
from desk.edition import Edition
from desk.finish.made import Made
from desk.site.kept import Kept


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """Those files by their place in the site."""
    fonts = edition.snapshot.under("theme/static/fonts")
    extra = edition.snapshot.under("content/extra")
    return {
        **{f"fonts/{name}": Made(data, "the theme") for name, data in fonts.items()},
        **{
            name: Made(data, f"content/extra/{name}", ours=False)
            for name, data in extra.items()
            if not is_aside(f"content/extra/{name}") and not name.endswith(".gitkeep")
        },
    }
