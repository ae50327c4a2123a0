"""Every script and style sheet in a file is loaded by pages that say what its bytes must be, and those are its bytes.

A page that only names a file runs whatever a host, a cache or a half-finished copy puts there. So each is pinned
(https://www.w3.org/TR/SRI/), by the element that loads it or, where a script imports it, by the page's import map
(https://html.spec.whatwg.org/multipage/webappapis.html#import-map-integrity-metadata); and a script or style sheet that
no page pins is a fault of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

from desk.site.head_assets import digest
from desk.verify.fault import Fault

_PINNED: Final = (".js", ".mjs", ".css")
_WORKER: Final = "sw.js"
"""A service worker: there is no way to say what its bytes must be, and browsers ask anew for it at each visit."""
_FIX: Final = "name it, and say what it must be, by desk/site/head_assets.py."


def pins(name: str, page: html.HtmlElement) -> list[tuple[str, str]]:
    """(address, what it must be) of each script and style sheet in a file that the parsed page `name` loads. The
    second is empty where the page does not say. Raises ValueError where an import map cannot be read."""
    found: list[tuple[str, str]] = []
    for each in page.iter("script", "link"):
        if _loads(each):
            found.append((each.get("src") or each.get("href", ""), each.get("integrity", "")))
        if each.tag == "script" and each.get("type") == "importmap" and each.text:
            told = json.loads(each.text)
            wanted = told.get("integrity", {})
            found += [(address, wanted.get(address, "")) for address in told.get("imports", {}).values()]
    here = f"/{name}"
    return [(urljoin(here, address.strip()), integrity) for address, integrity in found]


def _loads(element: html.HtmlElement) -> bool:
    """Whether a script or a link loads a script or style sheet from a file."""
    if element.tag == "script":
        return element.get("src") is not None
    if element.get("href") is None:
        return False
    how = element.get("rel")
    return how in ("stylesheet", "modulepreload") or (how == "preload" and element.get("as") in ("script", "style"))


def unlike(name: str, pinned: Collection[tuple[str, str]], stands: Callable[[str], str | None]) -> Iterator[Fault]:
    """Each of those that is not pinned, or is of other bytes than stand at its address (`integrity_of`)."""
    for address, integrity in pinned:
        if not integrity:
            yield Fault(name, f"loads {address} without saying what its bytes must be.", _FIX)
        elif stands(address) not in (integrity, None):  # what leads nowhere is told of by links.py
            yield Fault(name, f"says of {address} that it is {integrity}, and it is not.", _FIX)


def integrity_of(site: Path, address: str) -> str | None:
    """What the file at `address` of the folder `site` is; None where there is none."""
    file = site / place(address)
    return digest(file.read_bytes()) if file.is_file() else None


def unpinned(files: Collection[str], pinned: Collection[str], brought: Collection[str]) -> Iterator[Fault]:
    """Each script and style sheet among `files` that is not of the `pinned` places, but for what somebody `brought`."""
    for name in files:
        if name.endswith(_PINNED) and name != _WORKER and name not in pinned and name not in brought:
            yield Fault(name, "is a script or a style sheet of which no page says what it must be.", _FIX)


def place(address: str) -> str:
    """The file of the site at an address from its root."""
    return unquote(urlsplit(address).path).lstrip("/")
