"""The account of files: why each file of a site is there, and which are missing or nobody asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from desk.model.digest import digest_of
from desk.verify.fault import Fault
from desk.verify.promise import Promise

ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "archives/index.html": "the list of all posts",
        "categories/index.html": "the list of topics",
        "tags/index.html": "the list of tags",
        "search/index.html": "the page that searches",
        "claims/index.html": "the list of claims",
        "glossary/index.html": "the words explained",
        "404.html": "what stands at no address",
        "sitemap.xml": "what search engines ask for",
        "robots.txt": "what search engines ask for",
        "site.webmanifest": "what phones ask for",
        "offline.html": "what stands in place of a page without a network",
    }
)
"""What every site has, and why."""
FEEDS: Final = ("feeds/atom.xml", "feeds/rss.xml", "feeds/feed.json")


def claims(promise: Promise) -> Iterator[tuple[str, str]]:
    """Each file that something asks for, and what asks for it. Two may ask for one."""
    yield from ALWAYS.items()
    for document in promise.shown:
        yield document.file, document.path
    sizes = Counter(name for document in promise.shown for name in document.lists)
    for name in sorted({"", *sizes}):
        folder = f"{name}/" if name else ""
        what = f"the list {name}" if name else "the front page"
        yield f"{folder}index.html", what
        for number in range(2, -(-sizes[name] // promise.per_page) + 1):
            yield f"{folder}page/{number}/index.html", f"{what}, page {number}"
    for redirect in promise.redirects:
        yield redirect.file, f"the redirect of {redirect.old}"
    for name in FEEDS if promise.feeds else ():
        yield name, "a feed"
    yield from promise.made.items()
    yield from promise.extra.items()


def expected(promise: Promise) -> Mapping[str, str]:
    """Every file that the site is to be made of, and why."""
    return dict(claims(promise))


def account(
    site: Path, files: Sequence[str], links: Collection[str], promise: Promise, digests: Mapping[str, str]
) -> Iterator[Fault]:
    """What is there and was not meant, what was meant and is not there, and what no reader can use. Of the `files` of
    the site some are `links`; of those in `digests` the bytes are known."""
    meant: dict[str, tuple[str, str]] = {}
    for name, reason in claims(promise):
        _, first = meant.setdefault(name.casefold(), (name, reason))
        if first != reason:
            what = f"{first} and {reason} want the same place."
            yield Fault(name, what, "give one of them another name.")
    why = dict(meant.values())
    names = why.keys()
    for name in files:
        if name in links:
            yield Fault(name, "is a link, not a file.", "put the file itself there.")
        elif (name.startswith(".") or "/." in name) and name not in promise.made:
            yield Fault(name, "a file whose name begins with a dot would be published.", "delete it or rename it.")
        elif name.endswith(".md") and name not in promise.made:
            yield Fault(name, "is a source, and would be published as it was typed.", "move it out of content/extra.")
        elif name not in names:
            yield Fault(name, "nobody asked for this file.", "take out what writes it (see desk/verify/account.py).")
        elif digests[name] == _NO_BYTES if name in digests else not (site / name).stat().st_size:
            yield Fault(name, "is empty.", "mend what writes it, or delete its source.")
    for name in sorted(names - set(files)):
        yield Fault(name, f"was not written. It is for {why[name]}.", "mend the settings or the plugin.")


_NO_BYTES: Final = digest_of(b"")
