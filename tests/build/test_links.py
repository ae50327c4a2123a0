"""Where links lead. That each of our own leads to something is kept by every build (desk/verify/links.py)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.pages import Page, pages


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
