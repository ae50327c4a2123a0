"""What a finished site must be before readers get it: whole, nothing but what was meant, every address answered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from desk.model.post import Document
from desk.site_folder import files_in

WANTED = ("index.html", "404.html", "sitemap.xml", "robots.txt")


def verify(site: Path, documents: Iterable[Document], site_url: str, before: set[str], moved: set[str]) -> list[str]:
    """Every fault of the finished `site`, in words.

    `documents` are what it must show and nothing else; `before` the addresses of posts and pages of the site that
    stands now; `moved` those of them that have a redirect.
    """
    files = files_in(site)
    addresses = {f"/{document.slug}/" for document in documents}
    faults = [f"{name}: a file whose name begins with a dot would be published." for name in files if _hidden(name)]
    faults += [f"{name}: is a link, not a file." for name in files if (site / name).is_symlink()]
    faults += [f"{name}: is empty." for name in files if not (site / name).stat().st_size]
    faults += [f"{name}: was not written." for name in WANTED if name not in files]
    faults += [
        f"{address}: was not written." for address in sorted(addresses) if f"{address[1:]}index.html" not in files
    ]
    faults += [
        f"{address}: readers have this address now, and it would be gone. "
        "Fix: add it to content/redirects.yml, or use `python -m desk move` or `retire`."
        for address in sorted(before - addresses - moved)
    ]
    pages = {name: html.parse(str(site / name)).getroot() for name in files if name.endswith(".html")}
    anchors = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    for name, page in pages.items():
        faults += _links(name, page, anchors, set(files), site_url)
    return faults


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in Path(name).parts)


def _links(
    name: str, page: html.HtmlElement, anchors: dict[str, set[str]], files: set[str], site_url: str
) -> list[str]:
    faults = []
    for address in dict.fromkeys(page.xpath("//@href | //@src")):
        if address.startswith(f"{site_url}/"):
            address = address[len(site_url) :]
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
