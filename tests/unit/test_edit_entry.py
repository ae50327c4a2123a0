"""A post as the browser's editor has it, and back: what was not changed stays byte for byte."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from desk.commands.skeleton import skeleton
from desk.edit.entry import WHOLE, as_data, with_data
from desk.edit.form import BODY, HEADERS, NOT_TYPED, WORDS, config
from desk.model.bibtex import read_sources
from desk.model.site import read_site
from desk.refusal import Refusal
from tests.build_site import ROOT

REAL = sorted(path.relative_to(ROOT).as_posix() for kind in HEADERS for path in (ROOT / "content" / kind).glob("*.md"))
PATH = "content/posts/a.md"
TEXT = """---
# A remark at the top.
title: "What is it?"   # asked often
summary: >-
  Two lines that are
  folded into one, as some people type them.

date: 2024-01-01
status: draft
category: 'Migraine'
tags: [infusions, mood]
evidence:
    grade: limited
    # why it is so
    reason: One trial.
    better:
      - a2020
---

The text.

    code: stays
"""

BEGUN = skeleton("Is it?", "Migraine", dt.date(2026, 1, 2))


def travelled(data: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from a browser, with what a form adds for fields that it has and the file has not."""
    empty = {"series": "", "tags": [], "changes": [], "image": None, "evidence": {}}
    came: dict[str, Any] = json.loads(json.dumps({**empty, **data, "state": "draft, 1 error"}))
    return came


def test_every_real_post_and_page_stays_as_it_is() -> None:
    assert len(REAL) > 20
    for path in REAL:
        text = (ROOT / path).read_bytes().decode("utf-8")
        data = as_data(path, text)
        assert WHOLE not in data, path
        assert with_data(path, text, travelled(data)) == text, path


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("text", [TEXT, TEXT.rstrip("\n"), BEGUN])
def test_what_nobody_changed_stays_however_it_was_typed(text: str, mark: str, ends: str) -> None:
    typed = mark + text.replace("\n", ends)
    assert with_data(PATH, typed, travelled(as_data(PATH, typed))) == typed


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({"title": "What: is it?"}, 'title: "What is it?"', 'title: "What: is it?"'),
        ({"summary": "Said\nanew."},
         "summary: >-\n  Two lines that are\n  folded into one, as some people type them.\n", "summary: Said anew.\n"),
        ({"category": "Safety"}, "category: 'Migraine'", "category: Safety"),
        ({"tags": ["mood", "yes: no"]}, "tags: [infusions, mood]", 'tags:\n  - mood\n  - "yes: no"'),
        ({"evidence": {"grade": "strong", "reason": "One trial.", "better": ["a2020"]}}, "grade: limited",
         "grade: strong"),
        ({"evidence": {"grade": "limited", "reason": "One trial.", "better": []}}, "    better:\n      - a2020\n", ""),
        ({"evidence": {"grade": "limited", "reason": "One trial.", "better": ["a2020"], "no_better": ["b"]}},
         "      - a2020\n", "      - a2020\n    no_better:\n      - b\n"),
        ({"conflicts": "None."}, "      - a2020\n", "      - a2020\nconflicts: None.\n"),
        ({"changes": [{"date": "2024-02-02", "what": "A number: mended."}]}, "      - a2020\n",
         '      - a2020\nchanges:\n  - date: 2024-02-02\n    what: "A number: mended."\n'),
        ({BODY: "\nThe text, #changed.\n"}, "The text.\n\n    code: stays\n", "The text, #changed.\n"),
        ({"status": "published"}, "", ""),
        ({"save_as": "../../x"}, "", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_is_changed_changes_and_nothing_else(change: dict[str, Any], old: str, new: str, ends: str) -> None:
    typed, meant = TEXT.replace("\n", ends), TEXT.replace(old, new, 1).replace("\n", ends)
    made = with_data(PATH, typed, {**travelled(as_data(PATH, typed)), **change})
    assert made == meant


def test_what_a_draft_still_asks_for_is_an_empty_field_and_stays_asked() -> None:
    text = BEGUN
    data = as_data(PATH, text)
    assert (data["summary"], data["tags"], data["evidence"]) == ("", [], {"grade": "", "reason": ""})
    made = with_data(PATH, text, travelled({**data, "evidence": {"grade": "limited", "reason": ""}, "tags": ["mood"]}))
    before, after = text.splitlines(), made.splitlines()
    assert [line for line in after if line not in before] == ["  - mood", "  grade: limited"]
    assert len(after) == len(before)


@pytest.mark.parametrize(
    "text",
    ["no header", TEXT.replace("title:", "title"), TEXT.replace("date:", "dat:"),
     TEXT.replace("[infusions, mood]", "x"), TEXT.replace("summary: >-", "title: again\nsummary: >-")],
)  # fmt: skip
def test_a_header_that_no_form_can_show_is_shown_whole(text: str) -> None:
    data = as_data(PATH, text)
    assert data[WHOLE]
    assert with_data(PATH, text, travelled(data)) == text
    assert with_data(PATH, text, travelled({**data, BODY: TEXT})) == TEXT


@pytest.mark.parametrize("body", [None, 3, ["x"]])
def test_a_text_that_did_not_come_whole_is_not_kept(body: object) -> None:
    with pytest.raises(Refusal):
        with_data(PATH, TEXT, {**as_data(PATH, TEXT), BODY: body})


def test_every_field_of_the_model_has_words_and_every_closed_list_its_choices() -> None:
    known = {name for model in HEADERS.values() for name in model.model_fields} - NOT_TYPED
    assert {*WORDS} == known | {BODY}
    site, _ = read_site("content/site.toml", Path(ROOT, "content/site.toml").read_text("utf-8"))
    assert site
    sources = read_sources(Path(ROOT, "content/references.bib").read_text("utf-8"))
    told = config(site, sources.values(), ["a.png"], "/ask")
    posts = {field["name"]: field for field in told["collections"][0]["fields"]}
    assert posts["tags"]["options"] == list(site.tags)
    assert posts["tags"]["multiple"]
    assert posts["category"]["options"] == list(site.categories)
    inside = {field["name"]: field for field in posts["evidence"]["fields"]}
    assert inside["grade"]["options"] == list(site.grades)
    assert [each["value"] for each in inside["better"]["options"]] == list(sources)
    assert [field["name"] for field in posts["changes"]["fields"]] == ["date", "what"]
    assert posts["date"]["widget"] == "datetime"
    assert posts["image"]["options"] == ["a.png"]
    json.dumps(told)
