"""One commit for what one command did, so that the history of a post reads like its life."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path


def commit(root: Path, message: str, paths: Iterable[Path]) -> str:
    """Commit `paths` alone, whatever else is changed or staged. Returns one line that says what came of it."""
    names = sorted({path.relative_to(root).as_posix() for path in paths})

    def git(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True)

    try:
        inside = git("rev-parse", "--is-inside-work-tree")
    except FileNotFoundError:
        return "git is not installed, so nothing was committed."
    if inside.returncode:
        return "This is no git repository, so nothing was committed."
    git("add", "--intent-to-add", "--", *[name for name in names if (root / name).exists()])
    done = git("commit", "--quiet", "--only", "-m", message, "--", *names)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        return (
            f'Not committed ({reason[0]}). When that is mended: git add {" ".join(names)} && git commit -m "{message}"'
        )
    return f'Committed as "{message}".'
