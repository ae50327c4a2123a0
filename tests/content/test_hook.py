"""The check before each commit looks at what is about to be committed, and says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.project import project as small_project
from tests.clones import cloned, git, give_python

ABOUT = "content/pages/about.md"


def commits(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Try to commit, as somebody who types it."""
    return subprocess.run(["git", "commit", *words], cwd=project, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone with the hook on, and this test's own packages as its .venv."""
    project = cloned(small_project(tmp_path / "project", {}))
    give_python(project)
    git(project, "config", "core.hooksPath", "desk/hooks")
    return project


def spoil(project: Path) -> str:
    """Put a slip into a page. Returns the text as it was."""
    before = (project / ABOUT).read_text("utf-8")
    (project / ABOUT).write_text(before.replace("status: published", "stauts: published"), "utf-8")
    return before


def test_a_slip_is_named_and_not_committed(project: Path) -> None:
    spoil(project)
    git(project, "add", ABOUT)
    done = commits(project, "--message", "pages: change about")
    assert done.returncode != 0
    assert f"{ABOUT}:4:1: error header/unknown-key" in done.stdout + done.stderr
    assert "Nothing was committed" in done.stderr
    assert git(project, "log", "--format=%s") == "site: begin\n"


def test_what_is_staged_counts_and_not_what_lies_in_the_folder(project: Path) -> None:
    before = spoil(project)
    git(project, "add", ABOUT)
    (project / ABOUT).write_text(before, "utf-8")
    assert commits(project, "--message", "pages: change about").returncode != 0


def test_a_slip_that_is_not_staged_stops_nobody(project: Path) -> None:
    other = project / "content/pages/privacy.md"
    other.write_text(other.read_text("utf-8") + "\nOne more plain line.\n", "utf-8")
    git(project, "add", "content/pages/privacy.md")
    spoil(project)
    done = commits(project, "--message", "pages: say one thing more")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_slip_that_somebody_else_has_committed_stops_nobody(project: Path) -> None:
    spoil(project)
    git(project, "commit", "--quiet", "--no-verify", "--all", "--message", "pages: a slip")
    other = project / "content/pages/privacy.md"
    other.write_text(other.read_text("utf-8") + "\nOne more plain line.\n", "utf-8")
    done = commits(project, "--all", "--message", "pages: say one thing more")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_change_that_breaks_another_file_is_named_there(project: Path) -> None:
    corrections, about = (project / f"content/pages/{name}.md" for name in ("corrections", "about"))
    whole = corrections.read_text("utf-8")
    corrections.write_text(f"{whole}\n## A part\n\nSome plain words.\n", "utf-8")
    about.write_text(about.read_text("utf-8") + "\n[A link]({filename}corrections.md#a-part).\n", "utf-8")
    git(project, "commit", "--quiet", "--all", "--message", "pages: link")
    corrections.write_text(whole, "utf-8")
    done = commits(project, "--all", "--message", "pages: no part")
    assert done.returncode != 0
    assert "content/pages/about.md" in done.stdout + done.stderr


def test_the_command_turns_it_on(project: Path) -> None:
    git(project, "config", "--unset", "core.hooksPath")
    subprocess.run([sys.executable, "-m", "desk", "hooks"], cwd=project, check=True, capture_output=True)
    spoil(project)
    assert commits(project, "--all", "--message", "pages: change about").returncode != 0


def test_without_the_set_up_it_says_what_to_do(project: Path) -> None:
    (project / ".venv/bin/python").unlink()
    spoil(project)
    done = commits(project, "--all", "--message", "pages: change about")
    assert done.returncode != 0
    assert "./site check" in done.stderr
