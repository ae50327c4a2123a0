"""What hosts read out of the site itself: `_headers` and `_redirects`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from desk.edition import Edition
from desk.finish.made import Made
from desk.hosting import netlify
from desk.hosting.policy import policies
from desk.hosting.table import Table, table


def made(edition: Edition, site: Path, files: Collection[str], policy_of: Callable[[str], str]) -> dict[str, Made]:
    """Those files for the finished `site` of an edition, a folder that holds `files`; `policy_of` gives the policy that
    a page states."""
    found = table(policies(site, files, policy_of), edition.redirects, edition.site.address)
    if found.path:  # hosts that read these serve a site at the root of its name
        return {}
    texts = {"_headers": netlify.headers(found, files), "_redirects": netlify.redirects(found)}
    return {name: Made(text.encode(), "what hosts read") for name, text in texts.items()}


def table_of(edition: Edition, site: Path) -> Table:
    """The table of headers for the built `site` of an edition."""
    return table(policies(site), edition.redirects, edition.site.address)
