"""A project in git, as somebody has it who writes: what many tests of commands begin from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def git(folder: Path, *words: str, check: bool = True) -> str:
    """Run `git words` in `folder`. Returns what it printed; raises where it failed, unless `check` is off."""
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=check).stdout


def cloned(project: Path) -> Path:
    """Put all of `project` into git, as the first commit of its branch main, by a nurse with a name. Returns it."""
    (project / ".gitignore").write_text("/.venv/\n/output/\n/.site/\n__pycache__/\n")
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "config", "user.name", "A nurse")
    git(project, "config", "user.email", "nurse@example.org")
    commit(project, "site: begin")
    return project


def commit(project: Path, subject: str = "site: a change") -> None:
    """Commit all that has changed."""
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", subject)


def give_python(project: Path) -> None:
    """Make this test's own Python and its packages the .venv of `project`, so that nothing is fetched."""
    python = project / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
