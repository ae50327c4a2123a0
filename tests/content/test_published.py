"""What readers have is remembered in git: real commands, real branches, a clone that has built nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.model.published import PUBLISHED
from tests.build.project import post, project
from tests.build_site import ROOT
from tests.clones import cloned, commit, git
from tests.forked_desk import desk


@pytest.fixture
def writer(tmp_path: Path) -> Path:
    """A project whose readers have one post, and which has a draft."""
    made = project(tmp_path / "project", {"live": post("live"), "idea": post("idea", status="draft")})
    shutil.copy(ROOT / ".gitattributes", made)
    return cloned(made)


def listed(folder: Path) -> list[str]:
    return [line.partition(" ")[0] for line in (folder / PUBLISHED).read_text().splitlines()]


def said_of(writer: Path, words: str = "check") -> tuple[int, list[str]]:
    """The status of a check, and what it says of the addresses that readers have."""
    done = desk(writer, *words.split())
    assert "Traceback" not in done.stderr
    return done.returncode, [
        line for line in done.stdout.splitlines() if " published/" in line or line.startswith(PUBLISHED)
    ]


def test_no_address_is_lost_in_any_clone_but_by_a_command(writer: Path) -> None:
    file = writer / "content/posts/live.md"
    assert said_of(writer) == (0, [])
    git(writer, "mv", str(file), "content/posts/alive.md")
    status, (unlisted, lost) = said_of(writer)
    assert (status, lost.partition(": ")[0]) == (1, f"{PUBLISHED}:{listed(writer).index('live') + 1}:1")
    assert unlisted.startswith("content/posts/alive.md:1:1: warning published/unlisted")
    git(writer, "reset", "--quiet", "--hard")
    for old, new, field in (("status: published", "status: draft", 5), ("date: 2024-01-01", "date: 2027-01-01", 4)):
        file.write_text(file.read_text().replace(old, new))
        status, (line,) = said_of(writer)
        assert (status, line.partition(": ")[0]) == (1, f"content/posts/live.md:{field}:1")
        assert f'write "{old}" again' in line
        git(writer, "reset", "--quiet", "--hard")
    moved = desk(writer, "move", "live", "alive")
    assert moved.returncode == 0, moved.stdout + moved.stderr
    assert {"alive", "live"} <= set(listed(writer))
    assert (git(writer, "status", "--porcelain"), said_of(writer)) == ("", (0, []))
    withdrawn = desk(writer, "retire", "alive", "--reason", "It was wrong.", "--yes")
    assert withdrawn.returncode == 0, withdrawn.stdout + withdrawn.stderr
    assert not said_of(writer)[1]


def test_what_is_published_by_hand_is_told_and_noted(writer: Path) -> None:
    (writer / "content/posts/new.md").write_text(post("new"))
    (writer / "content/posts/later.md").write_text(post("later", date="2027-01-01"))
    status, lines = said_of(writer)
    assert (status, len(lines)) == (0, 2)
    assert all("--fix" in line or "published/unlisted" in line for line in lines)
    assert said_of(writer, "check --fix")[1][0].startswith(f"{PUBLISHED}: noted later 2027-01-01")
    assert {"later", "live", "new"} <= set(listed(writer))
    assert said_of(writer) == (0, [])
    facts = writer / "content/site.toml"
    facts.write_text(facts.read_text().replace('.example"', '.org"', 1))
    (writer / PUBLISHED).unlink()
    status, (line,) = said_of(writer)
    assert f"{PUBLISHED}:1:1: error published/unlisted" in line, "where there are readers, it is an error"


def test_who_takes_a_post_back_by_a_command_is_not_stopped_by_the_list(writer: Path) -> None:
    done = desk(writer, "schedule", "live", "2027-01-01", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "live 2027-01-01\n" in (writer / PUBLISHED).read_text()
    assert said_of(writer) == (0, [])


def test_two_branches_that_publish_are_merged_without_a_conflict(writer: Path) -> None:
    (writer / "content/posts/other.md").write_text(post("other", status="draft"))
    commit(writer)
    for slug in ("idea", "other"):
        git(writer, "switch", "--quiet", "-c", slug, "main")
        done = desk(writer, "publish", slug)
        assert done.returncode == 0, done.stdout + done.stderr
        assert {"live", slug} <= set(listed(writer))
    git(writer, "merge", "--quiet", "--no-edit", "idea")
    assert {"idea", "live", "other"} <= set(listed(writer))
    assert " error " not in desk(writer, "check").stdout
