"""The fields of a header, and what each takes."""

from __future__ import annotations

import pytest

from desk.model.post import read_document
from desk.model.problem import Problem
from tests.unit.written import HEADER, site


def problems(change: tuple[str, str]) -> list[Problem]:
    """What is wrong with a whole post after one change."""
    assert change[0] in HEADER
    return read_document("content/posts/made-up.md", HEADER.replace(*change, 1), site())[1]


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("status:", "stauts:"), "header/unknown-key", 5),
        (("status:", "Status:"), "header/unknown-key", 5),
        (("status: published", "status: Published"), "header/bad-status", 5),
        (("status: published", "status: [draft]"), "header/wrong-type", 5),
        (("title: Does it help?\n", ""), "header/missing-field", 1),
        (("title: Does it help?", "title:"), "header/empty-value", 2),
        (("title: Does it help?", "title: <b>Help</b>"), "header/html-in-header", 2),
        (("title: Does it help?", "title: '?!?!'"), "header/no-words", 2),
        (("title: Does it help?", "title: " + "long " * 30), "header/too-long", 2),
        (("category: Migraine", "category: migraine"), "header/unknown-category", 6),
        (("  - aura", "  - auras"), "header/unknown-tag", 9),
        (("  - aura", "  - infusions"), "header/duplicate-tag", 8),
        (("tags:\n  - infusions\n  - aura", "tags: aura"), "header/wrong-type", 7),
        (("tags:\n  - infusions\n  - aura", "tags: []"), "header/empty-value", 7),
        (("grade: very limited", "grade: certain"), "header/unknown-grade", 12),
        (("  reason: It is made up.\n", ""), "header/missing-field", 11),
        (("date: 2024-01-02", "date: 01/02/2024"), "header/not-a-date", 4),
        (("date: 2024-01-02", "date: 2024-02-30"), "header/no-such-day", 4),
        (("date: 2024-01-02", "date: 0024-01-02"), "header/unlikely-year", 4),
        (("date: 2024-01-02", "date: 2024-01-02\nmodified: 2024-01-01"), "header/date-order", 5),
        (("review_due: 2025-01-02", "review_due: 2023-01-02"), "header/date-order", 15),
        (("conflicts: None.", "conflicts: None.\nslug: other"), "header/unknown-key", 17),
        (("conflicts: None.", "conflicts: None.\nsave_as: ../x"), "header/unknown-key", 17),
        (("conflicts: None.", "conflicts: None.\nimage: a.png"), "header/image-alt", 17),
    ],
)
def test_a_slip_is_named_at_its_line(change: tuple[str, str], code: str, line: int) -> None:
    found = [(problem.code, problem.line) for problem in problems(change)]
    assert (code, line) in found
    assert all(problem.fix and problem.severity == "error" for problem in problems(change))


def test_every_slip_is_told_at_once_and_in_order() -> None:
    text = HEADER.replace("category: Migraine", "category: X").replace("title: Does it help?", "titel: Y")
    text = text.replace("date:", "day:")
    lines = [problem.line for problem in read_document("content/posts/a.md", text, site())[1]]
    assert len(lines) >= 3
    assert lines == sorted(lines)
