"""/.well-known/security.txt (RFC 9116): whom to tell of a hole in the site.

It says what the owner has confirmed under `[owner.contact]`, for a year from that day and no longer: else a build every
night would renew an address that nobody has read for years. `./site check` warns a month before (desk/checks/site.py).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from desk.edition import Edition
from desk.finish.made import Made
from desk.site.kept import Kept

PLACE: Final = ".well-known/security.txt"


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """That one file. None in a preview, none where the owner brings one of their own, and none for a site below a path,
    because it is looked for at the root of a host alone."""
    brought = PLACE in edition.snapshot.under("content/extra")
    text = "" if preview or brought or urlsplit(edition.site.address).path else security(edition)
    return {PLACE: Made(text.encode(), "whom to tell of a hole in the site")} if text else {}


def security(edition: Edition) -> str:
    """Its text; nothing where the owner has confirmed no way to be reached, or did so too long before the edition."""
    site, ends = edition.site, edition.site.contact_ends
    if not site.way_to_reach or not ends or ends <= edition.day:
        return ""
    return (
        f"Contact: {site.way_to_reach}\nExpires: {ends}T00:00:00Z\n"
        f"Preferred-Languages: {site.language.partition('-')[0]}\nCanonical: {site.address}/{PLACE}\n"
    )
