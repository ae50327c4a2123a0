"""The Nu HTML checker finds nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.build_site import real_site
from tests.pages import pages
from tests.peers.html_checker import Finding, check

PLANTED = """<!doctype html><html lang="en"><title>T</title><p id="a">x<p id="a">y<img src="a">"""
WRONG = "a { colour: red }\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our style sheet, and a page and a sheet with faults."""
    folder = tmp_path_factory.mktemp("planted")
    style = re.findall(r"<style>(.*?)</style>", (real_site() / "index.html").read_text("utf-8"), re.DOTALL)[0]
    for name, text in (("planted.html", PLANTED), ("planted.css", WRONG), ("site.css", style.replace("}", "}\n"))):
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def errors(folder: Path) -> list[Finding]:
    """What the checker says of all pages and of what is in the folder, by one run."""
    found = check([*(page.file for page in pages()), *sorted(folder.iterdir())])
    return [each for each in found if each.kind == "error"]


def test_every_page_is_valid(errors: list[Finding]) -> None:
    ours = {page.file for page in pages()}
    assert [str(found) for found in errors if found.file in ours] == []


def test_the_checker_looked_at_the_pages_and_finds_a_planted_fault(errors: list[Finding], folder: Path) -> None:
    found = [each.message for each in errors if each.file == folder / "planted.html"]
    assert any("Duplicate ID" in message for message in found)
    assert any("alt" in message for message in found)


def test_the_style_sheet_is_valid_and_a_planted_fault_in_another_is_found(errors: list[Finding], folder: Path) -> None:
    assert [str(found) for found in errors if found.file == folder / "site.css"] == []
    assert [found for found in errors if found.file == folder / "planted.css"]
