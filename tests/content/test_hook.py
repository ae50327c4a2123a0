"""The check before each commit looks at what is about to be committed, and says what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.project import project as small_project

ABOUT = "content/pages/about.md"


def git(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=project, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A clone with the hook on, and this test's own packages as its .venv."""
    project = small_project(tmp_path / "project", {})
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (project / ".venv/bin/python").chmod(0o755)
    (project / ".gitignore").write_text(".venv/\n.site/\n__pycache__/\n")
    for words in (
        ("init", "--quiet"),
        ("config", "user.name", "A nurse"),
        ("config", "user.email", "nurse@example.org"),
        ("config", "core.hooksPath", "desk/hooks"),
        ("add", "--all"),
    ):
        assert git(project, *words).returncode == 0
    first = git(project, "commit", "--quiet", "--no-verify", "--message", "site: begin")
    assert first.returncode == 0, first.stdout + first.stderr
    return project


def spoil(project: Path) -> str:
    """Put a slip into a page. Returns the text as it was."""
    before = (project / ABOUT).read_text("utf-8")
    (project / ABOUT).write_text(before.replace("status: published", "stauts: published"), "utf-8")
    return before


def test_a_slip_is_named_and_not_committed(project: Path) -> None:
    spoil(project)
    git(project, "add", ABOUT)
    done = git(project, "commit", "--message", "pages: change about")
    assert done.returncode != 0
    assert f"{ABOUT}:4:1: error header/unknown-key" in done.stdout + done.stderr
    assert "Nothing was committed" in done.stderr
    assert git(project, "log", "--format=%s").stdout == "site: begin\n"


def test_what_is_staged_counts_and_not_what_lies_in_the_folder(project: Path) -> None:
    before = spoil(project)
    git(project, "add", ABOUT)
    (project / ABOUT).write_text(before, "utf-8")
    assert git(project, "commit", "--message", "pages: change about").returncode != 0


def test_a_slip_that_is_not_staged_stops_nobody(project: Path) -> None:
    other = project / "content/pages/privacy.md"
    other.write_text(other.read_text("utf-8") + "\nOne more plain line.\n", "utf-8")
    git(project, "add", "content/pages/privacy.md")
    spoil(project)
    done = git(project, "commit", "--message", "pages: say one thing more")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_slip_that_somebody_else_has_committed_stops_nobody(project: Path) -> None:
    spoil(project)
    assert git(project, "commit", "--quiet", "--no-verify", "--all", "--message", "pages: a slip").returncode == 0
    other = project / "content/pages/privacy.md"
    other.write_text(other.read_text("utf-8") + "\nOne more plain line.\n", "utf-8")
    done = git(project, "commit", "--all", "--message", "pages: say one thing more")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_change_that_breaks_another_file_is_named_there(project: Path) -> None:
    corrections, about = (project / f"content/pages/{name}.md" for name in ("corrections", "about"))
    whole = corrections.read_text("utf-8")
    corrections.write_text(f"{whole}\n## A part\n\nSome plain words.\n", "utf-8")
    about.write_text(about.read_text("utf-8") + "\n[A link]({filename}corrections.md#a-part).\n", "utf-8")
    assert git(project, "commit", "--quiet", "--all", "--message", "pages: link").returncode == 0
    corrections.write_text(whole, "utf-8")
    done = git(project, "commit", "--all", "--message", "pages: no part")
    assert done.returncode != 0
    assert "content/pages/about.md" in done.stdout + done.stderr


def test_the_command_turns_it_on(project: Path) -> None:
    git(project, "config", "--unset", "core.hooksPath")
    subprocess.run([sys.executable, "-m", "desk", "hooks"], cwd=project, check=True, capture_output=True)
    spoil(project)
    assert git(project, "commit", "--all", "--message", "pages: change about").returncode != 0


def test_without_the_set_up_it_says_what_to_do(project: Path) -> None:
    (project / ".venv/bin/python").unlink()
    spoil(project)
    done = git(project, "commit", "--all", "--message", "pages: change about")
    assert done.returncode != 0
    assert "./site check" in done.stderr
