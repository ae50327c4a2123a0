"""What hosts read out of the site itself: `_headers`, `_redirects` and /.well-known/security.txt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from desk.edition import Edition
from desk.finish.made import Made
from desk.hosting import netlify
from desk.hosting.policy import policies
from desk.hosting.table import Table, table

SECURITY: Final = ".well-known/security.txt"
_CONTACT: Final = re.compile(r"https://[^\s<>\"]+[^\s<>\".,)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def made(edition: Edition, site: Path, files: Iterable[str]) -> dict[str, Made]:
    """Those files for the finished `site` of an edition, a folder that holds `files`."""
    found = table_of(edition, site)
    texts = {SECURITY: security(edition)}
    if not found.path:  # hosts that read these serve a site at the root of its name
        texts |= {"_headers": netlify.headers(found, files), "_redirects": netlify.redirects(found)}
    return {name: Made(text.encode(), "what hosts read") for name, text in texts.items() if text}


def table_of(edition: Edition, site: Path) -> Table:
    """The table of headers for the built `site` of an edition."""
    return table(policies(site), edition.redirects, edition.site.address)


def security(edition: Edition) -> str:
    """Whom to tell of a hole in the site (RFC 9116); nothing where the owner has confirmed no way to be reached.

    It ends a year after the month of the edition, so that a site that is built at all says something that holds.
    """
    contact = edition.site.facts["contact"]
    found = _CONTACT.search(contact.statement) if contact.confirmed else None
    if not found:
        return ""
    ends = dt.date(edition.day.year + 1, edition.day.month, 1)
    way = found[0] if found[0].startswith("https:") else f"mailto:{found[0]}"
    return (
        f"Contact: {way}\nExpires: {ends}T00:00:00Z\nPreferred-Languages: {edition.site.language.partition('-')[0]}\n"
        f"Canonical: {edition.site.address}/{SECURITY}\n"
    )
