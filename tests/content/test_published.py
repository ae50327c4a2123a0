"""What readers have is remembered in git: real commands, real branches, a clone that has built nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.checks import published as family
from desk.model.published import PUBLISHED
from tests.build.project import post, project
from tests.build_site import ROOT
from tests.content.test_standing import clone, commit, git, types


@pytest.fixture
def writer(tmp_path: Path) -> Path:
    """A project whose readers have one post, and which has a draft."""
    made = project(tmp_path / "project", {"live": post("live"), "idea": post("idea", status="draft")})
    (made / PUBLISHED).write_text("live 2024-01-01\n")
    shutil.copy(ROOT / ".gitattributes", made)
    return clone(made)


def listed(folder: Path) -> list[str]:
    return [line.partition(" ")[0] for line in (folder / PUBLISHED).read_text().splitlines()]


def test_a_post_that_is_renamed_by_hand_is_missed_in_any_clone_and_one_that_is_moved_is_not(writer: Path) -> None:
    git(writer, "mv", "content/posts/live.md", "content/posts/alive.md")
    commit(writer)
    said = types(writer, "check").stdout
    assert f"{PUBLISHED}:1:1: error {family.CODES[1].name}" in said
    git(writer, "reset", "--quiet", "--hard", "HEAD~1")
    moved = types(writer, "move", "live", "alive")
    assert moved.returncode == 0, moved.stdout + moved.stderr
    assert (listed(writer), git(writer, "status", "--porcelain")) == (["alive", "live"], "")
    assert " error " not in types(writer, "check").stdout


def test_two_branches_that_publish_are_merged_without_a_conflict(writer: Path) -> None:
    (writer / "content/posts/other.md").write_text(post("other", status="draft"))
    commit(writer)
    for slug in ("idea", "other"):
        git(writer, "switch", "--quiet", "-c", slug, "main")
        done = types(writer, "publish", slug)
        assert done.returncode == 0, done.stdout + done.stderr
        assert listed(writer) == sorted(["live", slug])
    git(writer, "merge", "--quiet", "--no-edit", "idea")
    assert set(listed(writer)) == {"idea", "live", "other"}
    assert " error " not in types(writer, "check").stdout
