"""The wording and support checks against sentences that must be caught and sentences that must not.

Of each hundred, at least 95 are caught and at most 5 are wrongly accused. New ones go into sentences/, one a line.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desk.checks.code import GOOD, HEADER, POST
from desk.model.problem import Problem
from tests.examined import examine_all

DAY = dt.date(2026, 11, 22)
FOLDER = Path(__file__).with_name("sentences")
ROOT = Path(__file__).resolve().parents[2]
KINDS = ("wording", "support")
CAUGHT, FALSE = 0.95, 0.05


def lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#")]


def found_in(sentence: str) -> list[Problem]:
    text = HEADER + sentence.replace("[@a]", "[@good2020]") + "\n"
    content = {path: str(each).encode() for path, each in {**GOOD, POST: text}.items()}
    return [problem for problem in examine_all(content, [], DAY) if problem.path == POST]


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_sixty_sentences_of_each_kind(kind: str) -> None:
    for name in (f"{kind}_risky", f"{kind}_fine"):
        assert len(lines(name)) >= 60
        assert len(set(lines(name))) == len(lines(name))


@pytest.mark.parametrize("kind", KINDS)
def test_risky_sentences_are_caught(kind: str) -> None:
    missed = []
    for line in lines(f"{kind}_risky"):
        name, _, sentence = line.partition(" | ")
        if f"{kind}/{name}" not in {problem.code for problem in found_in(sentence)}:
            missed.append(line)
    assert len(missed) <= (1 - CAUGHT) * len(lines(f"{kind}_risky")), missed


@pytest.mark.parametrize("kind", KINDS)
def test_fine_sentences_are_let_be(kind: str) -> None:
    false = {
        line: said for line in lines(f"{kind}_fine") if (said := [p for p in found_in(line) if p.code.startswith(kind)])
    }
    assert len(false) <= FALSE * len(lines(f"{kind}_fine")), false


def test_the_real_posts_and_pages_have_no_error() -> None:
    content = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted((ROOT / "content").rglob("*"))
        if path.suffix in {".md", ".bib", ".yml"}
    }
    problems = examine_all(content, [], DAY)
    families = ("wording/", "support/", "reading/", "blocks/", "allowance/", "source/")
    assert [p for p in problems if p.code.startswith(families) and p.severity == "error"] == []
