"""The wording and support checks against sentences that must be caught and sentences that must not.

What the guard weighs is learned from the sentences beside this file (see learn.py); a third of those in ten voices is
set aside. held.toml was written by another, and fresh.toml by a third: nobody learned from them, and nobody may.
`pytest -s` prints the tables, role by role. weights.json bears a digest of what it was learned from; `make drill`
learns it anew. The .txt files are one sentence a line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from desk.checks.code import GOOD, HEADER, POST
from desk.checks.judge import ROLES, WEIGHTS, weights
from desk.checks.signs import signs
from desk.model.problem import Problem
from tests.content.learn import PAGE, PLAIN, as_table, digest, figures, rows, sentences_of, taught, told
from tests.examined import examine_all

FOLDER = Path(__file__).with_name("sentences")
ROOT = Path(__file__).resolve().parents[2]
every = cache(rows)
"""All that is learned from or set aside, read once."""
KINDS = ("wording", "support")
CAUGHT = {"wording": 0.78, "support": 0.95}
"""With the very role that a person named; at the change from lists to weights it was 97 of 121 for wording."""
FALSE = 0.05
PLAINLY_FALSE = 0.06
"""The most that may be accused of the plain prose of posts that is set aside."""
FLOORS = {"aside": (0.85, 0.05), "held": (0.85, 0.05), "fresh": (0.88, 0.05)}
"""Where -> the least share of risky sentences that is stopped, the most of fine ones that is accused. The goal for
sentences that nobody learned from is 85 and 5 in 100."""


def compare(name: str, found: Mapping[str, Sequence[int]]) -> None:
    print(f"\n{name}:\n{as_table(found)}")
    risky, stopped, fine, accused = found["all"]
    least, most = FLOORS[name]
    assert stopped >= least * risky, f"{stopped} of {risky} risky ones are stopped"
    assert accused <= most * fine, f"{accused} of {fine} fine ones are accused"
    page = PAGE.read_text("utf-8")
    assert told(page, taught(), {name: found}) == page, "run make weights"


def test_the_weights_were_learned_from_these_sentences_words_and_code() -> None:
    assert json.loads(WEIGHTS.read_text("utf-8"))["learned from"] == digest(), "run make weights"


def test_what_is_weighed_is_what_the_signs_weigh_together() -> None:
    known = weights()
    for row in every()[::40]:
        for sentence in sentences_of(row):
            each = [known.signs.get(sign, 0) * count for sign, count in signs(*sentence).items()]
            assert known.sum(*sentence) == known.least + sum(each)


def test_of_the_third_that_is_set_aside_the_risky_are_stopped_and_the_fine_let_be() -> None:
    aside = [row for row in every() if row.aside]
    assert len(aside) > 700
    found = figures(aside, weights())
    compare("aside", found)
    _, _, plain, accused = found[PLAIN]
    assert accused <= PLAINLY_FALSE * plain, f"{accused} of {plain} plain ones are accused"
    assert json.loads(WEIGHTS.read_text("utf-8"))["aside"] == found, "run make weights"


@pytest.mark.parametrize("name", ["held", "fresh"])
def test_of_sentences_that_nobody_learned_from_the_risky_are_stopped(name: str) -> None:
    compare(name, figures(rows(f"{name}.toml"), weights()))


def test_what_is_learned_from_has_every_role_half_risky_and_half_fine() -> None:
    written = [row for row in every() if row.author != "own"]
    for role in ROLES:
        risky = [row.risky for row in written if row.role == role]
        assert len(risky) >= 200
        assert 0.4 < sum(risky) / len(risky) < 0.6


def lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#")]


def found_in(sentence: str) -> list[Problem]:
    text = HEADER + sentence.replace("[@a]", "[@good2020]") + "\n"
    content = {path: str(each).encode() for path, each in {**GOOD, POST: text}.items()}
    return [problem for problem in examine_all(content) if problem.path == POST]


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_sixty_sentences_of_each_kind(kind: str) -> None:
    for name in (f"{kind}_risky", f"{kind}_fine"):
        assert len(lines(name)) >= 60
        assert len(set(lines(name))) == len(lines(name))


@pytest.mark.parametrize("kind", KINDS)
def test_risky_sentences_are_caught(kind: str) -> None:
    missed = []
    for line in lines(f"{kind}_risky"):
        name, _, sentence = line.rpartition(" | ")
        if not any(problem.code.startswith(f"{kind}/{name}") for problem in found_in(sentence)):
            missed.append(line)
    assert len(missed) <= (1 - CAUGHT[kind]) * len(lines(f"{kind}_risky")), missed


@pytest.mark.parametrize("kind", KINDS)
def test_fine_sentences_are_let_be(kind: str) -> None:
    false = {
        line: said for line in lines(f"{kind}_fine") if (said := [p for p in found_in(line) if p.code.startswith(kind)])
    }
    assert len(false) <= FALSE * len(lines(f"{kind}_fine")), false
