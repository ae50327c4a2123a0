"""What pages load from files: the style sheet that only some ask for, what comes after the page, and the
scripts of the page that searches."""

from __future__ import annotations

from desk.edition import Edition
from desk.finish.made import Made
from desk.site.head_assets import head_assets
from desk.site.kept import Kept


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """Those files, each at the place that its bytes give it; the templates name them from the same assets."""
    static = edition.snapshot.under("theme/static")
    if not static:
        return {}
    assets = head_assets(static, preview=preview, offline=edition.site.offline)
    return {
        each.place: Made(each.data, "the theme") for each in (assets.asked, assets.later, assets.search, assets.library)
    }
