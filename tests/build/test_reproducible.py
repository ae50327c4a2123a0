"""The same commit gives the same bytes, whatever machine, folder, clock, language, time zone or umask it is
built in."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.build.project import post, project, series, unbuilt
from tests.build_site import built

NOON = "1795348800"
"""22 November 2026, noon in UTC."""


def fingerprints(site: Path) -> dict[str, tuple[str, int]]:
    """Each file of `site` by name, with the hash of its bytes, and who may read it."""
    return {
        file.relative_to(site).as_posix(): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mode)
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def test_two_builds_of_one_commit_are_the_same_to_the_byte(tmp_path: Path) -> None:
    """At two hours of one day; and one finds what an earlier build kept, the other nothing. The second is Python's own
    start, for what Python takes from the environment it takes then."""
    posts = {**series(12), "quoted": post("quoted", body='It said "yes" -- and ended [@zitek2018; @etchison2018].')}
    here = unbuilt(tmp_path / "here", posts)
    there = project(tmp_path / "another folder/with a space/there", dict(reversed(posts.items())))
    one = {"SOURCE_DATE_EPOCH": NOON, "TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C"}
    two = {
        "SOURCE_DATE_EPOCH": str(int(NOON) + 8 * 3600),
        "TZ": "America/Adak",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "HOME": str(tmp_path),
    }
    first = built(here, tmp_path / "first", one)
    second = tmp_path / "deep/er/second"
    done = subprocess.run(
        [sys.executable, "-m", "desk", "build", "--output", str(second)], cwd=there, umask=0o077, check=False,
        env={**os.environ, **two, "PYTHONHASHSEED": "4242", "COLUMNS": "40"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert fingerprints(first) == fingerprints(second)
