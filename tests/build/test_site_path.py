"""A site below a path of its host, as a project on GitHub Pages is: every address of it holds the path."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from desk.site.site_path import below, move_below
from tests.build.project import post, project
from tests.build_site import built

SITE = "https://nurse.example/ketamine"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = project(tmp_path_factory.mktemp("below") / "project", {f"post-{n}": post(f"post-{n}") for n in range(2)})
    (made / "content/redirects.yml").write_text("old: post-1\n")
    facts = made / "content/site.toml"
    facts.write_text(re.sub(r'(?m)^address = ".*"', f'address = "{SITE}"', facts.read_text("utf-8")), "utf-8")
    return built(made, made / "output")


def test_every_address_leads_to_a_file_below_the_path(pages: Path) -> None:
    seen = 0
    for file in pages.rglob("*.html"):
        tree = html.parse(str(file)).getroot()
        moves = tree.xpath("//meta[@http-equiv='refresh']/@content")
        found = [*tree.xpath("//@href | //@src"), *(move.partition("url=")[2] for move in moves)]
        for address in found:
            parts = urlsplit(address.removeprefix("https://nurse.example"))
            if parts.scheme or parts.netloc or not parts.path:
                continue
            assert parts.path.startswith("/ketamine/"), f"{file.name}: {address}"
            target = unquote(parts.path).removeprefix("/ketamine/")
            assert (pages / (f"{target}index.html" if not target or target.endswith("/") else target)).is_file(), (
                address
            )
            seen += 1
    assert seen > 100


def test_fonts_and_icons_are_below_it_and_the_policy_still_allows_the_style(pages: Path) -> None:
    text = (pages / "post-1/index.html").read_text("utf-8")
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)[0]
    assert set(re.findall(r"url\([\"']?(/[^/\"')]*/)", style)) == {"/ketamine/"}
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in text
    manifest = json.loads((pages / "site.webmanifest").read_text("utf-8"))
    assert manifest["start_url"] == "/ketamine/"
    assert all(icon["src"].startswith("/ketamine/") for icon in manifest["icons"])


def test_an_element_with_two_addresses_and_words_that_look_like_one() -> None:
    text = '<a href="/a/"><img alt="x" src="/b.png"></a><code>href="/c/"</code> <a href="//other.example/">o</a>'
    wanted = '<a href="/p/a/"><img alt="x" src="/p/b.png"></a><code>href="/c/"</code> <a href="//other.example/">o</a>'
    assert below(text, "/p", ".html") == wanted
    assert below(text, "", ".html") == text


def test_a_file_that_the_site_that_stands_shares_is_not_written_into(tmp_path: Path) -> None:
    for name in ("stands", "next"):
        (tmp_path / name).mkdir()
    shared = tmp_path / "stands/index.html"
    shared.write_text('<a href="/a/">a</a>')
    os.link(shared, tmp_path / "next/index.html")
    move_below(tmp_path / "next", SITE)
    assert shared.read_text() == '<a href="/a/">a</a>'
    assert (tmp_path / "next/index.html").read_text() == '<a href="/ketamine/a/">a</a>'
