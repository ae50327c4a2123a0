"""desk/checks/wording.py and judge.py: ways round that once worked, what must pass, and what a message says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.checks.judge import ROLES, Finding, calls_for_help, judge, weights
from desk.checks.lexicon import read
from desk.checks.passage import passages
from desk.checks.signs import places, signs, stem, without_quoted
from desk.checks.wording import CODES, is_answered, said
from desk.model.scanner import scan
from desk.model.source import DESIGNS


def findings(text: str) -> Iterator[Finding]:
    """In `text`, whose citations are named by design."""
    found = passages(scan(f"{text}\n"))
    for place, passage in enumerate(found):
        yield from judge(passage, {design: design for design in DESIGNS}, is_answered(found, place))


def roles(text: str) -> set[str]:
    return {finding.role for finding in findings(text)}


def test_every_role_has_a_code_and_every_code_a_role() -> None:
    assert {f"wording/{role}" for role in ROLES} | {"wording/never"} == {code.name for code in CODES}
    assert len(weights().base) == len(ROLES)


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("a doubt in another clause", "Ketamine cures migraine, and doctors warn that few know it."),
        ("a denial of something else", "Ketamine is no miracle, but it cures migraine."),
        ("not only", "Ketamine not only eases pain, it lifts mood."),
        ("no doubt", "There is no doubt that ketamine eases pain."),
        ("a lure put as a question", "Could one infusion end your migraine for good?"),
        ("a heading that its section does not answer", "## Does the relief last?\n\nMany readers ask us this."),
        (
            "a citation for another sentence",
            "Pain was rated at one hour [@rct]. Months of calm lie ahead with ketamine.",
        ),
        ("a citation at the end of the paragraph", "Ketamine eases pain. Sleep has many parts. One is light [@rct]."),
        ("a chart review for a benefit", "Ketamine eases migraine [@chart-review]."),
        ("a registration for a benefit", "Ketamine eases migraine [@registration]."),
        ("a survey for a cause", "Thanks to the lozenges, people slept [@survey]."),
        ("may and can", "Ketamine may well ease your migraine."),
        ("a trial did it, so do it", "Take 0.5 mg/kg over 40 minutes, as in the trial [@rct]."),
        ("a dose as a plain fact", "The right dose is 0.5 mg/kg [@rct]."),
        ("a long quotation", 'One patient wrote, "I woke up the next day and the pain was simply gone."'),
        ("a harm made small by a study of benefit", "Side effects were mild in 61 people [@chart-review]."),
        ("a share without its numbers", "Ketamine cut headache days by half [@rct]."),
        ("size without a number", "There was a significant fall in pain [@open-trial]."),
        ("an approval by extension", "Esketamine is approved for depression, and so for migraine too [@regulatory]."),
    ],
)
def test_a_way_round_is_closed(way: str, text: str) -> None:
    assert roles(text), way


@pytest.mark.parametrize(
    "text",
    [
        "There is no proof that ketamine cures migraine.",
        "## Does the relief last?\n\nNobody knows. Two reports followed people for weeks [@chart-review].",
        "Pain was lower after the drip, and there was no comparison group [@chart-review].",
        "Ketamine eased pain more than salt water did [@rct].",
        "Ketamine was given for five days [@rct]. It eased pain.",
        'The word "cure" is not earned.',
        "Do not stop a medicine on your own.",
        "With ketamine 20 in 100 people felt sick, and with placebo 10 in 100, so twice as many [@rct].",
        "Esketamine is approved for some kinds of depression [@regulatory].",
    ],
)
def test_what_is_carried_or_denied_passes(text: str) -> None:
    assert roles(text) == set()


def test_a_message_names_the_role_the_words_and_what_would_carry_them() -> None:
    (finding,) = findings("Ketamine calms the pain.")
    code = next(code for code in CODES if code.name == f"wording/{finding.role}")
    assert said(finding).startswith("benefit: ")
    assert "calms" in " ".join(finding.words)
    assert "randomized trial" in code.fix
    assert "<!-- allow: wording/benefit because" in code.fix
    assert len(said(finding)) + len(code.fix) < 400


def test_a_source_of_unknown_design_has_a_problem_of_its_own() -> None:
    (passage,) = passages(scan("Ketamine calms the pain [@nobody].\n"))
    assert not list(judge(passage, {}))
    (passage,) = passages(scan("After allowing for that, the effect could be nil [@nobody].\n"))
    assert list(judge(passage, {"nobody": "registration"}))
    assert not list(judge(passage, {})), "a trial could carry it"


@pytest.mark.parametrize(("word", "expected"), [("eases", "eas"), ("eased", "eas"), ("easing", "eas"), ("0.5", "#")])
def test_forms_of_a_word_are_one_sign(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_a_denial_governs_what_stands_after_it_in_its_clause() -> None:
    found = signs(read("It eases pain, but it does not cure migraine."), (), False)
    assert {"eas", "+{eases}", "-migrain", "-{symptom}"} <= found.keys()
    assert not {"-eas", "-pain"} & found.keys()


def test_words_under_discussion_are_not_weighed() -> None:
    assert without_quoted('The word "cure" is not earned.') == "The word \xa0xxxx  is not earned."


def test_what_is_placed_is_what_is_weighed() -> None:
    sentence = read("It eases pain, but it does not cure migraine in 3 of 4 people.")
    placed = {sign for sign, _, _ in places(sentence)}
    found = signs(sentence, ("rct",), True).keys()
    assert placed <= found
    assert all(sign[0] in "=@" or sign.endswith(" $") or " < " in sign for sign in found - placed)


@pytest.mark.parametrize(
    "text",
    [
        "Call 911 or text 988.",
        "For thoughts of suicide, call or text 988 in the US at any hour.",
        "Call 911 if, during or after ketamine, someone:",
        "If the drip makes it hard to breathe, call 911 now, and go to the emergency room.",
        "Veterans can call 988 and press 1.",
        "If you think about suicide, you can call 988.",
    ],
)
def test_a_call_for_help_is_never_accused(text: str) -> None:
    assert calls_for_help(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Call our clinic today.",
        "Call 911 never again: our drip ends the worst attacks.",
        "Call 988, or book your first drip.",
        "You will not need 911, and ketamine will ease your pain.",
        "Ketamine works better than a call to 988.",
        "Call 911 if it gets bad, but ketamine cures most attacks.",
    ],
)
def test_what_only_names_a_line_is_judged_like_any_other(text: str) -> None:
    assert not calls_for_help(read(text))
