"""Guards wording: what a sentence does (its role), and what must carry it.

desk/checks/judge.py weighs what stands in a sentence; the weights are data, learned from sentences that people judged.
Asked of each role is what must carry it: a benefit, a study that can show it; a harm called small, a count of it;
advice and sales talk, nothing, for they are taken out. A single case is allowed by a comment; see the allowance family.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.judge import OF_STUDIES, Finding, judge
from desk.checks.lexicon import read
from desk.checks.never_word import Said, never_said
from desk.checks.passage import Passage
from desk.checks.plain_statement import plain_statements
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem
from desk.model.source import DESIGNS

ALLOW: Final = "<!-- allow: wording/{} because ... --> before it."
_ABOUT: Final[dict[str, tuple[str, str, str]]] = {
    "benefit": (
        "reads as if a treatment did good, and no source in the sentence can show that.",
        'cite a randomized trial or a review of trials in it, or say what was measured ("pain was lower after") and '
        "that nobody was compared, or take it out.", "Ketamine eases migraine.\n",
    ),
    "safety": (
        "reads as if a harm were small, without a count of it.",
        "say in how many it was seen, over what time, with a source that measured harm; or that nobody counted.",
        "Ketamine is safe.\n",
    ),
    "advice": (
        "reads as if it told readers what to do with a treatment.",
        'say "ask", "tell", "call", "bring", "do not stop" or "do not drive"; a dose only as what a study gave.',
        "Start with a small dose.\n",
    ),
    "vague": (
        "seems to lean on many, on experts or on size, without a number.",
        "give the number and out of how many, or name the studies, what kind they were, and cite them.",
        "Many patients report relief.\n",
    ),
    "relative": (
        "seems to give a change without the numbers behind it.",
        'add both groups, out of the same total, over what time: "20 in 100 with it and 10 in 100 without".',
        "Vomiting was twice as likely [@good2020].\n",
    ),
    "cause": (
        "seems to say what caused a change, and cites no study that compared people by chance.",
        "cite a randomized comparison, or say only what came after what.",
        "It was thanks to ketamine that pain went.\n",
    ),
    "approval": (
        "does not seem to fit what is approved: ketamine as an anesthetic; esketamine for some kinds of depression.",
        'say "off-label", or name what the approval is for.', "Ketamine is FDA-approved for migraine.\n",
    ),
    "voice": (
        "reads like a story, a promise, a lure, sales talk, or blame of a person.",
        "take it out; give what studies of many people found, or nothing.", "Hurry, the price goes up soon.\n",
    ),
}  # fmt: skip
CODES = (
    *(
        Code(
            f"wording/{role}", f"this {why}", f"{fix} If it is right as it stands: {ALLOW.format(role)}", in_body(each)
        )
        for role, (why, fix, each) in _ABOUT.items()
    ),
    Code(
        "wording/never",
        "this word is never said here of a treatment, whatever is cited beside it.",
        "say what was measured, in how many, over what time; put it between quotation marks where you speak of the "
        f"word. If it is right as it stands: {ALLOW.format('never')}",
        in_body("Ketamine rewires the brain [@good2020].\n"),
    ),
)
_report = Reporter(CODES)
_HEADER_LINE: Final = re.compile(r"[ ]*(title|summary|reason|audience|alt):[ ]+")
_SURE: Final = frozenset({"strong", "moderate"})


def check_post(post: Post) -> Iterator[Problem]:
    yield from _header(post)
    designs = {key: source.design for key, source in post.library.sources.items() if source.design in DESIGNS}
    for place, passage in enumerate(post.passages):
        answered = passage.kind != "heading" or "?" not in passage.text or is_answered(post.passages, place)
        for finding in _findings(passage, designs, answered=answered):
            if not _elsewhere(passage, finding):
                yield post.body_problem(_report, passage.at + finding.at, f"wording/{finding.role}", said(finding))
        for word in never_said(passage):
            yield post.body_problem(_report, passage.at + word.at, "wording/never", never(word))


def _findings(passage: Passage, designs: Mapping[str, str], *, answered: bool) -> Iterator[Finding]:
    """What is weighed as risky, and what is stated in so few words that it weighs too little: one a sentence."""
    found = list(judge(passage, designs, answered))
    told = {finding.sentence for finding in found}
    yield from found
    yield from (finding for finding in plain_statements(passage, designs) if finding.sentence not in told)


def _elsewhere(passage: Passage, finding: Finding) -> bool:
    """Whether another rule judges it: the title of a claim or of counts stands on what is in the box."""
    boxed = passage.box.name if passage.box and passage.kind == "title" else ""
    return boxed in ("claim", "numbers", "chart") and finding.role in OF_STUDIES


def said(finding: Finding) -> str:
    words = " and ".join(f'"{each}"' for each in finding.words)
    weigh = "weigh" if len(finding.words) > 1 else "weighs"
    return f"{finding.role}: {words} {weigh} most in a sentence that {_ABOUT[finding.role][0]}"


def never(word: Said) -> str:
    return f'"{word.word}" is never said here of a treatment, whatever is cited beside it: it {word.why}.'


def _header(post: Post) -> Iterator[Problem]:
    evidence = post.values.get("evidence")
    sure = isinstance(evidence, Mapping) and evidence.get("grade") in _SURE
    for number, line in enumerate(post.lines[: post.document.body_line - 1], 1):
        if field := _HEADER_LINE.match(line):
            value = line[field.end() :]
            quote = len(value) - len(value.lstrip("\"'"))
            passage = Passage(0, value.strip("\"'"), "heading" if field[1] == "title" else "paragraph", None, ())
            for finding in _findings(passage, {}, answered=True):
                if not (sure and finding.role in OF_STUDIES):
                    spot = (number, field.end() + quote + finding.at + 1)
                    yield post.problem(_report, spot, f"wording/{finding.role}", said(finding))
            for word in never_said(passage):
                spot = (number, field.end() + quote + word.at + 1)
                yield post.problem(_report, spot, "wording/never", never(word))


def is_answered(passages: list[Passage], place: int) -> bool:
    """Whether the section under the heading at `place` answers it: it cites a source, or says that none is known."""
    begun = False
    for passage in passages[place + 1 :]:
        if passage.kind == "heading":
            if begun:
                return False
            continue
        begun = True
        if passage.cited:
            return True
        sentence = read(passage.text)
        if sentence.has("negative") or sentence.has("hedge_end"):
            return True
    return False
