"""Hosting: what a server says with each file, and where old addresses lead, in every host's own form.

headers.toml is the table, policy.py reads off the pages what they may run, table.py joins the two; each host has
a module that writes them down its way. README.md says how to publish on each and what it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from desk.hosting import apache, caddy, nginx, pages, s3
from desk.hosting.table import Table

FORMS: Final[Mapping[str, Callable[[Table], str]]] = {
    "nginx": nginx.conf,
    "caddy": caddy.conf,
    "apache": apache.conf,
    "s3": s3.recipe,
    "pages": pages.recipe,
}
"""Host -> what writes the table down in its form. Netlify and Cloudflare Pages read theirs out of the site."""
