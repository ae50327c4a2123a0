"""What pages load from files: the style sheet that only some ask for, what comes after the page, and the
scripts of the page that searches."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import partial

from desk.edition import Edition
from desk.finish.made import Made
from desk.model.digest import digest_of
from desk.site.head_assets import head_assets
from desk.site.kept import Kept
from desk.site.unchanged import code_key


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """Those files, each at the place that its bytes give it; the templates name them from the same assets."""
    static = edition.snapshot.under("theme/static")
    if not static:
        return {}
    offline = edition.site.offline
    what = f"{code_key()} {preview} {offline}"
    kept = kept.of("linked")
    source = digest_of(b"\0".join(part for name, data in static.items() for part in (name.encode(), data)))
    found = kept.get(source, what, partial(_linked, static, preview, offline))
    kept.forget_unused()
    return {place: Made(data, "the theme") for place, data in pickle.loads(found)}


def _linked(static: Mapping[str, bytes], preview: bool, offline: bool) -> bytes:
    assets = head_assets(static, preview=preview, offline=offline)
    files = (assets.asked, assets.later, assets.search, assets.library)
    return pickle.dumps([(each.place, each.data) for each in files])
