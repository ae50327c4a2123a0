"""What a finished site must be before readers get it: whole, nothing but what was meant, every address answered."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from desk import COMMAND
from desk.model.post import Document
from desk.site_folder import files_in

WANTED = ("index.html", "404.html", "sitemap.xml", "robots.txt")


@dataclass(frozen=True)
class Promise:
    """What a site is to be.

    `shown` are the documents it must hold, `hidden` those of which it may hold nothing; `before` the addresses of
    posts and pages in the site that stands now, `moved` the old addresses that lead on or say why they are gone.
    """

    site_url: str
    shown: Collection[Document]
    hidden: Collection[Document] = ()
    before: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()


def verify(site: Path, promise: Promise) -> list[str]:
    """Every fault of the finished `site`, in words."""
    files = files_in(site)
    addresses = {f"/{document.slug}/" for document in promise.shown}
    faults = [f"{name}: a file whose name begins with a dot would be published." for name in files if _hidden(name)]
    faults += [f"{name}: is a link, not a file." for name in files if (site / name).is_symlink()]
    faults += [f"{name}: is empty." for name in files if not (site / name).stat().st_size]
    faults += [f"{name}: was not written." for name in WANTED if name not in files]
    faults += [
        f"{address}: was not written." for address in sorted(addresses) if f"{address[1:]}index.html" not in files
    ]
    faults += [
        f"{address}: readers have this address now, and it would be gone. "
        f"Fix: add it to content/redirects.yml, or use {COMMAND} move or {COMMAND} retire."
        for address in sorted(promise.before - addresses - promise.moved)
    ]
    pages = {name: html.parse(str(site / name)).getroot() for name in files if name.endswith(".html")}
    anchors = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    for name, page in pages.items():
        faults += _links(name, page, anchors, set(files), promise.site_url)
        if not any("".join(heading.itertext()).strip() for heading in page.iter("h1")):
            faults.append(f"{name}: is empty: it has no heading. Fix: mend the template that makes it.")
    return faults + _leaks(site, files, promise.hidden)


def _leaks(site: Path, files: list[str], hidden: Collection[Document]) -> list[str]:
    """Places that show the address or the words of what is not published."""
    secrets = [(document, [f"/{document.slug}/", *_telling(document)]) for document in hidden]
    faults = []
    for name in files:
        if secrets and Path(name).suffix in {".html", ".xml", ".json", ".txt"}:
            text = (site / name).read_text("utf-8")
            faults += [
                f"{name}: shows something of {document.path}, which is not published. "
                "Fix: take out the link or the words, or publish it first."
                for document, words in secrets
                if any(word in text for word in words)
            ]
    return faults


def _telling(document: Document) -> list[str]:
    """The title and the longest run of plain words of the body, where they are long enough to be nobody else's."""
    title = str(document.front.values.get("title", ""))
    longest = max(re.findall(r"[A-Za-z][A-Za-z, ]+", document.body), key=len, default="").strip()
    return [text for text, least in ((title, 20), (escape(title), 20), (longest, 50)) if len(text) >= least]


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in Path(name).parts)


def _links(
    name: str, page: html.HtmlElement, anchors: dict[str, set[str]], files: set[str], site_url: str
) -> list[str]:
    faults = []
    below = urlsplit(site_url).path.rstrip("/")
    for address in dict.fromkeys(page.xpath("//@href | //@src")):
        if address.startswith(f"{site_url}/"):
            address = address[len(site_url) :]
        elif below and address.startswith("/") and not address.startswith("//"):
            if not address.startswith(f"{below}/"):
                faults.append(f"{name}: the link {address} leads out of the site, which stands below {below}/.")
                continue
            address = address[len(below) :]
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        path = unquote(parts.path)
        if not path:
            target = name
        elif not path.startswith("/"):
            faults.append(f"{name}: the link {address} does not begin with a slash.")
            continue
        else:
            target = f"{path[1:]}index.html" if path.endswith("/") else path[1:]
        if target not in files:
            faults.append(f"{name}: the link {address} leads nowhere.")
        elif parts.fragment and parts.fragment not in anchors.get(target, set()):
            faults.append(f"{name}: the link {address} names a part that is not there.")
    return faults
