"""Learns what each sign weighs, from sentences that people called risky or fine: `make weights`.

A third of what the voices of UNSEEN wrote is set aside, by a digest, a pair at a time. It is never learned from, nor
are held.toml and fresh.toml. (Until 29 November 2026 a third of the other files was set aside. It had been looked at
five times with changes between, so it is learned from now.) There are two linear models, logistic regressions: one
tells risky from fine, one the roles of the risky from each other. What is written to desk/checks/rules/weights.json
bears a digest of all that it was learned from, so that a test sees whether it is still true; `make drill` learns it
anew. `make weights` also writes how the guard fares into content/pages/how-we-write.md; where nothing has changed, it
learns and writes nothing.

A word that no sentence here has is weighed by its kind: kinds.txt sorts 30,000 words, a line a kind, its neighbours
between empty lines a wider one (see kinds.py). What kinds weigh is written word by word.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from desk.checks import lexicon as lexicon_module
from desk.checks import signs as signs_module
from desk.checks.judge import ROLES, WEIGHTS, Context, Weights, calls_for_help, weights
from desk.checks.lexicon import FOLDER as RULES
from desk.checks.lexicon import Sentence, read
from desk.checks.passage import passages
from desk.checks.signs import BEFORE, BESIDE, KIND, OVER_ONE, signs, without_quoted
from desk.model.scanner import scan
from desk.model.source import DESIGNS

FOLDER: Final = Path(__file__).with_name("sentences")
KEYS: Final = {
    "rct": "rct", "meta": "meta-analysis", "review-of-trials": "systematic-review", "chart": "chart-review",
    "survey": "survey", "animal": "animal-study", "open": "open-trial", "registration": "registration",
    "adstudy": "advertising-study", "label": "regulatory", "guideline": "guideline", "press": "press-release",
    "case": "case-report", "registry": "registration", "cohort": "cohort", "overview": "review", "lab": "lab-study",
    **{name: name for name in DESIGNS},
}  # fmt: skip
"""Key in the corpora -> what kind of study it stands for."""
POSTS: Final = "posts"
PLAIN: Final = "plain"
"""Authors of plain sentences as in a good post, all fine, one a line; the second name is their role as well."""
TEACHERS: Final = frozenset({"own", "later", PLAIN})
"""Who knew what the others had written: so never set aside, nor asked where to draw the line."""
IN_PAIRS: Final = ("later", "more", *(f"voice-{letter}" for letter in "abcdefghijklm"))
"""Authors whose sentences stand in pairs, one a line."""
UNSEEN: Final = (POSTS, *(f"voice-{letter}" for letter in "efghijklm"))
"""Authors of whom a third is set aside, by a digest of ..."""
SEED: Final = "29 November 2026"
"""... this and the words, of a pair together."""
TOGETHER: Final = {"vague-many": "vague"}
PAGE: Final = Path(__file__).resolve().parents[2] / "content/pages/how-we-write.md"
"""Where readers are told how the guard fares: ..."""
_FOUND: Final = "it stopped {stopped:,} of {risky:,} risky ones. It wrongly stopped {accused:,} of {fine:,} fine ones."
TOLD: Final = {
    "held": f"- In a set of {{all:,}} by another writer, {_FOUND}",
    "fresh": f"- In another set, of {{all:,}}, {_FOUND}",
    "aside": f"- In a newer set of {{all:,}}, in ten voices, {_FOUND}",
}
"""... a line for each part that nobody learned from; ..."""
TAUGHT: Final = "The weights were learned from about {taught:,} made-up sentences"
"""... and how much it learned from, in thousands."""
STRENGTH: Final = 0.35
"""Of the regression: higher trusts single sentences more."""
RARITY: Final = 0.4
"""A sign counts for more, the rarer it is: by its number to the power of this. In cross-validation by author 83 of 100
risky sentences are then stopped, without it 79."""
PAIRED: Final = {OVER_ONE: 0.7, BEFORE: 0.5, BESIDE: 0.7, "{": 0.5}
"""What such pairs count beside other signs: there are so many of them."""
OUR_STYLE: Final = 0.7
"""What a fine sentence of our own counts beside others': there are 3,000 in one style."""
RAREST: Final = 3
"""Sentences that a sign must stand in to be weighed."""
RAREST_OF_ROLE: Final = 8
ACCUSED: Final = 0.025
"""The share of fine sentences that may be accused, on sentences that were not learned from."""
LIGHTEST: Final = 3
"""Hundredths; a sign that weighs less is left out."""
LIGHTEST_OF_ROLE: Final = 15
FOLDS: Final = 6
NEAR: Final = LIGHTEST + 3
"""Hundredths by which weights learned elsewhere may differ: other processors round otherwise."""


@dataclass(frozen=True)
class Row:
    """A sentence or two, by whom, and what a person said of it."""

    text: str
    role: str
    risky: bool
    author: str
    heading: bool = False
    aside: bool = False
    """It is never learned from."""

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
    return found if names else [*found, *(row for author in IN_PAIRS for row in _in_pairs(author)), *_plain(), *_own()]


def _in_pairs(author: str) -> Iterator[Row]:
    """Sentences one a line, by role, a risky one ("+") before each fine one."""
    for section in (FOLDER / f"{author}.txt").read_text("utf-8").split("\n[")[1:]:
        role, _, text = section.partition("]\n")
        lines = [line for line in text.split("\n") if line and not line.startswith("#")]
        for i, line in enumerate(lines):
            said = line[2:]
            aside = _is_aside(author, " ".join(lines[i - i % 2 : i - i % 2 + 2]))
            yield Row(said.removeprefix("## "), role, line[0] == "+", author, said.startswith("## "), aside)


def _plain() -> Iterator[Row]:
    for author in (POSTS, PLAIN):
        for line in (FOLDER / f"{author}.txt").read_text("utf-8").split("\n"):
            if line.strip() and not line.startswith("# "):
                text, heading = line.removeprefix("## "), line.startswith("## ")
                yield Row(text, PLAIN, False, author, heading, _is_aside(author, line))


def _is_aside(author: str, words: str) -> bool:
    return author in UNSEEN and int(hashlib.sha256(f"{SEED} {words}".encode()).hexdigest(), 16) % 3 == 0


def _own() -> Iterator[Row]:
    """Sentences of our own posts, which people have read and let stand, and plain ones that claim nothing."""
    for name in ("own_fine.txt", "writers_fine.txt", "wording_fine.txt", "neutral.txt"):
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

        each = [(number, row, found) for number, row in enumerate(rows) for found in sentences_of(row)]
        self.number = np.array([number for number, _, _ in each])
        self.rows = [row for _, row, _ in each]
        self.kinds = kinds()
        found = [self._by_kind(signs(*found)) for _, _, found in each]
        self.count = Counter(sign for each in found for sign in each)
        mean = sum(self.count.values()) / len(self.count)
        self.scale = {
            sign: (count / mean) ** -RARITY * PAIRED.get(_pair(sign), 1)
            for sign, count in sorted(self.count.items()) if count >= RAREST
        }  # fmt: skip
        self.names = DictVectorizer()
        self.table = self.names.fit_transform(
            [{sign: self.scale[sign] * each[sign] for sign in sorted(each) if sign in self.scale} for each in found]
        )
        self.risky = np.array([row.risky for row in self.rows])
        self.role = np.array([row.role for row in self.rows])
        self.counts = np.array([OUR_STYLE if row.author == "own" and not row.risky else 1 for row in self.rows])

    def _by_kind(self, found: Mapping[str, int]) -> Counter[str]:
        """The signs `found`, with the kinds of words for the words."""
        each = Counter({sign: count for sign, count in found.items() if sign[0] != KIND})
        for sign in found:
            if sign[0] == KIND:
                each.update(self.kinds.get(sign[1:], ()))
        return each

    def learn(self, use: np.ndarray) -> np.ndarray:
        """Weights of each sign and, last, of none, from the sentences that `use` picks out."""
        return _fit(self.table[use], self.risky[use], self.counts[use])

    def roles(self, use: np.ndarray) -> tuple[list[str], np.ndarray]:
        """Signs that tell the roles of risky sentences, and what each (and, last, none) weighs, role by role."""
        names = self.names.get_feature_names_out()
        alone = (i for i, name in enumerate(names) if name[0] != KIND and " " not in name)
        some = [i for i in alone if self.count[names[i]] >= RAREST_OF_ROLE]
        use = use & self.risky & np.isin(self.role, ROLES)
        table, role = self.table[use][:, some], self.role[use]
        fits = [_fit(table, role == each) for each in ROLES]
        return [str(names[i]) for i in some], np.array(fits)

    def sums(self, learned: np.ndarray, use: np.ndarray) -> np.ndarray:
        return self.table[use] @ learned[:-1] + learned[-1]

    def least(self, use: np.ndarray) -> float:
        """The sum above which a sentence is accused: cross-validated, author by author. later.txt is left out, for who
        wrote it knew what the others had written, which would flatter."""
        authors = sorted({row.author for row in self.rows} - TEACHERS)
        part = np.array([authors.index(row.author) % FOLDS if row.author in authors else -1 for row in self.rows])
        use = use & np.array([row.author != "later" for row in self.rows])
        highest = np.full(len(self.each), -np.inf)
        for fold in range(FOLDS):
            left_out = use & (part == fold)
            sums = self.sums(self.learn(use & (part != fold)), left_out)
            np.maximum.at(highest, self.number[left_out], sums)
        seen = np.isfinite(highest)
        risky = np.array([row.risky for row in self.each])
        fine = seen & ~risky
        least = float(np.quantile(highest[fine], 1 - ACCUSED))
        stopped, accused = (highest[seen & risky] > least).mean(), (highest[fine] > least).mean()
        print(f"cross-validated by author: {stopped:.3f} stopped, {accused:.3f} accused")
        return least

    def weights(self, use: np.ndarray) -> Weights:
        """What is learned from the sentences that `use` picks out."""
        least, learned = self.least(use), self.learn(use)
        names = self.names.get_feature_names_out()
        scaled = {str(name): each * self.scale[name] * 100 for name, each in zip(names, learned[:-1], strict=True)}
        for word, of in self.kinds.items():
            scaled[f"{KIND}{word}"] = sum(scaled.get(kind, 0) for kind in of)
        of_kinds = {kind for of in self.kinds.values() for kind in of}
        kept = {sign: n for sign, each in scaled.items() if sign not in of_kinds and abs(n := round(each)) >= LIGHTEST}
        some, by_role = self.roles(use)
        rows = {name: by_role[:, i] * self.scale[name] for i, name in enumerate(some)}
        return Weights(
            round((learned[-1] - least) * 100),
            kept,
            _hundredths(by_role[:, -1]),
            {name: row for name, each in rows.items() if max(map(abs, row := _hundredths(each))) >= LIGHTEST_OF_ROLE},
        )


def kinds() -> dict[str, tuple[str, str]]:
    """Word -> the signs of its kind and of the wider kind that this one is in."""
    found = {}
    for number, wider in enumerate((FOLDER / "kinds.txt").read_text("utf-8").split("\n\n")):
        for line, words in enumerate(wider.split("\n")):
            found.update(dict.fromkeys(words.split(), (f"{KIND}{number}", f"{KIND}{number}.{line}")))
    return found


def _hundredths(row: np.ndarray) -> tuple[int, ...]:
    return tuple(round(float(each) * 100) for each in row)


def _pair(sign: str) -> str:
    """What kind of pair a sign is, if it is one."""
    if sign[0] == BESIDE:
        return BESIDE
    words = sign.split(" ")
    return words[1] if len(words) == 3 else "{" if len(words) == 2 and "{" in sign else ""


def _fit(table: object, risky: np.ndarray, counts: np.ndarray | None = None) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    # Of so many signs and so few in each sentence, the dual problem has the same answer in a fifth of the time.
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, max_iter=1000, tol=1e-3, class_weight="balanced", random_state=0
    )
    model.fit(table, risky, sample_weight=counts)
    return np.append(model.coef_[0], model.intercept_)


def found_in(row: Row, weights: Weights) -> bool:
    return any(weights.sum(*found) > 0 and not calls_for_help(found[0]) for found in sentences_of(row))


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


def written(weights: Weights, digest: str, aside: Mapping[str, Sequence[int]]) -> str:
    signs = ",\n".join(f"{json.dumps(sign)}: {each}" for sign, each in sorted(weights.signs.items()))
    roles = ",\n".join(f"{json.dumps(sign)}: {json.dumps(each)}" for sign, each in sorted(weights.roles.items()))
    return (
        f'{{"learned from": "{digest}",\n"aside": {json.dumps(aside)},\n"least": {weights.least},\n'
        f'"base": {json.dumps(weights.base)},\n"signs": {{\n{signs}\n}},\n"roles": {{\n{roles}\n}}}}\n'
    )


def digest() -> str:
    """Of all that decides what is learned: the sentences, the words by class, and the code that reads and learns."""
    files = [
        *(file for file in FOLDER.rglob("*") if file.is_file()),
        *(Path(module).resolve() for module in (__file__, signs_module.__file__, lexicon_module.__file__)),
        *(RULES / name for name in ("lexicon.toml", "approval.toml")),
    ]
    found = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        found.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes().replace(b"\r", b"")).digest())
    return found.hexdigest()


def learn() -> tuple[Weights, dict[str, list[int]]]:
    """What is learned from all that is not set aside, and how the part set aside fares."""
    corpus = Corpus(rows())
    learned = corpus.weights(np.array([not row.aside for row in corpus.rows]))
    return learned, figures([row for row in corpus.each if row.aside], learned)


def unlike(learned: Weights, stand: Weights) -> list[str]:
    """The signs that weigh otherwise in `stand` than in what was `learned`."""
    one, other = ({"": each.least, **each.signs} for each in (learned, stand))
    return sorted(sign for sign in one.keys() | other.keys() if abs(one.get(sign, 0) - other.get(sign, 0)) > NEAR)


def told(page: str, taught: int, parts: Mapping[str, Mapping[str, Sequence[int]]]) -> str:
    """`page`, saying from how many sentences the guard learned and how it fares on each of the `parts`."""
    lines = {TAUGHT: TAUGHT.format(taught=round(taught, -3))}
    for name, found in parts.items():
        risky, stopped, fine, accused = found["all"]
        numbers = {"all": risky + fine, "risky": risky, "stopped": stopped, "fine": fine, "accused": accused}
        lines[TOLD[name]] = TOLD[name].format(**numbers)
    for pattern, line in lines.items():
        form = re.sub(r"\\\{.*?\}", r"[\\d,]+", re.escape(pattern))
        page, times = re.subn(form, lambda _, line=line: line, page)
        if times != 1:
            sys.exit(f"{PAGE.name} must say once, with any numbers in place of the braces:\n{pattern}")
    return page


def taught() -> int:
    """How many made-up sentences were learned from."""
    return sum(not row.aside and row.author != "own" for row in rows())


def parts(aside: Mapping[str, Sequence[int]], weights: Weights) -> dict[str, Mapping[str, Sequence[int]]]:
    """How `weights` fare on each part that nobody learned from."""
    return {**{name: figures(rows(f"{name}.toml"), weights) for name in ("held", "fresh")}, "aside": aside}


def main(*words: str) -> None:
    if words == ("--check",):
        sys.exit("run make weights" if unlike(learn()[0], weights()) else 0)
    data = json.loads(WEIGHTS.read_text("utf-8"))
    if data["learned from"] == digest():
        learned, aside = weights(), data["aside"]
        print(f"{WEIGHTS.name} was learned from just these sentences: nothing to learn.")
    else:
        learned, aside = learn()
        WEIGHTS.write_text(written(learned, digest(), aside), "utf-8")
        print(f"{WEIGHTS.name} is learned anew.")
    found = parts(aside, learned)
    for name, each in found.items():
        print(f"{name}:\n{as_table(each)}")
    before = PAGE.read_text("utf-8")
    after = told(before, taught(), found)
    if after == before:
        print(f"{PAGE.name} says so already.")
    else:
        PAGE.write_text(after, "utf-8")
        print(f"{PAGE.name} says so now. Commit both files. Choose nothing by these tables: they are to stay unseen.")


if __name__ == "__main__":
    main(*sys.argv[1:])
