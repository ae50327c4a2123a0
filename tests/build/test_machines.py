"""What machines are given: a twin of each post in Markdown, llms.txt, and the claims by a schema of their own."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from lxml import html
from markdown_it import MarkdownIt

from tests.build_site import real_site
from tests.pages import SITE_URL, Page, example, pages, posts

READER = MarkdownIt("commonmark").enable("table")
TWINS = [page for page in pages() if (page.file.parent / "index.md").exists()]


@cache
def published(name: str) -> Any:
    """A JSON file of the site."""
    return json.loads((real_site() / name).read_text("utf-8"))


def words(page: html.HtmlElement) -> list[str]:
    """Every word and number in it, without what only folds a list."""
    return re.findall(r"\w+", " ".join(page.xpath(".//text()[not(ancestor::svg or ancestor::details[count(*) = 1])]")))


def test_every_post_and_every_page_in_a_list_has_a_twin_and_names_it() -> None:
    assert {page.address for page in posts()} < {page.address for page in TWINS}
    assert example("style guide") not in TWINS, "a hidden page stands in no list"
    for page in pages():
        named = page.tree.xpath("//link[@rel='alternate'][@type='text/markdown']/@href")
        assert named == ([f"{page.address}index.md"] if page in TWINS else []), page


@pytest.mark.parametrize("page", TWINS, ids=str)
def test_a_twin_keeps_every_word_number_and_grade_of_its_page_in_their_order(page: Page) -> None:
    _, facts, text = (page.file.parent / "index.md").read_text("utf-8").split("---\n", 2)
    header = yaml.safe_load(facts)
    assert header["title"] == page.tree.xpath("string(//h1)").replace("\u00a0", " ")
    assert header["url"] == SITE_URL + page.address
    twin = html.fragment_fromstring(READER.render(text), create_parent="div")
    body = page.text.partition('<div class="body flow hung">')[2].partition('<h2 id="about-this-page">')[0]
    if not page.is_post:
        body = body.partition("</main>")[0]
        body = re.sub(r'<p class="quiet">Last changed.*?</p>', "", body)
        # The large buttons of the help page are the template's; its text has each number again.
        body = re.sub(r'(?s)^\s*<ul class="calls">.*?</ul>\s*<p>.*?</p>', "", body)
    meant = words(html.fragment_fromstring(body, create_parent="div"))
    said = words(twin)
    start = next(i for i in range(len(said)) if said[i : i + 12] == meant[:12])
    assert said[start : start + len(meant)] == meant
    if page.is_post:
        assert f"{header['grade'].capitalize()} evidence." in text
        assert page.meta("description") in twin.text_content()


def test_llms_txt_names_each_twin_once_with_its_answer() -> None:
    text = (real_site() / "llms.txt").read_text("utf-8")
    assert text.startswith("# Plain Ketamine\n\n> ")
    named = re.findall(r"^- \[.+?\]\((\S+?)\)", text, re.MULTILINE)
    twins = {f"{SITE_URL}{page.address}index.md" for page in TWINS}
    assert len(named) == len(set(named))
    assert set(named) == twins | {f"{SITE_URL}/claims.json", f"{SITE_URL}/claims.schema.json"}


def test_the_claims_keep_their_schema_and_the_schema_its_own() -> None:
    schema = published("claims.schema.json")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    validator.validate(published("claims.json"))
    assert schema["$id"] == published("claims.json")["$schema"]
    broken = {**published("claims.json"), "claims": [{"question": "Alone?"}]}
    with pytest.raises(ValidationError):
        validator.validate(broken)
    described = [part for each in (schema, *schema["$defs"].values()) for part in each["properties"].values()]
    assert all(part.get("description") for part in described), "a field says what it means"


def test_the_claims_are_those_of_the_posts_with_their_sources() -> None:
    claims = published("claims.json")["claims"]
    found = 0
    for page in posts():
        for section in page.tree.xpath("//section[@class='claim']"):
            address = f"{SITE_URL}{page.address}#{section.xpath('string(*/@id)')}"
            (claim,) = [each for each in claims if each["url"] == address]
            assert section.xpath("string(*[@id])") == claim["question"]
            assert section.xpath("string(p[@class='verdict']/strong)") == f"{claim['verdict']}."
            cited = list(dict.fromkeys(section.xpath(".//sup[@class='cite']/a/@href")))
            assert len(claim["sources"]) == len(cited)
            for place, source in zip(cited, claim["sources"], strict=True):
                (listed,) = page.tree.xpath("//li[@id=$id]", id=place[1:])
                if source["url"]:
                    assert source["url"] in listed.xpath(".//a/@href")
            found += 1
    assert found == len(claims)


def test_no_page_says_that_it_checks_what_others_claim() -> None:
    assert not [page for page in pages() if "ClaimReview" in page.text]
