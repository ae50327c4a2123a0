"""The addresses that a file of the site names, of whatever kind it is, and whether each leads to a file of the site."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from desk.verify.fault import Fault

# A smart string of lxml keeps its whole page alive.
_in_page = partial(etree.XPath, smart_strings=False)
_IDS: Final = _in_page("//@id")
_NAMED: Final = _in_page(
    "//@href | //@src | //@poster | //@data | //@action | //@cite | "
    "//@content[starts-with(., $own) or starts-with(., '/')]"
)
_SETS: Final = _in_page("//@srcset | //@imagesrcset")
# Begins with what is rare: a feed has hundreds of thousands of letters.
_FROM_ROOT = re.compile(r"""=(?:(?<=\bhref=)|(?<=\bsrc=))["']((?:/(?!/)|\#)[^"']*)""")
_OFTEN: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'"}


def parts_of(page: html.HtmlElement) -> Counter[str]:
    """The ids on the parsed `page`, with how often each stands there."""
    return Counter(_IDS(page))


def of_page(page: html.HtmlElement, site_url: str) -> list[str]:
    """Each address that the parsed `page` names, once: links, pictures of every size, cards, and what it tells
    machines of itself."""
    found = [value.strip() for value in _NAMED(page, own=f"{site_url}/")]
    for value in _SETS(page):
        found += [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
    for element in page.iter("meta", "script", "style"):
        if element.tag == "meta":
            if element.get("http-equiv") == "refresh":
                found.append(element.get("content", "").partition("url=")[2].strip())
        elif element.tag == "style":
            found += _of_style(element.text or "")
        elif element.get("type") == "application/ld+json":
            found += _own(element.text or "", site_url)
    return list(dict.fromkeys(found))


def of_text(name: str, text: str, site_url: str) -> tuple[list[str], list[Fault]]:
    """Each address of our own in a feed, a sitemap, a manifest or robots.txt, and those that cannot work there.

    Raises ValueError where it should be JSON and is not.
    """
    found = []
    if name.endswith((".json", ".webmanifest")):
        texts = list(strings(json.loads(text)))
        found += [each for each in texts if name.endswith(".webmanifest") and each.startswith("/")]
        text = "\n".join(texts)
    text = unescape(_unescaped(text))
    found += _own(text, site_url)
    faults = []
    if name.startswith("feeds/"):
        for address in dict.fromkeys(_FROM_ROOT.findall(text)):
            what = f"the address {address} is not whole, and readers of a feed are elsewhere."
            faults.append(Fault(name, what, "mend plugins/feeds.py."))
    return list(dict.fromkeys(found)), faults


def _unescaped(text: str) -> str:
    """`text` as `unescape` gives it. A feed has tens of thousands of these few, and one call takes all of each."""
    for name, sign in _OFTEN.items():
        text = text.replace(name, sign)
    return unescape(text)


@dataclass(frozen=True)
class Leads:
    """Where a file leads: to files of the site, to parts of others (file, id), and which of its addresses can lead
    nowhere, whatever the others are."""

    files: frozenset[str]
    parts: frozenset[tuple[str, str]]
    wrong: Sequence[str]

    @classmethod
    def of(cls, name: str, addresses: Iterable[str], ids: Collection[str], site_url: str) -> Leads:
        """Where the file `name`, whose parts are `ids`, leads by its `addresses`."""
        files, parts, wrong = set(), set(), []
        for address in addresses:
            whole = _split(address, site_url)
            if whole is None or not whole[2]:
                wrong.append(address)
            elif whole[0] != _ELSEWHERE:
                target = whole[0] or name
                files.add(target)
                if whole[1] and target != name:
                    parts.add((target, whole[1]))
                elif whole[1] and whole[1] not in ids:
                    wrong.append(address)
        return cls(frozenset(files), frozenset(parts), wrong)

    def kept_once(self) -> Leads:
        """The same, each word of it one and the same wherever else it stands."""
        return Leads(
            frozenset(map(sys.intern, self.files)),
            frozenset((sys.intern(target), sys.intern(part)) for target, part in self.parts),
            self.wrong,
        )

    def all_there(self, parts: Callable[[str], Collection[str]], files: Set[str]) -> bool:
        """Whether each is among `files`, with its part among the `parts` of that."""
        if self.wrong or not self.files <= files:
            return False
        return all(part in parts(target) for target, part in self.parts)


def led_nowhere(
    name: str, addresses: Collection[str], parts: Callable[[str], Collection[str]], files: Set[str], site_url: str
) -> Iterator[Fault]:
    """Each of `addresses`, which the file `name` names, that leads to no file, or to a part that is not there.

    `parts` gives the ids of each page.
    """
    for address in addresses:
        whole = _split(address, site_url)
        if whole is None:
            yield Fault(name, f"{address} is no address.", "correct the link.")
            continue
        target, fragment, from_root = whole
        if not from_root:
            yield Fault(name, f"the link {address} does not begin with a slash.", "write it from the site's root.")
            continue
        if target == _ELSEWHERE:
            continue
        target = target or name
        if target not in files:
            yield Fault(name, f"the link {address} leads nowhere.", "correct the link, or bring back what it names.")
        elif fragment and fragment not in parts(target):
            yield Fault(name, f"the link {address} names a part that is not there.", "correct what stands after the #.")


_ELSEWHERE: Final = "//"


@lru_cache(maxsize=50_000)
def _split(address: str, site_url: str) -> tuple[str, str, bool] | None:
    """Where `address` leads: the file (empty for the one that names it, `//` for another site), the part of it, and
    whether it is from the root; None where it is no address. Most addresses stand on every page."""
    own = _is_own(address, site_url)
    try:
        whole = urlsplit(address.removeprefix(site_url) if own else address)
    except ValueError:
        return None
    if whole.scheme or whole.netloc:
        return _ELSEWHERE, "", True
    path = unquote(whole.path)
    if path and not path.startswith("/"):
        return "", "", False
    target = path[1:]
    if path.endswith("/") or (own and not path):
        target = f"{target}index.html"
    return target, unquote(whole.fragment), True


def _own(text: str, site_url: str) -> list[str]:
    return re.findall(rf"""{re.escape(site_url)}(?![\w.:-])(?:/[^\s"'<>\\)]*)?""", text)


@lru_cache(maxsize=8)
def _of_style(style: str) -> list[str]:
    # One style sheet stands in every page.
    return re.findall(r"""url\(["']?(/[^"')]+)""", style)


def _is_own(address: str, site_url: str) -> bool:
    return address == site_url or address.startswith((f"{site_url}/", f"{site_url}#"))


def strings(value: Any) -> Iterator[str]:
    """Every text in a piece of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)
