"""The table for hosts that read it out of the site: `_headers` and `_redirects`, for Netlify and Cloudflare Pages.

What both keep to is narrower than either:

- Where two rules name one header, Cloudflare joins the values and Netlify takes the last. So no header stands in two
  rules that fit one file, and what pages alone have is said by depth (`/:a/`).
- Only a folder or a whole place can be named, so a rule for an ending is written out, a line a file.
- One policy is for all pages: where some have one of their own, all that any of them allows (their `<meta>` is exact).
- Cloudflare takes 100 rules, lines of 2,000 letters, and 2,000 redirects; of more, the newest are written, and the page
  that stands at each old address still leads on. Neither can answer 410 here: the page says that it is gone.
- How long a page may be kept is left to them: both ask anew each time, and answer 304.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, takewhile
from typing import Final

from desk import COMMAND
from desk.hosting.policy import ONLY_AS_HEADER, header, parsed, union
from desk.hosting.table import AHEAD, CSP, Rule, Table

MOST_RULES: Final = 100
MOST_REDIRECTS: Final = 2000
LONGEST_LINE: Final = 2000
_LONGEST_WRITTEN_OUT: Final = 20
_OF_PAGES: Final = "Cross-Origin-Resource-Policy"
_BY_KIND: Final = (_OF_PAGES, "Cache-Control", "Vary")
"""What differs between files, and so may not be said of all of them."""
_DEPTHS: Final = ("/", "/:a/", "/:a/:b/", "/:a/:b/:c/", "/:a/:b/:c/:d/")
"""The addresses of pages: no page stands deeper."""


def headers(table: Table, files: Iterable[str]) -> str:
    """The text of `_headers` for a site of those `files`."""
    every = {**table.every, CSP: _widest(table)}
    pages = {_OF_PAGES: every[_OF_PAGES], **table.ahead}
    blocks = [_block(f"{table.path}/*", {name: value for name, value in every.items() if name not in _BY_KIND})]
    blocks += [_block(f"{table.path}{depth}", pages) for depth in _DEPTHS]
    for place, rule in _places(table, sorted(files)):
        kind = {"Content-Type": rule.type} if rule.type else {}
        own = {name: value for name, value in rule.headers.items() if name not in (CSP, AHEAD, "Vary")}
        if own | kind:
            blocks.append(_block(f"{table.path}/{place}", own | kind))
    return f"# Made by {COMMAND} build from desk/hosting/headers.toml.\n" + "\n".join(blocks[:MOST_RULES])


def redirects(table: Table) -> str:
    """The text of `_redirects`."""
    lines = [f"{address} {target} 301" for address, target in table.moved]
    return f"# Made by {COMMAND} build from content/redirects.yml.\n" + "".join(
        f"{e}\n" for e in lines[-MOST_REDIRECTS:]
    )


def _places(table: Table, files: list[str]) -> Iterator[tuple[str, Rule]]:
    """Each rule by a place that both hosts can read, so that no two are for one file. Each says for whom it is, which
    nothing but pages says by depth."""
    shared = {_OF_PAGES: table.every[_OF_PAGES]}
    exact = {rule.files: rule for rule in table.exact if not rule.files.endswith("index.html")}
    exact = {name: replace(rule, headers={**shared, **rule.headers}) for name, rule in exact.items()}
    for rule in (replace(each, headers={**shared, **each.headers}) for each in table.like):
        if rule.files.endswith("/**"):
            folder = rule.files.removesuffix("**")
            inside = [name for name in exact if name.startswith(folder)]
            # A folder that holds a place of its own is the folder's rule, and that place says only what differs.
            exact |= {n: Rule(n, _beyond(exact[n].headers, rule.headers), exact[n].type) for n in inside}
            yield f"{folder}*", rule
        else:
            alike = list(islice(_like(rule, files, exact), _LONGEST_WRITTEN_OUT + 1))
            if len(alike) <= _LONGEST_WRITTEN_OUT:
                yield from ((name, rule) for name in alike)
    yield from exact.items()


def _like(rule: Rule, files: list[str], exact: Mapping[str, Rule]) -> Iterator[str]:
    """Those of `files`, which are sorted, that are like `rule` and have no rule of their own."""
    beginning = rule.files.partition("*")[0]
    alike = takewhile(lambda name: name.startswith(beginning), files[bisect_left(files, beginning) :])
    return (name for name in alike if rule.is_for(name) and name not in exact)


def _beyond(headers: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in shared}


def _widest(table: Table) -> str:
    stated = [table.every[CSP], *(rule.headers[CSP] for rule in table.rules if CSP in rule.headers)]
    if len(stated) == 1:
        return stated[0]
    return header(union(parsed(each.removesuffix(f"; {ONLY_AS_HEADER}")) for each in stated))


def _block(place: str, said: Mapping[str, str]) -> str:
    return f"{place}\n" + "".join(f"  {name}: {value}\n" for name, value in said.items())
