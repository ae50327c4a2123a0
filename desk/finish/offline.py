"""/sw.js: the service worker, by which a reader has what was read also without a network (theme/static/js/sw.js).

It always keeps the page of help and the page that says what is kept. A browser fetches them anew when this file has
changed, and this file changes when they do. It is made last: it needs those pages as they are.

Whoever turns it off (`offline = false` in content/site.toml) must still publish something here, for browsers ask for
this file as long as they have it: a worker that throws away what was kept, and itself. A preview has that one too,
since no draft may be kept, and what was built is looked at from the same address.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from desk.edition import Edition
from desk.finish.made import Made

PLACE: Final = "sw.js"
ALWAYS: Final = ("get-help-now/", "offline.html")
"""The addresses of what is always kept, from the root of the site."""
_MADE: Final = "const MADE = {};"
"""The line of the worker that this module writes."""


def worker(edition: Edition, site: Path, *, preview: bool) -> dict[str, Made]:
    """The worker for the finished `site` of an edition, a folder."""
    scripts = edition.snapshot.under("theme/static/js")
    if preview or not edition.site.offline:
        return {PLACE: Made(scripts["sw_off.js"], "what ends reading without a network")}
    made = {"version": version(site), "always": ALWAYS, "language": edition.site.language}
    script = scripts["sw.js"].decode("utf-8").replace(_MADE, f"const MADE = {json.dumps(made)};", 1)
    return {PLACE: Made(script.encode(), "reading without a network")}


def version(site: Path) -> str:
    """A digest of what is always kept."""
    digest = hashlib.sha256()
    for address in ALWAYS:
        digest.update((site / (f"{address}index.html" if address.endswith("/") else address)).read_bytes())
    return digest.hexdigest()[:12]
