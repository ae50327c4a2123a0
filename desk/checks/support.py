"""Guards support: each figure, dose and finding stands beside its source, and no grade is stronger than its sources.

A figure is supported by a citation in its paragraph, list item or row of a table; in a claim, numbers or how-sure box,
by one anywhere in the box; in a list, by one in the line that leads into it. A dose needs it in its own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desk.checks.citation import BIBLIOGRAPHY
from desk.checks.code import GOOD, Code, Example, in_body
from desk.checks.passage import Passage
from desk.checks.subject import Facts, Post, Project, Reporter
from desk.model.problem import Problem
from desk.model.source import DESIGNS

_WITHDRAWN: Final = str(GOOD[BIBLIOGRAPHY]).replace("{rct}", "{rct},\n  retracted = {its numbers were made up}")
CODES = (
    Code(
        "support/number", "a figure stands without its source, so readers cannot check it.",
        "cite the source in the same paragraph: [@key].", in_body("It eased pain in 31% of those who had it.\n"),
    ),
    Code(
        "support/study", "a finding stands without its source, so readers cannot check it.",
        "cite the study in the same paragraph: [@key].", in_body("Studies show that it eases pain.\n"),
    ),
    Code(
        "support/dose", "a dose stands in a sentence without a source, so it can be taken for advice.",
        "cite the study that gave it, in the same sentence.",
        in_body("They had 0.5 mg/kg. It took 40 minutes [@good2020].\n"),
    ),
    Code(
        "support/grade", "the grade is stronger than the sources cited for it allow.",
        "lower the grade, or cite what supports it.",
        in_body("/// claim | It helps\n    grade: strong\n\nOne small trial says so [@good2020].\n///\n"),
    ),
    Code(
        "support/withdrawn", "this source was retracted or replaced, and must not be relied on.",
        "cite another, or say in the text what became of it and allow it.",
        Example("Words [@good2020].\n(and in content/references.bib: retracted = {its numbers were made up})", {
            BIBLIOGRAPHY: _WITHDRAWN}),
    ),
)  # fmt: skip
_report = Reporter(CODES)
OF_THE_PROJECT: Final = ("support/grade", "support/withdrawn")
"""What can only be judged with the bibliography at hand."""

_TOGETHER: Final = ("claim", "numbers", "how-sure")
"""Boxes that are one thought: a citation anywhere in one counts for all of it."""
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
_PERCENT: Final = re.compile(r"\d\s?%|\bpercent(?:age points?)?\b(?!age)|\bper cent\b", re.IGNORECASE)
_COUNT: Final = re.compile(
    rf"\b(?:\d[\d,]*|{_SMALL})(?:\s+(?!of\b|or\b|and\b|to\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|minutes?\b|"
    rf"times?\b|points?\b|questions?\b|ways\b|in\b|a\b|an\b|the\b|for\b|at\b|by\b|on\b|out\b)[\w-]+){{0,3}}\s+"
    rf"(?:{_WHO})\b|\b\d[\d,]*(?:\s+(?:small|large|good|early|short|randomized|controlled|pain|case|chart|US|American|"
    rf"published|other|surveyed|separate|different))*\s+(?:{_WHAT})\b|\bn\s?=\s?\d",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    rf"(?<!part )(?<!chapter )(?<!page )(?<!step )(?<!table )(?<!figure )"
    rf"\b{_N}\s+(?:(?:{_WHO})\s+)?(?:in|of|out of|of the|of those|of every|in every|out of every)\s+(?:the\s+)?"
    rf"(?!(?:19|20)\d\d\b|two\b)(?:\d[\d,]+|[3-9]|{_SMALL}|a hundred)\b(?!\s*(?:hours?|days?"
    rf"|weeks?|months?|minutes?|years?|"
    rf"times|steps?|ways|o'clock|sessions?|infusions?|visits?|doses?|cases?\s+where)\b)"
    rf"|\bmost (?:{_WHO})\s+(?:\w+ed|felt|had|got|saw|left|kept)\b|\b(?:half|(?:a|one|two"
    rf"|three)[ -](?:third|quarter|fifth|tenth|half)s?|most|the majority|a minority)\s+of\s+"
    rf"(?:all\s+|the\s+|those\s+|these\s+|them\b)?(?:\w+\s+)?(?:{_WHO}|them)\b|\b(?:doubled?|tripled?|halved?|twofold|"
    r"threefold|tenfold|(?:two|three|four|five|ten|\d+)\s+times\s+(?:as|more|less|higher|lower)|twice as)\b",
    re.IGNORECASE,
)
_DOSE: Final = re.compile(
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
_MAY_BE_STUDY: Final = (
    "stud", "trial", "review", "meta-analys", "survey", "research", "scientist", "investigator", "evidence",
    "guideline", "data", "experiment", "scan", "registry", "expert", "author",
)  # fmt: skip
_MAY_BE_FIGURE: Final = (
    "percent", "per cent", "half", "third", "quarter", "fifth", "tenth", "most ", "majority", "minority", "doubl",
    "tripl", "halve", "twice", "fold", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "teen", "ty", "hundred", "thousand", "dozen", "one",
)  # fmt: skip
_DIGIT: Final = re.compile(r"\d")
_MAY_BE_DOSE: Final = re.compile(r"\d\s?(?:m|g|\u00b5|\u03bc|ug)", re.IGNORECASE)
"""Quick to look for; what they cannot find, the patterns above cannot either."""

TRIALS: Final = frozenset({"rct", "meta-analysis", "systematic-review"})
OFFICIAL: Final = frozenset({"guideline", "regulatory"})
NEEDS: Final = {
    "strong": "two agreeing trials or reviews of trials, or a guideline or an official label",
    "moderate": "a randomized trial or a review of trials",
    "limited": "a randomized trial or a study that followed people",
    "conflicting": "at least two sources",
    "very limited": "a source",
}
"""Grade -> the least that must be cited for it, in words. That trials agree, only people can tell."""


def supports(designs: Sequence[str], grade: str) -> bool:
    """Whether sources of these designs, each once, are enough for `grade`."""
    trials = sum(design in TRIALS for design in designs)
    official = any(design in OFFICIAL for design in designs)
    if grade == "strong":
        return trials > 1 or official
    if grade == "moderate":
        return trials > 0 or official
    if grade == "limited":
        return trials > 0 or official or "cohort" in designs
    return len(designs) > (1 if grade == "conflicting" else 0)


def check_post(post: Post) -> Iterator[Problem]:
    if post.document.kind != "post":
        return
    cited_boxes = {id(passage.box) for passage in post.passages if passage.cites}
    for passage in post.passages:
        if passage.kind in ("title", "heading"):
            continue
        together = bool(passage.box and passage.box.name in _TOGETHER and id(passage.box) in cited_boxes)
        supported = bool(passage.cites) or passage.led or together
        if _MAY_BE_DOSE.search(passage.text):
            yield from _doses(post, passage)
        if supported:
            continue
        if figure := figure_in(passage.text):
            what = f'"{_shown(figure)}" stands without its source, so readers cannot check it.'
            yield post.body_problem(_report, passage.at + figure.start(), "support/number", what)
        elif study := finding(passage):
            what = f'"{_shown(study)}" stands without its source, so readers cannot check it.'
            yield post.body_problem(_report, passage.at + study.start(), "support/study", what)


def figure_in(text: str) -> re.Match[str] | None:
    """The first percentage, count of people or share in `text`."""
    low = text.lower()
    if not _DIGIT.search(low) and not any(word in low for word in _MAY_BE_FIGURE):
        return None
    found = [match for pattern in _FIGURES if (match := pattern.search(text))]
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


def _doses(post: Post, passage: Passage) -> Iterator[Problem]:
    for start, end in passage.sentences:
        dose = _DOSE.search(passage.text, start, end)
        if dose and not any(start <= at - passage.at < end for at in passage.cites):
            what = f'the dose "{_shown(dose)}" stands in a sentence without a source, so it can be taken for advice.'
            yield post.body_problem(_report, passage.at + dose.start(), "support/dose", what)


def _shown(match: re.Match[str]) -> str:
    words = match[0].split()
    return " ".join(words if len(words) < 9 else [*words[:8], "..."])


def gather(post: Post, facts: Facts) -> None:
    """Keep each claim with the sources cited for it, for the second stage. An empty claim is box/no-source's."""
    if post.document.kind != "post":
        return
    cited = [(at, key) for citation in post.body.citations if citation.well_formed for key, at in citation.keys]
    evidence = post.values.get("evidence")
    grade = evidence.get("grade") if isinstance(evidence, dict) else None
    if isinstance(grade, str) and grade in NEEDS:
        facts.claims.append((*post.places["evidence"], grade, sorted({key for _, key in cited})))
    for box in post.body.boxes:
        grades = [option for option in box.options if option.name == "grade" and option.value in NEEDS]
        if box.name == "claim" and grades and box.end is not None:
            keys = sorted({key for at, key in cited if box.at < at < box.end})
            if keys:
                facts.claims.append((*post.at(grades[0].at), grades[0].value, keys))


def check_project(project: Project) -> Iterator[Problem]:
    withdrawn = {key: source.withdrawn for key, source in project.library.sources.items() if source.withdrawn}
    for path, facts in project.documents.items():
        used: set[tuple[int, int, str]] = set()
        for problem in _of_one(project, path, facts, withdrawn):
            covering = [a for a in facts.allowed if a[2] == problem.code and a[3] <= problem.line <= a[4]]
            used.update((a[0], a[1], a[2]) for a in covering)
            if not covering:
                yield problem
        for line, column, code, *_ in facts.allowed:
            if (line, column, code) not in used:
                what = f'nothing here needs "{code}" to be allowed.'
                fix = "delete it, or put it right before its paragraph."
                yield Problem(path, line, column, "allowance/unused", what, fix, "warning", project.line(path, line))


def _of_one(project: Project, path: str, facts: Facts, withdrawn: Mapping[str, str]) -> Iterator[Problem]:
    known = {key: source.design for key, source in project.library.sources.items() if source.design in DESIGNS}
    discussed = any(allowed[2] == "support/withdrawn" for allowed in facts.allowed)
    for line, column, grade, keys in facts.claims:
        # A key or design that is unknown, and a source to be replaced, come first.
        if all(key in known and (discussed or key not in withdrawn) for key in keys):
            designs = [known[key] for key in keys if key not in withdrawn]
            if not supports(designs, grade):
                what = f'"{grade}" needs {NEEDS[grade]}; here stand {_counted(designs)}.'
                yield project.problem(_report, path, (line, column), "support/grade", what)
    for key, spots in facts.cited.items():
        if key in withdrawn and facts.status == "published":
            what = f"{key} must not be relied on: {withdrawn[key]}."
            for spot in spots:
                yield project.problem(_report, path, spot, "support/withdrawn", what)


def _counted(designs: Sequence[str]) -> str:
    counts = {design: designs.count(design) for design in designs}
    return ", ".join(f"{count} {design}" for design, count in counts.items()) or "none"
