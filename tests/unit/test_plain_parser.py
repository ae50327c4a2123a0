"""A command that is typed wrongly, and a question that nobody answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from desk.command_line import parser
from desk.commands.plain_parser import from_here
from desk.preview.overview import overview
from desk.preview.standing import Standing

DESK = Path(__file__).parents[2] / "desk"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["picture"], "Something is missing: file, post. Fix: ./site picture [--alt ALT] file post"),
        (["cite", "--n", "many"], '"many" is not a whole number above 0. Fix: ./site cite'),
        (["cite", "--n=-5"], '"-5" is not a whole number above 0. Fix: ./site cite'),
        (["retire", "it", "--reason"], "--reason needs something after it. Fix: ./site retire"),
        (["retire", "it", "--reason", "It", "was"], '"was" means nothing here. Words that belong together need quot'),
        (["hosting", "ngnix"], '"ngnix" is none of: '),
        (["schedule", "it", "15/01/2028"], '"15/01/2028" is not a day; write year-month-day, such as 2027-01-15. Fix:'),
        (["check-staged", "--now"], "There is no option --now. Fix: ./site "),
        (
            ["serve", "--port", "80000"],
            '"80000" is no port; write a number of 1 to 65535, such as 8001. Fix: ./site serve',
        ),
    ],
)
def test_a_command_that_is_typed_wrongly_is_told_how_it_is_typed(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(typed)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert told.startswith(said), told
    assert "Fix: ./site " in told
    assert not re.search(r"usage:|argument|error:", told)


def test_who_ends_a_question_without_an_answer_is_told_so() -> None:
    asks = [sys.executable, "-c", "from desk.commands.question import answer_to; answer_to('What is the title?')"]
    done = subprocess.run(asks, cwd=DESK.parent, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert "desk.refusal.Refusal: \nNobody answered, so nothing more was done. Fix: " in done.stderr


def test_every_question_goes_through_the_one_door() -> None:
    asking = {file.name for file in DESK.rglob("*.py") if re.search(r"(?<![\w.])input\(", file.read_text("utf-8"))}
    assert asking == {"question.py"}


def test_a_path_is_meant_from_where_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here.jpg").touch()
    monkeypatch.setenv("SITE_FROM", str(tmp_path))
    assert from_here("here.jpg") == str(tmp_path / "here.jpg")
    assert [from_here(word) for word in ("nowhere.jpg", "10.1000/x", "-", "")] == ["nowhere.jpg", "10.1000/x", "-", ""]


def test_before_anything_was_looked_at_nothing_is_said_to_be_right(tmp_path: Path) -> None:
    assert "Nothing is wrong" not in overview(Standing(), tmp_path, busy=True)
    assert "Nothing is wrong" in overview(Standing(), tmp_path, busy=False)
