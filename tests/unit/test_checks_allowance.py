"""desk/checks/allowance.py: where an allowance holds, and what it must say."""

from __future__ import annotations

import pytest

from desk.checks.code import FRONT, GOOD, HEADER, POST
from tests.examined import examine_all

ALLOW = "<!-- allow: wording/benefit because the sentence quotes an advertisement -->\n"


def codes(body: str, header: str = HEADER) -> list[str]:
    content = {path: str(text).encode() for path, text in {**GOOD, POST: header + body}.items()}
    return [problem.code for problem in examine_all(content)]


@pytest.mark.parametrize("between", ["", "\n"])
def test_it_holds_for_the_next_paragraph_alone(between: str) -> None:
    assert codes(f"{ALLOW}{between}Ketamine eases migraine.\n") == []
    assert codes(f"{ALLOW}{between}Ketamine eases migraine.\n\nIt eases pain.\n") == ["wording/benefit"]


def test_it_holds_for_a_box_to_its_end() -> None:
    assert codes(f"{ALLOW}\n/// note\nIt eases pain.\n\nIt eases migraine.\n///\n") == []


def test_before_the_first_words_it_holds_for_the_header_too() -> None:
    header = FRONT.replace("An example of a good post", "Ketamine eases migraine for good")
    boxes = HEADER.removeprefix(FRONT)
    assert codes("", header + boxes) == ["wording/benefit"]
    assert codes("", header + ALLOW + "\n" + boxes) == []


def test_it_can_name_several_codes() -> None:
    both = "<!-- allow: wording/benefit, support/number because the sentence quotes an advertisement -->\n\n"
    assert codes(both + "Ketamine eases pain and migraine in 90% of people.\n") == []


def test_it_does_not_hold_for_another_code() -> None:
    assert sorted(codes(f"{ALLOW}\nHurry, the price goes up soon.\n")) == ["allowance/unused", "wording/voice"]
