"""How sure sources make a claim: the grade that each design carries, and what each grade needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from desk.checks.judge import CLINICAL, TRIALS
from desk.checks.lexicon import read

OFFICIAL: Final = frozenset({"guideline", "regulatory"})
RANKS: Final = {"none": 0, "very limited": 1, "limited": 2, "moderate": 3, "strong": 4}
About = Literal["benefit", "harm", "rule"]
_WEAK: Final = ("open-trial", "chart-review", "survey", "case-series", "case-report", "animal-study", "lab-study",
                "review", "regulatory")  # fmt: skip
ALONE: Final[Mapping[About, Mapping[str, str]]] = {
    "benefit": {
        **dict.fromkeys([*TRIALS, "guideline"], "moderate"), **dict.fromkeys([*_WEAK, "cohort"], "very limited"),
    },
    "harm": {
        **dict.fromkeys(_WEAK, "very limited"), **dict.fromkeys(TRIALS, "moderate"),
        **dict.fromkeys(OFFICIAL, "strong"),
        **dict.fromkeys(["cohort", "survey", "surveillance", "chart-review", "open-trial", "case-series"], "limited"),
    },
    "rule": {
        **dict.fromkeys([*TRIALS, *_WEAK, "cohort"], "very limited"), **dict.fromkeys(OFFICIAL, "strong"),
        "official-page": "limited", "press-release": "very limited",
    },
}  # fmt: skip
"""What is claimed -> design -> the highest grade that one such source carries; what is not listed carries none. A rule
is what a label or a guideline itself lays down: an approval, a definition."""
NEEDS: Final = {
    "strong": "two trials or reviews of trials that agree; for a harm or a rule, an official label or a guideline",
    "moderate": "a randomized trial, a review of trials or a guideline, that found it",
    "limited": "a randomized trial, or two studies that followed people; for a harm, one",
    "conflicting": "two studies of people, one of them a trial or a review of trials",
    "very limited": "a study, of any kind",
}
"""Grade -> the least that must be cited for it, in words. That trials agree, only people can tell."""


def supports(designs: Sequence[str], grade: str, about: About) -> bool:
    """Whether sources of these designs, each once, are enough for `grade` of a claim about this."""
    trials = sum(design in TRIALS for design in designs)
    if grade == "conflicting":
        return trials > 0 and sum(design in CLINICAL for design in designs) > 1
    best = max((RANKS[ALONE[about].get(design, "none")] for design in designs), default=0)
    if trials > 1 and about != "rule":
        best = RANKS["strong"]
    elif designs.count("cohort") > 1:
        best = max(best, RANKS["limited"])
    return best >= RANKS[grade]


def about(title: str) -> About:
    """What a claim of this title is about."""
    sentence = read(title)
    if sentence.has("approve") or sentence.has("law"):
        return "rule"
    return "harm" if sentence.has("harm_claim") else "benefit"
