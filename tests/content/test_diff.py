"""`diff`: what changes for readers between two states of the project, told in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desk.commands.diff import Change, as_markdown, as_text, changes, diff
from desk.edition import Edition, edition_of, read
from desk.model.snapshot import Snapshot
from desk.refusal import Refusal
from tests.build.project import post, project
from tests.clones import cloned

DAY = dt.date(2026, 11, 28)
CLAIM = "/// claim | Does it help?\n    grade: {grade}\n\n{words}\n///\n"
OLD = CLAIM.format(grade="limited", words="Pain was lower in 20 in 100 people [@zitek2018]. It was calm there.")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    posts = {name: post(name) for name in ("stays", "goes")}
    posts |= {"changes": post("changes", body=OLD), "waits": post("waits", date="2027-06-01")}
    return project(tmp_path_factory.mktemp("diff") / "project", posts)


@pytest.fixture(scope="module")
def before(place: Path) -> Edition:
    return read(place, DAY)


def after(before: Edition, texts: dict[str, str | None]) -> dict[str, Change]:
    files = dict(before.snapshot.files)
    for name, text in texts.items():
        files.pop(f"content/{name}", None)
        if text is not None:
            files[f"content/{name}"] = text.encode()
    now = edition_of(Snapshot(dict(sorted(files.items()))), DAY)
    return {change.slug: change for change in changes(before, now)}


def test_the_same_is_no_change(before: Edition) -> None:
    assert after(before, {}) == {}
    assert as_text([]) == "Nothing changes for readers."


def test_grades_numbers_and_sources_are_told_with_what_they_were(before: Edition) -> None:
    new = CLAIM.format(grade="very limited", words="Pain was lower in 12 in 100 people. It was quiet there.")
    text = post("changes", body=new).replace("The first point of changes [@zitek2018].", "The first point of changes.")
    found = after(before, {"posts/changes.md": text})
    assert list(found) == ["changes"]
    points = "\n".join(found["changes"].points)
    assert 'grade of the claim "Does it help?": very limited (was limited)' in points
    assert 'now "Pain was lower in 12 in 100 people." (was "Pain was lower in 20 in 100 people.")' in points
    assert "1 other sentence changed, without a number" in points


def test_a_number_in_words_is_a_number_and_a_source_is_named(before: Edition) -> None:
    text = post("stays", body="One plain sentence stands here.").replace("One small trial [@zitek2018].", "Two trials.")
    points = "\n".join(after(before, {"posts/stays.md": text})["stays"].points)
    assert 'now "Two trials."' in points
    everywhere = text.replace(" [@zitek2018]", "")
    points = "\n".join(after(before, {"posts/stays.md": everywhere})["stays"].points)
    assert "source no longer cited: " in points
    assert "(zitek2018)" in points


def test_what_comes_goes_and_moves_is_told(before: Edition) -> None:
    fates = {
        slug: change.fate
        for slug, change in after(
            before,
            {
                "posts/new.md": post("new"),
                "posts/sketch.md": post("sketch", status="draft").replace('title: "', "title: A: "),
                "posts/goes.md": None,
                "posts/stays.md": None,
                "posts/elsewhere.md": post("stays"),
                "posts/waits.md": post("waits", status="draft"),
                "posts/changes.md": post("changes", body=OLD, status="draft"),
                "redirects.yml": "stays: elsewhere\ngoes: {gone: The study was withdrawn.}\n",
            },
        ).items()
    }
    assert fates == {
        "new": "is new and goes live",
        "sketch": "is a new draft",
        "goes": "is withdrawn: The study was withdrawn.",
        "elsewhere": "moves here from /stays/",
        "waits": "is now draft (it was scheduled for 2027-06-01)",
        "changes": "is taken off the site: it is a draft again",
    }


def test_nothing_that_a_writer_types_is_markup_in_a_comment() -> None:
    text = as_markdown([Change("A *title* @team <img>", "a", "is new", ("[x](http://x)",))])
    assert "**A \\*title\\* @\u200bteam \\<img\\>** (`/a/`) is new" in text
    assert "- \\[x\\](http://x)" in text


def test_a_folder_is_compared_with_a_commit_of_its_own(place: Path) -> None:
    cloned(place)
    sketch = place / "content/posts/sketch.md"
    sketch.write_text(post("sketch", status="draft"), "utf-8")
    assert [(change.slug, change.fate) for change in diff(place, DAY)] == [("sketch", "is a new draft")]
    sketch.unlink()
    assert diff(place, DAY, "HEAD") == []
    with pytest.raises(Refusal, match="knows no commit"):
        diff(place, DAY, "--output=x")
