"""Finds in words what must stand beside its source: figures, doses, and findings of studies."""

from __future__ import annotations

import re
from typing import Final

from desk.checks.passage import Passage

_SMALL: Final = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|"
    "eight|nine))?|hundreds?|thousands?|dozens?"
)
_N: Final = rf"(?:\d[\d,]*(?:\.\d+)?|one|{_SMALL}|a hundred)"
_WHO: Final = (
    "people|persons|patients|adults|men|women|children|teens|teenagers|adolescents|participants|volunteers|veterans|"
    "users|subjects|inpatients|outpatients|completers|responders|students|soldiers"
)
_WHAT: Final = "studies|trials|papers|reviews|reports|cases|clinics|articles|publications|treatments|infusions"
_PERCENT: Final = re.compile(r"\d[\d,.]*\s?%|\bpercent(?:age points?)?\b(?!age)|\bper cent\b")
_COUNT: Final = re.compile(
    rf"\b(?:\d[\d,]*|{_SMALL})(?:\s+(?!of\b|or\b|and\b|to\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|minutes?\b|"
    rf"times?\b|points?\b|questions?\b|ways\b|in\b|a\b|an\b|the\b|for\b|at\b|by\b|on\b|out\b)[\w-]+){{0,3}}\s+"
    rf"(?:{_WHO})\b|\b\d[\d,]*(?:\s+(?:small|large|good|early|short|randomized|controlled|pain|case|chart|us|american|"
    rf"published|other|surveyed|separate|different))*\s+(?:{_WHAT})\b|\bn\s?=\s?\d",
)
_PART: Final = re.compile(
    rf"\b(?<!part )(?<!chapter )(?<!page )(?<!step )(?<!table )(?<!figure )"
    rf"{_N}\s+(?:(?:{_WHO})\s+)?(?:in|of|out of|of the|of those|of every|in every|out of every)\s+(?:the\s+)?"
    rf"(?!(?:19|20)\d\d\b|two\b)(?:\d[\d,]+|[3-9]|{_SMALL}|a hundred)\b(?!\s*(?:hours?|days?"
    rf"|weeks?|months?|minutes?|years?|"
    rf"times|steps?|ways|o'clock|sessions?|infusions?|visits?|doses?|cases?\s+where)\b)"
    rf"|\bmost (?:{_WHO})\s+(?:\w+ed|felt|had|got|saw|left|kept)\b|\b(?:half|(?:a|one|two"
    rf"|three)[ -](?:third|quarter|fifth|tenth|half)s?|most|the majority|a minority)\s+of\s+"
    rf"(?:all\s+|the\s+|those\s+|these\s+|them\b)?(?:\w+\s+)?(?:{_WHO}|them)\b|\b(?:doubled?|tripled?|halved?|twofold|"
    r"threefold|tenfold|(?:two|three|four|five|ten|\d+)\s+times\s+(?:as|more|less|higher|lower)|twice as)\b",
)
DOSE: Final = re.compile(
    r"\b\d[\d,.]*\s?(?:mg|mcg|\u00b5g|\u03bcg|ug|g|ml|milligrams?|micrograms?|grams?|millilit(?:er|re)s?)"
    r"(?:\s?(?:/|per)\s?(?:kg|kilogram|h|hr|hour|min|minute|day|ml|dose))*\b",
    re.IGNORECASE,
)
_SUBJECT: Final = (
    r"(?:stud(?:y|ies)|trials?|reviews?|meta-analys[ei]s|surveys?|researchers?|scientists|investigators|research|"
    r"evidence|guidelines?|data|experiments?|scans?|chart reviews?|registry|experts|authors)"
)
_VERB: Final = (
    r"(?:found|finds?|show(?:s|ed|n)?|suggest(?:s|ed)?|report(?:s|ed)|conclud(?:es?|ed)|saw|observed|confirm(?:s|ed)?|"
    r"prov(?:es|ed)|link(?:s|ed)|demonstrat(?:es?|ed)|reveal(?:s|ed)?|indicat(?:es?|ed)"
    r"|recommend(?:s|ed)?|support(?:s|ed)|"
    r"tested|measured|followed|compared|noted|agree[sd]?|disagree[sd]?|points? to|warn(?:s|ed)?|estimated?s?|"
    r"(?:has|have) (?:found|shown|linked|tested|reported|confirmed))"
)
_STUDY: Final = re.compile(
    rf"\b{_SUBJECT}\b(?:\s+(?!to\b|that\b|which\b|who\b|whose\b|before\b|if\b|can\b|cannot\b"
    rf"|could\b|may\b|might\b|would\b|"
    rf"should\b|will\b|must\b|never\b|is\b|are\b|you\b)[\w',()-]+){{0,7}}?\s+(?:also\s+|now\s+|then\s+)?{_VERB}\b"
    rf"|\b(?:in|by|from|per)\s+(?:a|an|one|two|three|several|some|many|most|another|recent"
    rf"|small|large|early|the largest)\s"
    rf"+(?:[\w-]+\s+){{0,4}}(?:{_SUBJECT})\b(?=[^.?!]*\b\w+(?:ed|elt|ell|ot|ad|ent|as|ere|ook|ave|ade|ose|aw|an|id)\b)"
    rf"|\baccording to (?:a|an|one|the|some|several|recent|new|many)\s+(?:[\w-]+\s+){{0,4}}{_SUBJECT}\b"
    rf"|\b(?:shown|found|proved|confirmed|reported|seen|observed|tested|linked|studied|established|supported)\s+"
    rf"(?:\w+\s+){{0,3}}(?:in|by)\s+(?:\w+\s+){{0,4}}{_SUBJECT}\b",
    re.IGNORECASE,
)
_ABSENT: Final = re.compile(
    rf"\b(?:no|not one|without|lack of|lacks|too few|few|any)\s+(?:[\w-]+\s+){{0,5}}{_SUBJECT}\b"
    rf"|\bwe (?:found|know of|saw|could find|have found) no\b|\b(?:if|when|whether|unless|until|once)\s+(?:[\w-]+\s+)"
    rf"{{0,4}}{_SUBJECT}\b|\b(?:ask|look at|check|see|tell)\s+(?:\w+\s+)?(?:what|who|how|which|whether)\b"
    rf"|\bhas (?:never|not) been (?:tested|studied|shown)\b|\b(?:can|could|may|might|would|should|will)\s+(?:\w+\s+)?"
    r"(?:show|find|suggest|report|tell|change)\b",
    re.IGNORECASE,
)
_FIGURES: Final = (_PERCENT, _COUNT, _PART)
"""Each finds in small letters: to search whatever the case takes twice as long."""
_MAY_BE_STUDY: Final = (
    "stud", "trial", "review", "meta-analys", "survey", "research", "scientist", "investigator", "evidence",
    "guideline", "data", "experiment", "scan", "registry", "expert", "author",
)  # fmt: skip
_MAY_BE_FIGURE: Final = re.compile(
    rf"\d|\b(?:(?:one|{_SMALL})\b|per ?cent|half|third|quarter|fifth|tenth|most\s+(?:of|{_WHO})|majority|minority|"
    "double|triple|halve|twofold|threefold|tenfold|twice)"
)
MAY_BE_DOSE: Final = re.compile(r"\d\s?(?:m|g|\u00b5|\u03bc|ug)", re.IGNORECASE)
"""Quick to look for; what they cannot find, the patterns above cannot either."""


def figure_in(text: str) -> re.Match[str] | None:
    """The first percentage, count of people or share in `text`, in small letters."""
    low = text.lower()
    low = low if len(low) == len(text) else text  # a letter that grows when small would move all places
    if not _MAY_BE_FIGURE.search(low):
        return None
    found = [match for pattern in _FIGURES if (match := pattern.search(low))]
    return min(found, key=lambda match: match.start(), default=None)


def finding(passage: Passage) -> re.Match[str] | None:
    """Where a sentence says what a study found; not where it says that there is none, or what one could find."""
    low = passage.text.lower()
    if not any(stem in low for stem in _MAY_BE_STUDY):
        return None
    for start, end in passage.sentences:
        sentence = passage.text[start:end]
        if sentence.rstrip("\"'\u201d ").endswith("?") or _ABSENT.search(sentence):
            continue
        if study := _STUDY.search(passage.text, start, end):
            return study
    return None
