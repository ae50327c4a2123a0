"""Every code has an example, and the example has exactly that code."""

from __future__ import annotations

from functools import cache

from desk.checks.code import GOOD, Code
from desk.checks.examine import CODES, FAMILIES
from desk.checks.page_of_codes import PLACE, page
from desk.model.problem import Problem
from desk.model.snapshot import Entry
from tests.examined import examine_all


def problems_of(code: Code) -> list[Problem]:
    files = {**GOOD, **code.example.files}
    odd = [Entry(path, "symlink") for path in code.example.links]
    if code.name == "file/unreadable":
        odd = [Entry(path, "unreadable") for path in code.example.files]
        files = dict(GOOD)
    if code.name == "file/no-content":
        files = {path: text for path, text in GOOD.items() if not path.startswith("content/")}
    if code.name == "file/no-posts":
        files = {path: text for path, text in files.items() if not path.startswith("content/posts/")}
    if code.name == "file/case-clash":
        files["content/extra/key.txt"] = "x\n"
    content = {
        path: text.encode() if isinstance(text, str) else text for path, text in files.items() if text is not None
    }
    return examine_all(content, odd)


@cache
def said() -> dict[str, list[Problem]]:
    """Code -> what is said of its example."""
    return {code.name: problems_of(code) for code in CODES.values()}


def test_the_good_project_has_no_problem() -> None:
    content = {path: text.encode() for path, text in GOOD.items() if isinstance(text, str)}
    assert examine_all(content) == []


def test_the_example_of_a_code_has_exactly_that_code() -> None:
    wrong = {
        name: "\n".join(map(str, found))
        for name, found in said().items()
        if {(problem.code, problem.severity) for problem in found} != {(name, CODES[name].severity)}
    }
    assert wrong == {}


def is_whole(problem: Problem) -> bool:
    """Whether it says what is wrong and how to mend it, in sentences on one line."""
    return (
        problem.what.endswith((".", "?", ")"))
        and (problem.fix.rstrip('")').endswith((".", "?")) or problem.fix.endswith(('"', ".")))
        and "\n" not in problem.what + problem.fix
    )


def test_a_message_says_what_is_wrong_and_how_to_mend_it() -> None:
    assert {name: odd for name, found in said().items() if (odd := [p for p in found if not is_whole(p)])} == {}


def test_no_code_is_listed_twice() -> None:
    assert len(CODES) == sum(len(family.CODES) for family in FAMILIES)


def test_the_page_of_codes_is_the_one_that_would_be_written_now() -> None:
    assert PLACE.read_text("utf-8") == page(), "run python -m desk.checks.page_of_codes"
