"""What is published as it is: content/extra/, the theme's fonts, and the pictures that a shown page uses."""

from __future__ import annotations

from desk.checks.file_name import is_aside
from desk.edition import Edition
from desk.finish.made import Made


def made(edition: Edition, preview: bool) -> dict[str, Made]:
    """Those files by their place in the site. No other file of images/ goes out."""
    used = {name for document in edition.shown(preview=preview) for name in edition.pictures_of(document)}
    pictures = edition.snapshot.under("content/images")
    fonts = edition.snapshot.under("theme/static/fonts")
    extra = edition.snapshot.under("content/extra")
    return {
        **{f"fonts/{name}": Made(data, "the theme") for name, data in fonts.items()},
        **{
            name: Made(data, f"content/extra/{name}", ours=False)
            for name, data in extra.items()
            if not is_aside(f"content/extra/{name}") and not name.endswith(".gitkeep")
        },
        **{
            f"images/{name}": Made(pictures[name], "a picture that a post or page shows")
            for name in sorted(used & set(pictures))
        },
    }
