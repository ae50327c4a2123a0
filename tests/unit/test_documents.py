"""What the README and the writers' guide name is there: files, make targets, commands."""

from __future__ import annotations

import re

import pytest

from desk import COMMAND
from desk.command_line import parser
from tests.build_site import ROOT

DOCUMENTS = ["README.md", "CONTRIBUTING.md"]
MADE = {"output/", ".site/shots/", "index.html", "images/", "content/images/", "content/posts/ketamine-and-sleep.md"}
"""Named, and made later: by a build, or with the first picture."""


def text(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def commands() -> set[str]:
    """The commands of `./site`."""
    (sub,) = [action for action in parser()._actions if action.choices]
    return set(sub.choices or ())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_is_named_is_there(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^ {4}|`|^ {7})make ([a-z]+)", text(document), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_is_named_is_there(document: str) -> None:
    named = set(re.findall(rf"{re.escape(COMMAND)} ([a-z-]+)", text(document)))
    assert named
    assert named <= commands()


def test_one_name_for_the_command_in_all_that_a_writer_reads() -> None:
    written = [*(ROOT / "desk").rglob("*.py"), *(ROOT / "plugins").rglob("*.py"), *(ROOT / "content").rglob("*.md")]
    written += [ROOT / name for name in [*DOCUMENTS, ".github/pull_request_template.md"]]
    other = re.compile(r"make (?:site|serve|check|fix|new|hooks)\b|python -m desk (?!\.)")
    found = [f"{file.relative_to(ROOT)}: {line}" for file in written for line in file.read_text("utf-8").splitlines()
             if other.search(line)]  # fmt: skip
    assert found == []
    assert (ROOT / COMMAND).is_file()
    assert (ROOT / f"{COMMAND}.cmd").is_file()
    # Who names the command in code takes the constant, so that it has one name.
    typed = [file.relative_to(ROOT).as_posix() for file in (ROOT / "desk").rglob("*.py")
             if re.search(rf"(?<![\w.`]){re.escape(COMMAND)} [a-z]", file.read_text("utf-8"))]  # fmt: skip
    assert typed == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_named_is_there(document: str) -> None:
    named = set(re.findall(r"`([\w.][\w./-]*(?:/|\.(?:py|md|css|bib|toml|yml)))`", text(document)))
    named |= set(re.findall(r"\]\((?!https?:)([\w./-]+)\)", text(document)))
    places = [ROOT, ROOT / "content", ROOT / "tests"]
    missing = [name for name in named - MADE if not any((place / name).exists() for place in places)]
    assert missing == []


def test_the_readme_is_short() -> None:
    assert len(text("README.md").splitlines()) <= 80


def test_every_make_target_says_what_it_is_for() -> None:
    rules = re.findall(r"^([a-z]+):(.*)$", text("Makefile"), re.MULTILINE)
    assert [name for name, rest in rules if "## " not in rest] == []
