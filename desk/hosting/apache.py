"""The table for Apache: what goes inside `<VirtualHost>`, by `Include`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from desk.hosting.table import Table, slashless

_HEAD = """\
# Made by `./site hosting apache`; put it beside Apache's own files and into your host:
#
#     <VirtualHost *:443>
#         ServerName your.name
#         SSLEngine on ...
#         DocumentRoot /srv/site/current
#         Include /etc/apache2/plain-ketamine.conf
#     </VirtualHost>
#
# It needs the modules dir, headers, mime and rewrite (a2enmod dir headers mime rewrite).
# The policy names the styles of this build: install it anew, before the site, when the theme changed.

AddDefaultCharset Off
FileETag MTime Size
DirectoryIndex index.html
<Directory "/">
    Options -Indexes -MultiViews +FollowSymLinks
    Require all granted
    AllowOverride None
</Directory>
"""
_PACKED = {"br": "br", "gz": "gzip"}


def conf(table: Table) -> str:
    """The include."""
    return _HEAD + "\n" + "\n".join(_lines(table)) + "\n"


def _lines(table: Table) -> Iterator[str]:
    yield f"ErrorDocument 404 {table.path}/404.html"
    yield from _headers(table.every)
    yield "Header always merge Vary Accept-Encoding"
    for rule in table.rules:
        yield f'<LocationMatch "^{table.path}/{rule.regex}(?:\\.(?:br|gz))?$">'
        yield from (f"    {line}" for line in _headers(rule.headers))
        if rule.type:
            yield f'    ForceType "{rule.type}"'
        yield "</LocationMatch>"
    names = "|".join(rule.regex for rule in table.rules if rule.type)
    for suffix, kind in table.types.items():
        yield f'<LocationMatch "^(?!{table.path}/(?:{names})(?:\\.|$)).*\\.{suffix}(?:\\.(?:br|gz))?$">'
        yield f'    ForceType "{kind}"'
        yield "</LocationMatch>"
    for address, page in table.gone:
        yield f'<LocationMatch "^{_exact(address)}$">'
        yield f"    ErrorDocument 410 {page}"
        yield "</LocationMatch>"
    yield "RewriteEngine On"
    for address, target in table.moved:
        yield f'RewriteRule "^{_exact(address)}$" "{target}" [R=301,NE,L]'
    for address, _ in table.gone:
        # Inside the server the page that says why is asked for by the same name, where an address names a file.
        yield 'RewriteCond "%{ENV:REDIRECT_STATUS}" "^$"'
        yield f'RewriteRule "^{_exact(address)}$" "-" [G,L]'
    yield "# A machine that asks for Markdown gets the twin of a page, where there is one."
    yield 'RewriteCond "%{HTTP:Accept}" "text/markdown" [NC]'
    yield 'RewriteCond "%{DOCUMENT_ROOT}$1index.md" -f'
    yield 'RewriteRule "^(.*/)$" "$1index.md" [PT]'
    yield 'RewriteCond "%{DOCUMENT_ROOT}$1index.html" -f'
    yield 'RewriteRule "^(.*/)$" "$1index.html" [PT]'
    for suffix, coding in _PACKED.items():
        yield f'RewriteCond "%{{HTTP:Accept-Encoding}}" "\\b{coding}\\b"'
        yield f'RewriteCond "%{{DOCUMENT_ROOT}}$1.{suffix}" -f'
        yield f'RewriteRule "^(.*[^/])$" "$1.{suffix}" [E=no-gzip:1,PT,L]'
    for suffix, coding in _PACKED.items():
        yield f'<LocationMatch "\\.{suffix}$">'
        yield f'    Header always set Content-Encoding "{coding}"'
        yield "</LocationMatch>"


def _exact(address: str) -> str:
    return f"{re.escape(slashless(address))}/?" if address.endswith("/") else re.escape(address)


def _headers(headers: Mapping[str, str]) -> list[str]:
    return [
        f'Header always {"merge" if name == "Vary" else "set"} {name} "{_escaped(value)}"'
        for name, value in headers.items()
    ]


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
