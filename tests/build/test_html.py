"""The Nu HTML checker finds nothing."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.build_site import real_site
from tests.pages import Page, pages
from tests.peers.html_checker import Finding, check


@cache
def findings() -> list[Finding]:
    """What the checker says of all pages, by one run."""
    return check(page.file for page in pages())


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_page_is_valid(page: Page) -> None:
    assert [str(found) for found in findings() if found.file == page.file and found.kind == "error"] == []


def test_the_checker_looked_at_the_pages_and_finds_a_planted_fault(tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text('<!doctype html><html lang="en"><title>T</title><p id="a">x<p id="a">y<img src="a">')
    found = [finding.message for finding in check([planted]) if finding.kind == "error"]
    assert any("Duplicate ID" in message for message in found)
    assert any("alt" in message for message in found)


def test_the_style_sheet_is_valid(tmp_path: Path) -> None:
    style = re.findall(r"<style>(.*?)</style>", (real_site() / "index.html").read_text("utf-8"), re.DOTALL)[0]
    sheet = tmp_path / "site.css"
    sheet.write_text(style.replace("}", "}\n"), "utf-8")
    assert [str(found) for found in check([sheet], css=True) if found.kind == "error"] == []
