"""The content security policy as a header, out of the policies that the pages state themselves.

A page's own `<meta>` policy is exact, and a browser keeps both. So one header for many pages may allow what any of them
allows. A page that asks for a keyword or a kind of thing that most do not (`'wasm-unsafe-eval'`) gets a header of its
own, and widens nobody else's.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Final

from desk.site.site_folder import files_in

ONLY_AS_HEADER: Final = "frame-ancestors 'none'"
"""What a `<meta>` cannot say."""
_META: Final = re.compile(rb'<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"', re.IGNORECASE)
_BEGINNING: Final = 4096
"""Bytes of a page in which its policy stands as a rule."""
_HASH: Final = re.compile(r"'sha(256|384|512)-")
Policy = Mapping[str, tuple[str, ...]]


def policies(stated: Mapping[str, str]) -> dict[str, str]:
    """The policy headers of a site, of which each page has `stated` its policy, or none, by its place (`policy_in`):
    for every file by the empty name, and for pages with one of their own by their place."""
    stated = {name: text for name, text in sorted(stated.items()) if text}
    # A policy is stated by a thousand pages alike.
    known = {text: parsed(text) for text in dict.fromkeys(stated.values())}
    shapes = {text: _shape(policy) for text, policy in known.items()}
    usual = Counter(shapes[text] for text in stated.values()).most_common(1)[0][0] if stated else None
    own = {name: known[text] for name, text in stated.items() if shapes[text] != usual}
    plain = [policy for text, policy in known.items() if shapes[text] == usual]
    return {"": header(union(plain)), **{name: header(policy) for name, policy in own.items()}}


def stated_in(site: Path) -> dict[str, str]:
    """The policy that each page of the finished `site`, a folder, states, by its place."""
    return {name: policy_in(site, name) for name in files_in(site) if name.endswith(".html")}


def policy_in(site: Path, page: str) -> str:
    """The policy that the file `page` of `site` states; nothing where it states none. It stands near the beginning;
    only where it does not is all read."""
    with open(f"{site}/{page}", "rb") as file:  # noqa: PTH123 (a thousand Paths take longer than their files)
        text = file.read(_BEGINNING)
        found = _META.search(text) or _META.search(text + file.read())
    return sys.intern(unescape(found[1].decode("utf-8"))) if found else ""


def parsed(text: str) -> Policy:
    """The directives of a policy and their sources."""
    words = (directive.split() for directive in text.split(";"))
    return {name: tuple(sources) for name, *sources in filter(None, words)}


def union(several: Iterable[Policy]) -> Policy:
    """What any of them allows, where all of them have `default-src 'none'`."""
    found: dict[str, dict[str, None]] = {"default-src": {"'none'": None}}
    for policy in several:
        for directive, sources in policy.items():
            found.setdefault(directive, {}).update(dict.fromkeys(sources))
    # 'none' beside another source is no policy at all.
    return {d: tuple(s for s in sources if s != "'none'") or ("'none'",) for d, sources in found.items()}


def header(policy: Policy) -> str:
    """A policy as a header says it."""
    directives = "; ".join(" ".join((name, *sources)) for name, sources in policy.items())
    return f"{directives}; {ONLY_AS_HEADER}"


def _shape(policy: Policy) -> frozenset[tuple[str, frozenset[str]]]:
    """A policy but for which very script and style it allows."""
    return frozenset((name, frozenset(s for s in sources if not _HASH.match(s))) for name, sources in policy.items())
