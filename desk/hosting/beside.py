"""What hosts read out of the site itself: `_headers` and `_redirects`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from desk.edition import Edition
from desk.finish.made import Made
from desk.hosting import netlify
from desk.hosting.policy import policies
from desk.hosting.table import Table, table


def made(edition: Edition, site: Path, files: Collection[str]) -> dict[str, Made]:
    """Those files for the finished `site` of an edition, a folder that holds `files`."""
    found = table_of(edition, site, files)
    if found.path:  # hosts that read these serve a site at the root of its name
        return {}
    texts = {"_headers": netlify.headers(found, files), "_redirects": netlify.redirects(found)}
    return {name: Made(text.encode(), "what hosts read") for name, text in texts.items()}


def table_of(edition: Edition, site: Path, files: Collection[str] | None = None) -> Table:
    """The table of headers for the built `site` of an edition, which holds `files`."""
    return table(policies(site, files), edition.redirects, edition.site.address)
