"""The content security policy as a header, out of the policies that the pages state themselves.

A page's own `<meta>` policy is exact, and a browser keeps both. So one header for many pages may allow what any of them
allows. A page that asks for a keyword or a kind of thing that most do not (`'wasm-unsafe-eval'`) gets a header of its
own, and widens nobody else's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Final

ONLY_AS_HEADER: Final = "frame-ancestors 'none'"
"""What a `<meta>` cannot say."""
_META: Final = re.compile(r'<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"', re.IGNORECASE)
_HASH: Final = re.compile(r"'sha(256|384|512)-")
Policy = Mapping[str, tuple[str, ...]]


def policies(site: Path) -> dict[str, str]:
    """The policy headers of the finished `site`: for every file by the empty name, and for pages with one of their own
    by their place in it."""
    stated = {
        file.relative_to(site).as_posix(): parsed(unescape(found[1]))
        for file in sorted(site.rglob("*.html"))
        if (found := _META.search(file.read_text("utf-8")))
    }
    usual = Counter(_shape(policy) for policy in stated.values()).most_common(1)[0][0] if stated else None
    plain = [policy for policy in stated.values() if _shape(policy) == usual]
    own = {name: policy for name, policy in stated.items() if _shape(policy) != usual}
    return {"": header(union(plain)), **{name: header(policy) for name, policy in own.items()}}


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
