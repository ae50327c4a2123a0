"""The rules of pages that need more than a selector. Those that need one are in desk/verify/contracts.py, and every
build keeps them."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import pytest

from desk.verify.contracts import Contract, contracts
from tests.pages import Page, pages, posts


@pytest.mark.parametrize("contract", contracts(("911", "988")), ids=lambda contract: contract.name)
def test_a_contract_holds_some_page_to_something(contract: Contract) -> None:
    assert any(page.tree.xpath(contract.on) for page in pages()), "no page is held to it"


@pytest.mark.parametrize("page", pages(), ids=str)
def test_no_heading_level_is_skipped(page: Page) -> None:
    levels = [int(heading.tag[1]) for heading in page.tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[:1] == [1]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), levels


@pytest.mark.parametrize("page", [page for page in pages() if page.meta("description")], ids=str)
def test_a_description_has_50_to_200_characters(page: Page) -> None:
    assert 50 <= len(page.meta("description") or "") <= 200


@pytest.mark.parametrize("what", ["//head/title", "//meta[@name='description']/@content"])
def test_no_two_pages_have_the_same(what: str) -> None:
    seen: dict[str, str] = {}
    for page in pages():
        for found in page.tree.xpath(what):
            text = found if isinstance(found, str) else found.text_content()
            assert text not in seen, f"{page} and {seen.get(text)}: {text}"
            seen[text] = page.address


@pytest.mark.parametrize("page", pages(), ids=str)
def test_what_is_shared_says_what_the_page_says(page: Page) -> None:
    if page.meta("og:title") is None:
        return
    heading = " ".join(page.tree.xpath("//h1")[0].text_content().split())
    assert page.meta("og:title") == heading
    assert page.meta("og:description") == page.meta("description")


@pytest.mark.parametrize("page", pages(), ids=str)
def test_the_policy_names_the_hash_of_the_style_and_of_the_script_and_nothing_looser(page: Page) -> None:
    policy = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        inside = re.findall(rf"<{tag}(?: type=\"importmap\")?>(.*?)</{tag}>", page.text, re.DOTALL)
        assert len(inside) == (2 if page.address == "/search/" and tag == "script" else 1)
        digests = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in inside]
        assert sorted(rules[name].split()) == sorted(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    assert "unsafe" not in policy
    assert "ws:" not in policy
    assert rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'", "the search, which sends nothing further"


@pytest.mark.parametrize("page", posts(), ids=str)
def test_a_post_without_a_reviewer_says_so(page: Page) -> None:
    reviewer = page.tree.xpath("//dl[@class='about']/dt[.='Reviewer']/following-sibling::dd[1]")[0].text_content()
    assert reviewer == "Not yet reviewed by a clinician" or re.search(r"\w+ \w+", reviewer)


@pytest.mark.parametrize("page", posts(), ids=str)
def test_a_citation_shows_the_number_of_its_source(page: Page) -> None:
    for opener in page.tree.xpath("//sup[@class='cite']/a"):
        assert opener.get("href") == f"#source-{opener.text}"
        assert opener.get("aria-label") == f"Source {opener.text}"
    first_uses = list(dict.fromkeys(page.tree.xpath("//article//sup[@class='cite']/a/text()")))
    assert first_uses
    assert first_uses == [str(number) for number in range(1, len(first_uses) + 1)], "sources stand in order of use"
