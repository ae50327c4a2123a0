"""desk/model/post.py"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.model.header import PageHeader, PostHeader
from desk.model.post import read_document
from tests.unit.written import HEADER, document, site

PAGE = "---\ntitle: A page\nsummary: A summary of fifty characters and a few more than that.\nstatus: published\n---\n"


def test_a_whole_post_has_no_problem_and_all_its_fields() -> None:
    read = document("Words.\n")
    assert isinstance(read.header, PostHeader)
    assert (read.slug, read.kind, read.status) == ("made-up", "post", "published")
    assert read.header.tags == ["infusions", "aura"]
    assert read.header.date == dt.date(2024, 1, 2)
    assert (read.body, read.body_line) == ("Words.\n", HEADER.count("\n") + 1)


def test_a_page_needs_less() -> None:
    read, found = read_document("content/pages/about.md", PAGE, site())
    assert found == []
    assert isinstance(read.header, PageHeader)
    assert not read.header.hidden
    assert not read.header.tool


def test_a_page_says_that_it_is_a_tool_to_print() -> None:
    read, found = read_document("content/pages/sheet.md", PAGE.replace("---\n", "---\ntool: true\n", 1), site())
    assert found == []
    assert isinstance(read.header, PageHeader)
    assert read.header.tool


@pytest.mark.parametrize(
    "name", ["Made-Up", "made_up", "made--up", "-made", "tag", "archives", "index", "404", "ma de"]
)
def test_a_file_s_name_that_cannot_be_an_address_is_refused(name: str) -> None:
    _, found = read_document(f"content/posts/{name}.md", HEADER, site())
    assert [problem.code for problem in found] == ["file/bad-name"]


def test_half_a_draft_is_warned_of_not_refused() -> None:
    read, found = read_document("content/posts/a.md", "---\ntitle: Half\nstatus: draft\n---\n", site())
    assert {problem.severity for problem in found} == {"warning"}
    assert not read.published_on(dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace("status: published", slip)
        for slip in ("Status : draft", "stauts: draft", "# draft", "- draft", "draft")
    ]
    + ["\n" + HEADER.replace("published", "draft"), HEADER.replace("status: published\n", "")],
)
def test_no_slip_publishes_a_draft(header: str) -> None:
    assert not read_document("content/posts/a.md", header, site())[0].published_on(dt.date(2100, 1, 1))


@pytest.mark.parametrize(("day", "seen"), [(dt.date(2024, 1, 1), False), (dt.date(2024, 1, 2), True)])
def test_a_post_is_seen_from_its_day_on(day: dt.date, seen: bool) -> None:
    assert document().published_on(day) is seen


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_line_ends_and_a_mark_at_the_start_of_the_file_change_nothing(newline: str) -> None:
    read, found = read_document("content/posts/made-up.md", "\ufeff" + HEADER.replace("\n", newline) + "Words.", site())
    assert found == []
    assert read == document("Words.")


@given(st.text(), st.sampled_from(["content/posts/a.md", "content/pages/a.md"]))
def test_nothing_that_can_be_typed_raises(text: str, path: str) -> None:
    read_document(path, text, site())
    read_document(path, HEADER.replace("Does it help?", text.replace("\n", " ")), site())
