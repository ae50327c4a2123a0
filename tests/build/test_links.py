"""Every link, anchor, picture and file that a page names is there."""

from __future__ import annotations

from functools import cache
from urllib.parse import unquote, urlsplit

import pytest

from tests.pages import SITE_URL, Page, pages

ADDRESSES = "//@href | //@src | //meta[@property='og:image']/@content"


@cache
def ids() -> dict[str, set[str]]:
    """The ids of each page, by address."""
    return {page.address: set(page.tree.xpath("//@id")) for page in pages()}


def fault(page: Page, address: str) -> str | None:
    """What is wrong with `address`, which stands on `page`; None when it leads where it says."""
    parts = urlsplit(address.removeprefix(SITE_URL) or "/")
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path) or page.address
    file = page.site / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
    if not path.startswith("/") or not file.is_file():
        return f"{address} leads nowhere"
    if parts.fragment and unquote(parts.fragment) not in ids().get(path, set()):
        return f"{address} names a part that is not there"
    return None


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_address_on_a_page_leads_somewhere(page: Page) -> None:
    assert [found for address in page.tree.xpath(ADDRESSES) if (found := fault(page, str(address)))] == []


@pytest.mark.parametrize("address", ["/nowhere/", "#nothing", "/about/#nothing", "relative", "/images/none.png"])
def test_a_planted_bad_address_is_seen(address: str) -> None:
    assert fault(pages()[-1], address)


@pytest.mark.parametrize("page", pages(), ids=str)
def test_an_external_address_is_https_and_well_formed(page: Page) -> None:
    for address in page.tree.xpath("//a/@href[contains(., ':') and not(starts-with(., '#'))]"):
        parts = urlsplit(address)
        assert parts.scheme in {"https", "tel", "sms"}, address
        assert parts.scheme != "https" or "." in parts.netloc, address
        assert " " not in address


def test_every_page_but_the_hidden_can_be_reached_from_the_front_page() -> None:
    by_address = {page.address: page for page in pages()}
    reached, new = set(), {"/"}
    while new:
        reached |= new
        links = {urlsplit(str(href)).path for address in new for href in by_address[address].tree.xpath("//a/@href")}
        new = (links & by_address.keys()) - reached
    hidden = {address for address, page in by_address.items() if page.meta("robots") == "noindex"}
    # A tag with one post is for readers, and says nothing that search engines need.
    assert by_address.keys() - reached == {address for address in hidden if not address.startswith("/tag/")}
