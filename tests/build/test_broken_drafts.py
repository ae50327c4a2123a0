"""A slip in a draft stops nobody: the site is built without it, and the preview shows it with what could be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.edition import Edition, read
from tests.build.project import post, project
from tests.build_site import built

DAY = dt.date(2026, 11, 28)


def instead(old: str, new: str) -> Callable[[str], bytes]:
    def change(text: str) -> bytes:
        assert old in text
        return text.replace(old, new, 1).encode()

    return change


SLIPS: dict[str, Callable[[str], bytes]] = {
    "colon": instead('title: "', 'title: Sleep: a "'),
    "no-colon": instead("category: Migraine", "category Migraine"),
    "quote": instead('?"\nsummary', "?\nsummary"),
    "never-closed": instead("conflicts: None.\n---\n", "conflicts: None.\n\n"),
    "four-dashes": instead("conflicts: None.\n---\n", "conflicts: None.\n----\n"),
    "closed-early": instead("audience:", "---\naudience:"),
    "blank-line-first": instead("---\n", "\n---\n"),
    "unknown-field": instead("category:", "categry:"),
    "twice": instead("category: Migraine\n", "category: Migraine\ncategory: Pain\n"),
    "no-such-tag": instead("- infusions", "- nonsense"),
    "no-such-day": instead("date: 2024-01-01", "date: 31/02/2024"),
    "capital-status": instead("status: draft", "Status: draft"),
    "capital-draft": instead("status: draft", "status: Draft"),
    "mistyped-draft": instead("status: draft", "status: darft"),
    "status-without-a-colon": instead("status: draft", "status draft"),
    "two-versions": instead("One plain", "<<<<<<< HEAD\nOne plain\n=======\nTwo plain\n>>>>>>> theirs\n"),
    "two-versions-of-a-title": instead("title:", "<<<<<<< HEAD\ntitle: a: b\n=======\n>>>>>>> theirs\ntitle:"),
    "latin": lambda text: text.encode().replace(b"One plain", b"One pl\xe4in"),
    "a-nul": instead("One plain", "One \0plain"),
    "no-header": lambda text: b"Just words.\n\nstatus: draft\n",
}
IN_BODY = {
    "no-such-source": "So they say [@nobody1999].",
    "no-grade": "/// claim | It helps\n\nWords [@zitek2018].\n///",
    "of-nobody": "/// numbers | Pain\n    of: 0\n    with: 0\n    without: 0\n\nWords [@zitek2018].\n///",
    "three-labels": (
        "/// numbers | Pain\n    of: 9\n    with: 3\n    without: 2\n    labels: a, b, c\n\nWords [@zitek2018].\n///"
    ),
    "uneven": "/// numbers | Pain\n     of: 9\n    with: 3\n    without: 2\n\nWords [@zitek2018].\n///",
    "no-such-box": "/// nothing\nWords.\n///",
    "leads-nowhere": "[x]({filename}nowhere.md)",
}
SLIPS |= {name: instead("One plain sentence stands here.", slip) for name, slip in IN_BODY.items()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = project(tmp_path_factory.mktemp("drafts") / "project", {"live": post("live")})
    for name, slip in SLIPS.items():
        (place / f"content/posts/{name}.md").write_bytes(slip(post(name, status="draft")))
    return place


@pytest.fixture(scope="module")
def edition(place: Path) -> Edition:
    return read(place, DAY)


@pytest.mark.parametrize("name", SLIPS)
def test_it_is_told_and_stops_nobody(edition: Edition, name: str) -> None:
    told = [problem for problem in edition.problems if problem.path == f"content/posts/{name}.md"]
    assert told
    assert {problem.severity for problem in told} == {"warning"}
    elsewhere = [problem for problem in edition.problems if not problem.path.startswith("content/posts/")]
    assert [problem for problem in elsewhere if problem.severity == "error"] == []


def test_the_site_is_built_without_them_and_the_preview_with_them(place: Path, tmp_path: Path) -> None:
    built(place, tmp_path / "site")
    built(place, tmp_path / "preview", preview=True)
    assert [name for name in SLIPS if (tmp_path / "site" / name).exists()] == []
    assert [name for name in SLIPS if not (tmp_path / "preview" / name / "index.html").exists()] == []
    colon = (tmp_path / "preview/colon/index.html").read_text("utf-8")
    assert "Sleep: a" in colon
    assert "One plain sentence stands here." in colon
    for name in IN_BODY:
        assert f"first point of {name}" in (tmp_path / "preview" / name / "index.html").read_text("utf-8")


@pytest.mark.parametrize("status", ["published", "Published", "publish", "publishd"])
def test_what_may_be_meant_for_readers_stops_the_build_until_it_is_clear(place: Path, status: str) -> None:
    text = post("meant", status=status).replace('title: "', 'title: Sleep: a "', 1)
    found = read(place, DAY, instead={"content/posts/meant.md": text.encode()})
    assert "error" in {problem.severity for problem in found.problems if problem.path == "content/posts/meant.md"}
