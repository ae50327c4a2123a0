"""The wording and support checks against sentences that must be caught and sentences that must not.

What the guard weighs is learned from sentences/tune.toml, pairs.toml, blind/, later.txt and our own posts (see
learn.py). A third of the first three is set aside: the rest alone is learned from, and that third is judged. held.toml
was written by another, and fresh.toml by a third: nobody learned from them, and nobody may. `pytest -s` prints the
tables, role by role. The .txt files are one sentence a line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from desk.checks.code import GOOD, HEADER, POST
from desk.checks.judge import ROLES, weights
from desk.checks.signs import signs
from desk.model.problem import Problem
from tests.content.learn import LIGHTEST, Corpus, as_table, figures, learn_all, learn_two_thirds, rows, sentences_of
from tests.examined import examine_all

DAY = dt.date(2026, 11, 28)
FOLDER = Path(__file__).with_name("sentences")
ROOT = Path(__file__).resolve().parents[2]
KINDS = ("wording", "support")
CAUGHT = {"wording": 0.78, "support": 0.95}
"""With the very role that a person named; at the change from lists to weights it was 97 of 121 for wording."""
FALSE = 0.05
FLOORS = {"aside": (0.69, 0.05), "held": (0.75, 0.05), "fresh": (0.82, 0.05)}
"""Where -> the least share of risky sentences that is stopped, the most of fine ones that is accused. The goal for
sentences that nobody learned from is 85 and 5 in 100. At the reading with these weights held.toml gave 78 and 4,
fresh.toml 84 and 1, the third that was set aside 72 and 5."""
NEAR = 3
"""Hundredths by which weights learned elsewhere may differ: other processors round otherwise."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(rows())


def compare(name: str, found: Mapping[str, Sequence[int]]) -> None:
    print(f"\n{name}:\n{as_table(found)}")
    risky, stopped, fine, accused = found["all"]
    least, most = FLOORS[name]
    assert stopped >= least * risky, f"{stopped} of {risky} risky ones are stopped"
    assert accused <= most * fine, f"{accused} of {fine} fine ones are accused"


def test_the_weights_are_what_is_learned_from_the_sentences(corpus: Corpus) -> None:
    learned, stand = learn_all(corpus), weights()
    assert max(abs(a - b) for a, b in zip(learned.least, stand.least, strict=True)) <= NEAR, "run make weights"
    for sign in learned.signs.keys() & stand.signs.keys():
        assert max(abs(a - b) for a, b in zip(learned.signs[sign], stand.signs[sign], strict=True)) <= NEAR, sign
    for one, other in ((learned, stand), (stand, learned)):
        for sign in one.signs.keys() - other.signs.keys():
            assert max(map(abs, one.signs[sign])) <= LIGHTEST + NEAR, f"{sign}: run make weights"


def test_what_is_weighed_is_what_the_signs_weigh_together(corpus: Corpus) -> None:
    known = weights()
    for row in corpus.each[::10]:
        for sentence in sentences_of(row):
            each = [known.signs[sign] for sign in signs(*sentence) if sign in known.signs]
            assert known.sums(*sentence) == tuple(map(sum, zip(known.least, *each, strict=True)))


def test_of_the_third_that_is_set_aside_the_risky_are_stopped_and_the_fine_let_be(corpus: Corpus) -> None:
    aside = [row for row in corpus.each if row.aside]
    assert len(aside) > 1000
    compare("aside", figures(aside, learn_two_thirds(corpus)))


@pytest.mark.parametrize("name", ["held", "fresh"])
def test_of_sentences_that_nobody_learned_from_the_risky_are_stopped(name: str) -> None:
    compare(name, figures(rows(f"{name}.toml"), weights()))


def test_what_is_learned_from_has_every_role_half_risky_and_half_fine(corpus: Corpus) -> None:
    written = [row for row in corpus.each if row.author != "own"]
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


def test_the_real_posts_and_pages_have_no_error() -> None:
    content = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted((ROOT / "content").rglob("*"))
        if path.suffix in {".md", ".bib", ".yml", ".toml"}
    }
    problems = examine_all(content, [], DAY)
    families = ("wording/", "support/", "reading/", "blocks/", "allowance/", "source/")
    assert [p for p in problems if p.code.startswith(families) and p.severity == "error"] == []
