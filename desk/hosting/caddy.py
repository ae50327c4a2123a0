"""The table for Caddy: what goes inside the block of a site, by `import`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desk.hosting.table import Rule, Table, slashless

_HEAD = """\
# Made by `./site hosting caddy`; put it beside your Caddyfile, which then reads (Caddy fetches the certificate itself):
#
#     your.name {
#         root * /srv/site/current
#         import plain-ketamine.caddy
#     }
#
# The policy names the styles of this build: install it anew, before the site, when the theme changed.
"""


def conf(table: Table) -> str:
    """The snippet."""
    # Inside `route` all is done in the order in which it stands; else Caddy has an order of its own.
    route = "\n".join(f"    {line}" for line in _answers(table))
    return _HEAD + "\nroute {\n" + route + "\n}\n" + "\n".join(_errors(table)) + "\n"


def _answers(table: Table) -> Iterator[str]:
    yield from _header("", {**table.every, "Vary": "Accept-Encoding"})
    for number, rule in enumerate(table.rules):
        named = f"@rule{number}"
        yield f"{named} path_regexp ^{table.path}/{_asked(rule)}$"
        own = {"Content-Type": rule.type} if rule.type else {}
        yield from _header(named, {**rule.headers, **own})
    for number, (suffix, kind) in enumerate(table.types.items()):
        where = rf"\.{suffix}$" if suffix != "html" else r"(/|\.html)$"
        names = "|".join(rule.regex for rule in table.rules if rule.type)
        yield f"@type{number} {{"
        yield f"    path_regexp {where}"
        yield f"    not path_regexp ^{table.path}/({names})$"
        yield "}"
        yield from _header(f"@type{number}", {"Content-Type": kind})
    for address, target in table.moved:
        for old in dict.fromkeys((address, slashless(address))):
            yield f"redir {_quoted(old)} {_quoted(target)} 301"
    for address, _ in table.gone:
        for old in dict.fromkeys((address, slashless(address))):
            yield f"error {_quoted(old)} 410"
    yield "# A machine that asks for Markdown gets the twin of a page, where there is one."
    yield "@twin {"
    yield "    header_regexp Accept (?i)text/markdown"
    yield "    path */"
    yield "    file {path}index.md"
    yield "}"
    yield 'header @twin Content-Type "' + table.types["md"] + '"'
    yield "rewrite @twin {path}index.md"
    yield "file_server {"
    yield "    precompressed br gzip"
    yield "}"


def _errors(table: Table) -> Iterator[str]:
    yield "handle_errors {"
    for number, (address, page) in enumerate(table.gone):
        yield f"    @gone{number} path {_quoted(address)} {_quoted(slashless(address))}"
        yield f"    rewrite @gone{number} {_quoted(page)}"
    yield "    @missing expression `{err.status_code} == 404`"
    yield f"    rewrite @missing {table.path}/404.html"
    yield '    header Content-Type "' + table.types["html"] + '"'
    yield "    file_server {"
    yield "        precompressed br gzip"
    yield "    }"
    yield "}"


def _asked(rule: Rule) -> str:
    """By what readers ask for the files of a rule: Caddy sees the address of a page, and not which file it is."""
    if rule.files.endswith("index.html"):
        return rule.regex.removesuffix(r"index\.html") + r"(index\.html)?"
    return f"({rule.regex}|(.*/)?)" if rule.is_for("a/index.html") else rule.regex


def _header(matcher: str, headers: Mapping[str, str]) -> Iterator[str]:
    if not headers:
        return
    yield " ".join(filter(None, ("header", matcher, "{")))
    for name, value in headers.items():
        yield f"    {'+' if name == 'Vary' else ''}{name} {_quoted(value)}"
    yield "}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
