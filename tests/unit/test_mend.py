"""`--fix` mends what needs no guess, says so, and finds nothing to do the second time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.checks.code import BODY, HEADER, POST
from desk.checks.mend import mend

MENDED = [
    (HEADER + "Words.\r\n", HEADER + "Words.\n"),
    ("\ufeff" + HEADER + BODY, HEADER + BODY),
    (HEADER + "Keta\u200bmine.\n", HEADER + "Ketamine.\n"),
    (HEADER + "Words.", HEADER + "Words.\n"),
    (HEADER + "Words.\n\n\n", HEADER + "Words.\n"),
    (HEADER + "Words. \nMore.\t\n", HEADER + "Words.\nMore.\n"),
    (HEADER + "A line\n\nof two  \nlines.  \n", HEADER + "A line\n\nof two  \nlines.\n"),
    (HEADER.replace("status:", "stauts:") + BODY, HEADER + BODY),
    (HEADER.replace("status:", "Status :") + BODY, HEADER + BODY),
    (HEADER.replace("title: ", "title:\t") + BODY, HEADER + BODY),
    (HEADER.replace("date: 2024-05-06", "date: 6 May 2024") + BODY, HEADER + BODY),
    (HEADER.replace("reviewed: 2024-05-06", "reviewed: 2024/5/6") + BODY, HEADER + BODY),
    (HEADER + "None\u00a0of\u00a0these\u00a0words may part.\n", HEADER + "None of these words may part.\n"),
    (HEADER + "Bring:\n- a friend\n- water\n", HEADER + "Bring:\n\n- a friend\n- water\n"),
    (HEADER + "See [it](http://doi.org/10.1/2).\n", HEADER + "See [it](https://doi.org/10.1/2).\n"),
]
LEFT = [
    HEADER + BODY,
    HEADER.replace("status:", "state:") + BODY,
    HEADER.replace("status:", "stauts: draft\nstatus:") + BODY,
    HEADER.replace("date: 2024-05-06", "date: 06/05/2024") + BODY,
    HEADER + "It took 5\u00a0mg or 6\u00a0mg of it.\n",
    HEADER + "See [it](http://www.example.org/).\n",
    HEADER + "<<<<<<< HEAD\nOne. \n=======\nTwo.\n>>>>>>> b\n",
    "Words.\n",
]


@pytest.mark.parametrize(("before", "after"), MENDED)
def test_a_mechanical_slip_is_mended_and_named(before: str, after: str) -> None:
    mended, said = mend(POST, before.encode())
    assert mended.decode() == after
    assert said


@pytest.mark.parametrize("text", LEFT)
def test_what_takes_a_guess_stays_as_it_is(text: str) -> None:
    assert mend(POST, text.encode()) == (text.encode(), [])


def test_a_file_that_is_not_utf8_stays_as_it_is() -> None:
    data = HEADER.encode() + b"It\x92s here. \r\n"
    assert mend(POST, data) == (data, [])


def test_a_file_outside_content_stays_as_it_is() -> None:
    assert mend("README.md", b"x \r\n") == (b"x \r\n", [])


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "- b",
                "  - c",
                "",
                " ",
                "# d",
                "---",
                "e  ",
                "\t",
                "Title : x",
                "\u200b",
                "\r",
                "> - f",
                "1. g",
                "| h |",
                "/// note",
                "///",
                "stauts: draft",
                "http://doi.org/1",
            ]
        )
    )
)
def test_mending_twice_is_mending_once(lines: list[str]) -> None:
    once, _ = mend(POST, (HEADER + "\n".join(lines)).encode())
    assert mend(POST, once) == (once, [])
    header_once, _ = mend(POST, ("---\n" + "\n".join(lines)).encode())
    assert mend(POST, header_once)[0] == header_once
