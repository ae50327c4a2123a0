"""Learns what each sign weighs for each role, from sentences that people called risky or fine: `make weights`.

A third of the sentences, chosen by a digest of their words, is set aside: `figures` learns from the others alone and
tells how that third fares. later.txt, written afterwards, and our own sentences are never in it. What is written to
desk/checks/rules/weights.json is learned from all of them; held.toml and fresh.toml are never learned from. For each
role there are two linear models, logistic regressions on the same signs: one tells risky from fine whatever the role,
one this role from fine; their sum is the role's weight.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from desk.checks.judge import ROLES, WEIGHTS, Context, Weights
from desk.checks.lexicon import Sentence, read
from desk.checks.passage import passages
from desk.checks.signs import signs, without_quoted
from desk.model.body import scan
from desk.model.source import DESIGNS

FOLDER: Final = Path(__file__).with_name("sentences")
KEYS: Final = {
    "rct": "rct", "meta": "meta-analysis", "review-of-trials": "systematic-review", "chart": "chart-review",
    "survey": "survey", "animal": "animal-study", "open": "open-trial", "registration": "registration",
    "adstudy": "advertising-study", "label": "regulatory", "guideline": "guideline", "press": "press-release",
    "case": "case-report", "cohort": "cohort", "overview": "review", "lab": "lab-study",
    **{name: name for name in DESIGNS},
}  # fmt: skip
"""Key in the corpora -> what kind of study it stands for."""
TOGETHER: Final = {"vague-many": "vague"}
STRENGTH: Final = 1.0
"""Of the regression: higher trusts single sentences more."""
OWN: Final = 0.07
"""What one of our own published sentences counts beside one that was written to be judged: so little that our style
alone makes nothing fine, ..."""
OWN_NEAR: Final = 2.0
"""... but for those that would else be accused, or nearly: ..."""
NEAR: Final = 1.0
"""... whose sum, with all of them counted little, is above this."""
RAREST: Final = 3
"""Sentences that a sign must stand in to be weighed."""
ACCUSED: Final = 0.045
"""The share of fine sentences that may be accused, on sentences that were not learned from."""
LIGHTEST: Final = 5
"""Hundredths; a sign that weighs less for every role is left out."""
FOLDS: Final = 5


@dataclass(frozen=True)
class Row:
    """A sentence or two, by whom, and what a person said of it."""

    text: str
    role: str
    risky: bool
    author: str
    heading: bool = False

    @property
    def aside(self) -> bool:
        return self.author not in ("own", "later") and int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 3 == 0

    @property
    def markdown(self) -> str:
        return f"## {self.text}\n" if self.heading else f"{self.text}\n"


def rows(*names: str) -> list[Row]:
    """The rows of the corpora of these names; of all that are learned from, where none is given."""
    taught = (FOLDER / "tune.toml", FOLDER / "pairs.toml", *FOLDER.glob("blind/*.toml"))
    files = [FOLDER / name for name in names] or taught
    found = []
    for file in sorted(files):
        author = file.stem.split("-")[0]
        for row in tomllib.loads(file.read_text("utf-8"))["sentence"]:
            role = TOGETHER.get(row["role"], row["role"])
            found.append(Row(row["text"], role, row["risky"], author, row.get("heading", False)))
    return found if names else [*found, *_later(), *_own()]


def _later() -> Iterator[Row]:
    """Sentences written after a third of the others had been set aside; all of them are learned from."""
    role = ""
    for line in (FOLDER / "later.txt").read_text("utf-8").split("\n"):
        if line.startswith("["):
            role = line.strip("[]")
        elif line and not line.startswith("#"):
            text = line[2:]
            yield Row(text.removeprefix("## "), role, line[0] == "+", "later", text.startswith("## "))


def _own() -> Iterator[Row]:
    """Sentences of our own posts, which people have read and let stand."""
    for name in ("own_fine.txt", "writers_fine.txt", "wording_fine.txt"):
        for line in (FOLDER / name).read_text("utf-8").split("\n"):
            if line.strip() and not line.startswith(("# ", "----")):
                yield Row(line.removeprefix("## ").replace("[@a]", "[@rct]"), "", False, "own", line.startswith("## "))
    for line in (FOLDER / "wording_risky.txt").read_text("utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            role, _, text = line.rpartition(" | ")
            yield Row(text.replace("[@a]", "[@overview]"), role.split("/")[0], True, "own")


def sentences_of(row: Row) -> Iterator[tuple[Sentence, list[str], bool]]:
    """Each sentence of a row, the kinds of study that it cites, and whether it is a heading."""
    for passage in passages(scan(row.markdown)):
        context = Context(passage)
        for number, (start, end) in enumerate(passage.sentences):
            sentence = read(without_quoted(passage.text[start:end]))
            yield sentence, [KEYS.get(key, "") for key in context.keys(number)], passage.kind in ("heading", "title")


class Corpus:
    """Rows and the signs of their sentences, as a table for the regression."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.each = rows
        from sklearn.feature_extraction import DictVectorizer  # seconds, which only who learns shall wait

        each = [(row, found) for row in rows for found in sentences_of(row)]
        self.rows = [row for row, _ in each]
        self.found = [signs(*found) for _, found in each]
        count = Counter(sign for found in self.found for sign in found)
        kept = [{sign: 1.0 for sign in sorted(found) if count[sign] >= RAREST} for found in self.found]
        self.names = DictVectorizer()
        self.table = self.names.fit_transform(kept)
        self.risky = np.array([row.risky for row in self.rows])
        self.role = np.array([row.role for row in self.rows])
        self.own = np.array([row.author == "own" and not row.risky for row in self.rows])
        self.counts = np.where(self.own, OWN, 1.0)

    def weigh_own(self, use: np.ndarray) -> None:
        """Have our own sentences count by how near they come to being accused, by what `use` picks out."""
        self.counts = np.where(self.own, OWN, 1.0)
        sums = self.sums(self.learn(use), np.ones(len(self.rows), bool)).max(axis=1)
        self.counts[self.own & (sums > NEAR)] = OWN_NEAR

    def learn(self, use: np.ndarray) -> np.ndarray:
        """Weights of each sign and, last, of none, role by role, from the sentences that `use` picks out."""
        whole = self._fit(use, self.risky)
        return np.array([whole + self._fit(use & (~self.risky | (self.role == role)), self.risky) for role in ROLES])

    def _fit(self, use: np.ndarray, risky: np.ndarray) -> np.ndarray:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=STRENGTH, solver="liblinear", class_weight="balanced", random_state=0)
        model.fit(self.table[use], risky[use], sample_weight=self.counts[use])
        return np.append(model.coef_[0], model.intercept_)

    def sums(self, learned: np.ndarray, use: np.ndarray) -> np.ndarray:
        return self.table[use] @ learned[:, :-1].T + learned[:, -1]

    def least(self, use: np.ndarray) -> float:
        """The sum above which a sentence is accused: cross-validated, author by author."""
        authors = sorted({row.author for row in self.rows} - {"own", "later"})
        part = np.array([authors.index(row.author) % FOLDS if row.author in authors else -1 for row in self.rows])
        fine: list[float] = []
        for fold in range(FOLDS):
            left_out = use & (part == fold)
            highest = self.sums(self.learn(use & (part != fold)), left_out).max(axis=1)
            fine += list(highest[~self.risky[left_out]])
        return float(np.quantile(fine, 1 - ACCUSED))


def as_weights(corpus: Corpus, learned: np.ndarray, least: float) -> Weights:
    scaled = np.rint(learned * 100).astype(int)
    names = corpus.names.get_feature_names_out()
    kept = {
        str(name): tuple(int(each) for each in scaled[:, i])
        for i, name in enumerate(names)
        if abs(scaled[:, i]).max() >= LIGHTEST
    }
    return Weights(tuple(int(each) for each in np.rint((learned[:, -1] - least) * 100)), kept)


def found_in(row: Row, weights: Weights) -> bool:
    return any(max(weights.sums(*found)) > 0 for found in sentences_of(row))


def figures(rows: Sequence[Row], weights: Weights) -> dict[str, list[int]]:
    """Role -> risky ones, of those stopped, fine ones, of those accused."""
    found: dict[str, list[int]] = {}
    for row in rows:
        for name in (row.role, "all"):
            count = found.setdefault(name, [0, 0, 0, 0])
            at = 0 if row.risky else 2
            count[at] += 1
            count[at + 1] += found_in(row, weights)
    return found


def as_table(found: Mapping[str, Sequence[int]]) -> str:
    lines = [f"| {role} | {s} of {r} stopped | {a} of {f} accused |" for role, (r, s, f, a) in sorted(found.items())]
    return "\n".join(lines)


def written(weights: Weights) -> str:
    lines = ",\n".join(f"{json.dumps(sign)}: {json.dumps(each)}" for sign, each in sorted(weights.signs.items()))
    return f'{{"least": {json.dumps(weights.least)}, "signs": {{\n{lines}\n}}}}\n'


def learn_all(corpus: Corpus) -> Weights:
    every = np.ones(len(corpus.rows), bool)
    corpus.weigh_own(every)
    return as_weights(corpus, corpus.learn(every), corpus.least(every))


def learn_two_thirds(corpus: Corpus) -> Weights:
    use = np.array([not row.aside for row in corpus.rows])
    corpus.weigh_own(use)
    return as_weights(corpus, corpus.learn(use), corpus.least(use))


if __name__ == "__main__":
    corpus = Corpus(rows())
    WEIGHTS.write_text(written(learn_all(corpus)), "utf-8")
    print(as_table(figures([row for row in corpus.each if row.aside], learn_two_thirds(corpus))))
