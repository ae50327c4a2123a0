"""desk/preview: what the press tells travels whole, and the overview shows it as text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from desk.model.problem import Problem
from desk.preview.overview import overview, shown_instead, with_places
from desk.preview.standing import Shown, Standing

ROOT = Path("/home/a writer/site")
POST = Shown("content/posts/a.md", "/a/", "<b>A & B</b>", "post", "draft")
SLIP = Problem("content/posts/a.md", 7, 3, "x/y", 'it says "<i>".', "take it out.", "error", "a line")
STANDING = Standing((POST,), (SLIP,), ("a/index.html: is empty.",), "nothing <new>")


def test_what_is_told_arrives_as_it_was() -> None:
    assert Standing.from_json(json.loads(json.dumps(STANDING.as_json()))) == STANDING


def test_a_page_is_found_by_its_address() -> None:
    assert STANDING.of("/a/") == POST
    assert STANDING.of("/b/") is None


def test_the_overview_shows_words_as_words_and_leads_to_the_line() -> None:
    page = overview(STANDING, ROOT, busy=False)
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in page
    assert "<i>" not in page
    assert 'href="vscode://file/home/a%20writer/site/content/posts/a.md:7:3"' in page
    assert "1 error, 0 warnings" in page


def test_a_place_in_an_error_leads_to_its_line(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b/x#.html").touch()
    told = "a b/x#.html:7: Error: no.\nFix: mend\nnone.html:3: no file.\na b/x#.html:8:2: at the end"
    link = f"vscode://file{tmp_path}/a%20b/x%23.html"
    assert with_places(told, tmp_path) == [
        ("a b/x#.html:7", f"{link}:7:1"),
        (": Error: no.\nFix: mend\nnone.html:3: no file.\n", ""),
        ("a b/x#.html:8:2", f"{link}:8:2"),
        (": at the end", ""),
    ]
    assert with_places("", tmp_path) == []


def test_where_no_page_is_it_is_said_why() -> None:
    assert "cannot be shown yet" in shown_instead(STANDING, "/a/", False)
    assert "being made" in shown_instead(STANDING, "/b/", True)
    assert "&lt;x&gt;" in shown_instead(STANDING, "/<x>/", False)


def test_what_cannot_be_read_in_the_place_of_a_post_is_told_there() -> None:
    unread = Problem("content/posts/b.md", 1, 1, "file/unreadable", "it cannot be read.", "see to it.")
    standing = Standing((POST,), (unread, SLIP))
    assert standing.about("/b/") == ([unread], [])
    assert "cannot be shown yet" in shown_instead(standing, "/b/", False)
    assert "Nothing stands here" in shown_instead(standing, "/c/", False)
    gone = "its page is gone"
    assert gone in shown_instead(Standing((POST,)), "/a/", False)
    assert gone not in shown_instead(Standing((POST,), (), (), "why"), "/a/", False)
    assert gone not in shown_instead(standing, "/a/", False)
    assert gone not in shown_instead(Standing((POST,)), "/a/", True)


def test_nothing_is_said_to_be_right_before_somebody_looked() -> None:
    clean = Standing((POST,), (), (), "")
    assert "Nothing is wrong" in overview(clean, ROOT, busy=False)
    assert "0 errors" in overview(clean, ROOT, busy=True), "of the turn before"
    for before in (clean, Standing((), (), (), "")):
        assert "Nothing is wrong" not in overview(before, ROOT, busy=True)
    assert "0 errors" not in overview(before, ROOT, busy=True)


def test_a_page_is_told_of_its_broken_picture_and_not_of_what_follows_from_it() -> None:
    shown = Shown("content/posts/a.md", "/a/", "A", "post", "draft", broken=("content/images/a-drip.jpg",))
    picture = Problem("content/images/a-drip.jpg", 1, 1, "image/wrong-type", "it is none.", "save it anew.")
    other = Problem("content/images/b-drip.jpg", 1, 1, "image/wrong-type", "it is none.", "save it anew.")
    standing = Standing((shown,), (picture, other), ("a/index.html: the link leads nowhere.",))
    assert standing.about("/a/") == ([picture], [])
    warning = replace(picture, severity="warning")
    assert Standing((shown,), (warning,), standing.faults).about("/a/") == ([warning], list(standing.faults))
    for path in ("content/references.bib", "content/glossary.yml"):
        spoilt = replace(picture, path=path)
        assert Standing((shown,), (spoilt,), standing.faults).about("/a/") == ([spoilt], [])
        assert Standing((shown,), (replace(spoilt, severity="warning"),)).about("/a/") == ([], [])
        assert Standing((shown,), (spoilt,)).about("/archives/") == ([], [])
    assert Standing((shown,), (other,), standing.faults).about("/a/") == ([], list(standing.faults))
    assert Standing.from_json(json.loads(json.dumps(standing.as_json()))) == standing
