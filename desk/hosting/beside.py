"""What hosts read out of the site itself: `_headers` and `_redirects`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from desk.edition import Edition
from desk.finish.made import Made
from desk.hosting import netlify
from desk.hosting.policy import policies, stated_in
from desk.hosting.table import Table, table


def made(edition: Edition, stated: Mapping[str, str], files: Collection[str]) -> dict[str, Made]:
    """Those files for the site of an edition that holds `files`, of which each page has `stated` its policy."""
    found = table(policies(stated), edition.redirects, edition.site.address)
    if found.path:  # hosts that read these serve a site at the root of its name
        return {}
    texts = {"_headers": netlify.headers(found, files), "_redirects": netlify.redirects(found)}
    return {name: Made(text.encode(), "what hosts read") for name, text in texts.items()}


def table_of(edition: Edition, site: Path) -> Table:
    """The table of headers for the built `site` of an edition."""
    return table(policies(stated_in(site)), edition.redirects, edition.site.address)
