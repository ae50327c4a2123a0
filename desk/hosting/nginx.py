"""The table for nginx: what goes inside `server { ... }`, by `include`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desk.hosting.table import Table, slashless

_HEAD = """\
# Made by `./site hosting nginx`; put it beside nginx's own files and into your server:
#
#     server {
#         listen 443 ssl;
#         http2 on;
#         server_name your.name;
#         ssl_certificate ...; ssl_certificate_key ...;
#         root /srv/site/current;
#         include /etc/nginx/plain-ketamine.conf;
#     }
#
# It needs the modules gzip_static (in every package) and brotli_static (Debian: libnginx-mod-http-brotli-static).
# The policy names the styles of this build: install it anew, before the site, when the theme changed.

index index.html;
absolute_redirect off;
server_tokens off;
etag on;
gzip_static on;
gzip_vary on;
brotli_static on;
error_page 404 PATH/404.html;
default_type application/octet-stream;
types {
TYPES
}

# A machine that asks for Markdown gets the twin of a page, where there is one.
set $twin "";
if ($http_accept ~* "text/markdown") { set $twin "${uri}index.md"; }
if (-f $document_root$twin) { rewrite ^ $twin last; }
"""


def conf(table: Table) -> str:
    """The include. An `add_header` in a location drops those of the server, so each location has all of its own."""
    types = "\n".join(f'    "{kind}" {suffix};' for suffix, kind in table.types.items())
    return _HEAD.replace("PATH", table.path).replace("TYPES", types) + "\n" + "\n".join(_locations(table)) + "\n"


def _locations(table: Table) -> Iterator[str]:
    for rule in table.exact:
        kind = [f'types {{ }} default_type "{rule.type}";'] if rule.type else []
        yield _location(f"= {table.path}/{rule.files}", [*kind, *_headers(table.merged(rule))])
    for address, target in table.moved:
        for old in dict.fromkeys((address, slashless(address))):
            yield _location(f"= {_quoted(old)}", [f"return 301 {_quoted(target)};", *_headers(table.every)])
    for address, page in table.gone:
        if address == page:  # an address that names a file: the answer is that file, found by another name
            yield _location(f"= {_quoted(address)}", ["error_page 410 @gone;", "return 410;"])
            continue
        for old in (address, slashless(address)):
            inside = [f"error_page 410 {_quoted(page)};", "return 410;", *_headers(table.every)]
            yield _location(f"= {_quoted(old)}", inside)
    yield _location("@gone", ["try_files $uri =404;", *_headers(table.every)])
    for rule in table.like:
        yield _location(f'~ "^{table.path}/{rule.regex}$"', _headers(table.merged(rule)))
    yield _location("/", _headers(table.every))


def _location(where: str, inside: list[str]) -> str:
    return f"location {where} {{\n" + "".join(f"    {line}\n" for line in inside) + "}"


def _headers(headers: Mapping[str, str]) -> list[str]:
    return [f"add_header {name} {_quoted(value)} always;" for name, value in headers.items()]


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
