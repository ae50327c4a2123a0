"""Guards support: each figure, dose and finding stands beside its source, and no grade is stronger than its sources.

A figure is supported by a citation in its sentence, or in the one before or after where that plainly continues; in a
claim, numbers or how-sure box, by one anywhere in the box; in a list, by one in the line that leads into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desk.checks.code import GOOD, HEADER, POST, Code, Example, in_body
from desk.checks.finding import DOSE, MAY_BE_DOSE, figure_in, finding
from desk.checks.grade import ALONE, NEEDS, About, about, supports
from desk.checks.header import iso_day
from desk.checks.judge import OF_STUDIES, TRIALS, Context, judge
from desk.checks.lexicon import read
from desk.checks.passage import Passage
from desk.checks.subject import Post, Reporter, Spot
from desk.model.header import PROMPT
from desk.model.problem import Problem
from desk.model.source import BIBLIOGRAPHY, DESIGNS

_DRAFT: Final = "content/posts/a-draft.md"
_WITHDRAWN: Final = str(GOOD[BIBLIOGRAPHY]).replace("{rct}", "{rct},\n  retracted = {its numbers were made up}")
_READ_EARLY: Final = str(GOOD[BIBLIOGRAPHY]).replace("2024-05-06", "2024-01-02")
_NUMBERS: Final = (
    "/// numbers | Pain after a week\n    of: 10\n    with: 6\n    without: 3\n\nSaid so [@asked2020].\n///\n"
)
_SURVEY: Final = str(GOOD[BIBLIOGRAPHY]) + str(GOOD[BIBLIOGRAPHY]).replace("{rct}", "{survey}").replace(
    "good2020", "asked2020"
).replace("10.1000/1", "10.1000/2")
CODES = (
    Code(
        "support/number", "a figure stands without its source, so readers cannot check it.",
        "cite the source in the same sentence: [@key].", in_body("In all, 31% of the doors were open.\n"),
    ),
    Code(
        "support/study", "a finding stands without its source, so readers cannot check it.",
        "cite the study in the same sentence: [@key].", in_body("A survey of clinics showed wide differences.\n"),
    ),
    Code(
        "support/dose", "a dose stands in a sentence without a source, so it can be taken for advice.",
        "cite the study that gave it, in the same sentence.",
        in_body("They had 0.5 mg/kg. It took 40 minutes [@good2020].\n"),
    ),
    Code(
        "support/grade", "the grade is stronger than the sources cited for it allow.",
        "lower the grade, or cite what supports it.",
        in_body("/// claim | Does it help?\n    grade: strong\n\nOne small trial says so [@good2020].\n///\n"),
    ),
    Code(
        "support/claim-title", "the claim stands as if it were so.",
        'make it a question ("Does the relief last?"), or begin it with "Clinics say:".',
        in_body("/// claim | It helps\n    grade: limited\n\nOne small trial says so [@good2020].\n///\n"),
    ),
    Code(
        "support/loud", "this stands out as if it were sure, and the grade here is below moderate.",
        "make it a question, or take the bold or the link off it.",
        in_body("One small trial says that **ketamine eases pain** for a day [@good2020].\n"),
    ),
    Code(
        "support/groups", "two counts stand side by side, and no randomized trial compared them.",
        'cite the trial whose two groups they are, or make "with" and "without" add up to "of".',
        Example(_NUMBERS, {POST: HEADER + _NUMBERS, BIBLIOGRAPHY: _SURVEY}),
    ),
    Code(
        "support/checked", "the evidence cannot have been checked on that day: no source was looked up so late.",
        "set `reviewed` to the day on which the sources were searched and read; or look them up again, and give their "
        "records the new day (urldate = {2027-01-15}).",
        Example("Words [@good2020].\n(and in content/references.bib: urldate = {2024-01-02})", {
            BIBLIOGRAPHY: _READ_EARLY, _DRAFT: None}),
    ),
    Code(
        "support/withdrawn", "this source was retracted or replaced, and must not be relied on.",
        "cite another, or say in the text what became of it and allow it.",
        Example("Words [@good2020].\n(and in content/references.bib: retracted = {its numbers were made up})", {
            BIBLIOGRAPHY: _WITHDRAWN, _DRAFT: None}),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_LOUD: Final = re.compile(
    r"(?<!\*)(\*\*|__)(?=\S)(?P<bold>(?:(?!\1|\n\s*\n).)+?)\1"
    r"|(?<![!\\])\[(?P<link>(?![@^])(?:[^\]\n]|\n(?!\s*\n))+)\](?=[(\[])",
    re.DOTALL,
)
_LOUD_WHY: Final = "stands out as if it were sure, and the grade here is below moderate."
_TOGETHER: Final = ("claim", "numbers", "chart", "how-sure")
"""Boxes that are one thought: a citation anywhere in one counts for all of it."""


def check_post(post: Post) -> Iterator[Problem]:
    yield from _withdrawn(post)
    yield from _loud(post)
    if post.document.kind != "post":
        return
    cited_boxes = {id(passage.box) for passage in post.passages if passage.cited}
    for passage in post.passages:
        if passage.kind in ("title", "heading"):
            continue
        if MAY_BE_DOSE.search(passage.text):
            yield from _doses(post, passage)
        together = bool(passage.box and passage.box.name in _TOGETHER and id(passage.box) in cited_boxes)
        if not (together or passage.led):
            yield from _figures(post, passage)
    for claim in claims(post):
        yield from _grade(post, claim)
    yield from _titles(post)
    yield from _groups(post)
    yield from _checked(post)


def _figures(post: Post, passage: Passage) -> Iterator[Problem]:
    """The first figure or finding in a sentence that no citation carries."""
    if not figure_in(passage.text) and not finding(passage):
        return
    context = Context(passage)
    for number, (start, end) in enumerate(passage.sentences):
        if context.keys(number):
            continue
        alone = Passage(passage.at + start, passage.text[start:end], passage.kind, passage.box, ())
        kind, found = "support/number", figure_in(alone.text)
        if not found:
            kind, found = "support/study", finding(alone)
        if found:
            what = (
                f'"{_shown(alone.text[slice(*found.span())])}" stands without its source, so readers cannot check it.'
            )
            yield post.body_problem(_report, alone.at + found.start(), kind, what)
            return


def _doses(post: Post, passage: Passage) -> Iterator[Problem]:
    for start, end in passage.sentences:
        dose = DOSE.search(passage.text, start, end)
        if dose and not any(start <= at - passage.at < end for at, _ in passage.cited):
            what = f'the dose "{_shown(dose[0])}" stands in a sentence without a source, so it can be taken for advice.'
            yield post.body_problem(_report, passage.at + dose.start(), "support/dose", what)


def _shown(found: str) -> str:
    words = found.split()
    return " ".join(words if len(words) < 9 else [*words[:8], "..."])


@dataclass(frozen=True)
class Claim:
    """What is graded: a claim box, or a post as a whole. `spot` is where its grade stands; `null`, the keys of sources
    that are cited only for finding nothing."""

    spot: Spot
    title: str
    grade: str
    keys: tuple[str, ...]
    null: frozenset[str]
    about: About


def claims(post: Post) -> Iterator[Claim]:
    """The post as a whole, then each claim box that cites anything. An empty claim is box/no-source's."""
    cited = [(at, key) for citation in post.body.citations if citation.well_formed for key, at in citation.keys]
    evidence = post.values.get("evidence")
    grade = evidence.get("grade") if isinstance(evidence, dict) else None
    if isinstance(grade, str) and grade in NEEDS:
        of: About = "harm" if post.values.get("category") == "Safety" else "benefit"
        keys = tuple(sorted({key for _, key in cited}))
        yield Claim(post.places["evidence"], "", grade, keys, frozenset(), of)
    for box in post.body.boxes:
        grades = [option for option in box.options if option.name == "grade" and option.value in NEEDS]
        if box.name == "claim" and grades and box.end is not None:
            keys = tuple(sorted({key for at, key in cited if box.at < at < box.end}))
            if keys:
                null = frozenset(keys) - _found_something(post, box.at, box.end)
                yield Claim(post.at(grades[0].at), box.title, grades[0].value, keys, null, about(box.title))


def _found_something(post: Post, first: int, last: int) -> set[str]:
    """The keys that some sentence between two offsets cites for anything but a null result."""
    found: set[str] = set()
    for passage in post.passages:
        if first <= passage.at < last and passage.cited:
            context = Context(passage)
            for number, (start, end) in enumerate(passage.sentences):
                if not read(passage.text[start:end]).has("null_result"):
                    found.update(context.keys(number))
    return found


def _grade(post: Post, claim: Claim) -> Iterator[Problem]:
    sources = post.library.sources
    known = {key: sources[key].design for key in claim.keys if key in sources and sources[key].design in DESIGNS}
    withdrawn = {key for key in known if sources[key].withdrawn}
    # A key or design that is unknown, and a claim that rests on withdrawn sources alone, come first.
    if len(known) < len(claim.keys) or (withdrawn and len(withdrawn) == len(known)):
        return
    affirms = claim.grade in ("strong", "moderate", "limited") and claim.about == "benefit"
    designs = [known[key] for key in claim.keys if key not in withdrawn and not (affirms and key in claim.null)]
    if not supports(designs, claim.grade, claim.about):
        what = f'"{claim.grade}" needs {NEEDS[claim.grade]}; here stand {_counted(designs, claim.about)}.'
        yield post.problem(_report, claim.spot, "support/grade", what)


def _counted(designs: Sequence[str], about: About) -> str:
    def carries(design: str) -> str:
        return ALONE[about].get(design, "no grade")

    counts = {design: designs.count(design) for design in designs}
    return ", ".join(f"{count} {design} (carries {carries(design)})" for design, count in counts.items()) or "none"


def _withdrawn(post: Post) -> Iterator[Problem]:
    for citation in post.body.citations:
        for key, at in citation.keys if citation.well_formed else ():
            source = post.library.sources.get(key)
            if source and source.withdrawn:
                what = f"{key} must not be relied on: {source.withdrawn}."
                yield post.body_problem(_report, at, "support/withdrawn", what)


def _titles(post: Post) -> Iterator[Problem]:
    """Claims that are titled as if they were so."""
    for box in post.body.boxes:
        title = box.title.strip()
        open_ = title.endswith("?") or title.lower().startswith("clinics say:") or title.startswith(PROMPT)
        if box.name == "claim" and title and not open_:
            yield post.body_problem(_report, box.at, "support/claim-title")


def _loud(post: Post) -> Iterator[Problem]:
    """Assertions in bold, on a link or over counts, where readers cannot be sure: below moderate, or without a grade.

    Lists of claims, feeds, claims.json and the picture of a post show nothing louder than these and the title, which
    the wording family judges by the grade of the post.
    """
    graded = [(box.at, box.end or box.at, option.value) for box in post.body.boxes if box.name == "claim"
              for option in box.options if option.name == "grade"]  # fmt: skip
    evidence = post.values.get("evidence")
    whole = evidence.get("grade") if isinstance(evidence, dict) else ""
    parts = [(found.start(name), found[name]) for found in _LOUD.finditer(post.body.plain)
             for name in ("bold", "link") if found[name]]  # fmt: skip
    parts += [(box.at, box.title) for box in post.body.boxes if box.name in ("numbers", "chart")]
    for at, words in parts:
        grade = next((grade for first, last, grade in graded if first <= at < last), whole)
        if grade in ("strong", "moderate"):
            continue
        said = judge(Passage(0, words, "paragraph", None, ()), {})
        if any(each.role in OF_STUDIES for each in said):
            yield post.body_problem(_report, at, "support/loud", f'"{" ".join(words.split())}" {_LOUD_WHY}')


def _groups(post: Post) -> Iterator[Problem]:
    """Two counts side by side that are neither two groups of a trial nor the parts of one whole."""
    for box in post.body.boxes:
        given = {option.name: int(option.value) for option in box.options if option.value.isdecimal()}
        if box.name != "numbers" or box.end is None or not {"of", "with", "without"} <= given.keys():
            continue
        keys = [key for citation in post.body.citations if citation.well_formed for key, at in citation.keys
                if box.at < at < box.end]  # fmt: skip
        designs = {source.design for key in keys if (source := post.library.sources.get(key))}
        if given["with"] + given["without"] != given["of"] and designs and designs.isdisjoint(TRIALS):
            yield post.body_problem(_report, box.at, "support/groups")


def _checked(post: Post) -> Iterator[Problem]:
    """ "Evidence checked" on a later day than any on which a cited source was looked up."""
    keys = {key for citation in post.body.citations if citation.well_formed for key, _ in citation.keys}
    known = [source for key in keys if (source := post.library.sources.get(key))]
    checked = iso_day(post.values.get("reviewed"))  # another value is said to be no day
    if not known or not checked:
        return
    newest = max(source.accessed for source in known)
    if checked[: len(newest)] > newest or not newest:
        said = f"was looked up later than {newest}" if newest else "that it cites says when it was looked up (urldate)"
        what = f"the evidence is said to be checked on {checked}, and no source {said}."
        fix = (
            "set `reviewed` to the day on which the sources were searched and read; or look them up again, and give "
            f"their records that day (urldate = {{{checked}}})."
        )
        yield post.problem(_report, post.places["reviewed"], "support/checked", what, fix)
