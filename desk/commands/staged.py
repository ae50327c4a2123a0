"""The check before a commit: what is to be committed, and what that does to the rest. Others' slips stop nobody."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from desk.check import run
from desk.history import git
from desk.model.problem import Problem
from desk.model.snapshot import FILES, FOLDERS


def problems_of_staged(root: Path, day: dt.date) -> list[Problem]:
    """Every problem of a staged file, and of any other file where the last commit did not have it. Sorted."""
    head = git(root, "rev-parse", "--verify", "--quiet", "HEAD").stdout.strip()
    words = ["diff", "--cached", "--name-only", "-z", "--no-renames"]
    staged = set(git(root, *words).stdout.split("\0")) if head else set()
    with tempfile.TemporaryDirectory() as place:
        found = run(_written(root, Path(place, "staged")), day=day, cached=False)
        if not head or all(problem.path in staged for problem in found):
            return found
        index = {"GIT_INDEX_FILE": str(Path(place, "index"))}
        before = Counter(_as_such(p) for p in run(tree(root, Path(place, "head"), head, index), day=day, cached=False))
    kept = []
    for problem in found:
        before[_as_such(problem)] -= 1
        if problem.path in staged or before[_as_such(problem)] < 0:
            kept.append(problem)
    return kept


def _as_such(problem: Problem) -> tuple[str, str, str, str]:
    """What makes two problems one, wherever their lines have moved to."""
    return problem.path, problem.code, problem.what, problem.severity


def tree(root: Path, into: Path, commit: str, index: dict[str, str]) -> Path:
    """What the check reads, as `commit` has it, written below `into`; `index` names a file for git to work with."""
    _git(root, "read-tree", commit, environ=index)
    return _written(root, into, index)


def _written(root: Path, into: Path, environ: dict[str, str] | None = None) -> Path:
    """What the check reads, as an index holds it, written below `into`."""
    into.mkdir()
    names = _git(root, "ls-files", "-z", "--", *FOLDERS, *FILES, environ=environ)
    _git(root, "checkout-index", "-z", "--stdin", f"--prefix={into}/", environ=environ, given=names)
    return into


def _git(root: Path, *words: str, environ: dict[str, str] | None = None, given: bytes = b"") -> bytes:
    # Git tells the check which index is meant by its environment, which holds for all but the last commit's.
    done = subprocess.run(
        ["git", *words], cwd=root, env={**os.environ, **(environ or {})}, input=given, capture_output=True, check=True
    )
    return done.stdout
