"""GitHub Pages: it lets nobody choose a header, so what can be said in the page is all there is."""

from __future__ import annotations

from desk.hosting.table import Table


def recipe(table: Table) -> str:
    """What GitHub Pages does and does not do, and what to do about it."""
    return f"""\
GitHub Pages serves {table.origin}{table.path}/ by .github/workflows/site.yml, and reads no file of headers.

What the pages say themselves still holds: their policy of scripts and styles, no referrer, redirects by a page.
What is missing: {", ".join(name for name in table.every if name != "Content-Security-Policy")};
frame-ancestors; 301 and 410 for old addresses; brotli; more than ten minutes of caching for fonts and pictures.

"Enforce HTTPS" in the repository's settings is its own form of HSTS. For the rest, put Cloudflare before it, or use a
host that reads _headers.
"""
