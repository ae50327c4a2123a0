"""A real build of the real site, once a test run, and of generated projects where the real one is too small."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.forked_desk import desk

ROOT = Path(__file__).parents[1]
RUN_FOLDER = "PLAIN_KETAMINE_TEST_RUN"
"""Names the folder that one test run has to itself; tests/conftest.py sets it before any worker starts."""


def build(
    project: Path, output: Path, environ: Mapping[str, str] | None = None, *, preview: bool = False, clean: bool = False
) -> subprocess.CompletedProcess[str]:
    """Build `project` into `output`, a folder that does not exist yet. Never raises: the caller judges."""
    how = [f"--{name}" for name, meant in (("preview", preview), ("clean", clean)) if meant]
    return desk(project, "build", "--output", str(output), *how, environ=environ)


def built(
    project: Path, output: Path, environ: Mapping[str, str] | None = None, *, preview: bool = False, clean: bool = False
) -> Path:
    """Build `project` into `output`, or fail with what the build said."""
    result = build(project, output, environ, preview=preview, clean=clean)
    assert result.returncode == 0, f"the build failed:\n{result.stdout}{result.stderr}"
    return output


def project_copy(place: Path) -> Path:
    """A copy of this project, without what was built or installed in it."""
    ignored = shutil.ignore_patterns("node_modules")
    for name in ("content", "theme", "plugins", "desk"):
        shutil.copytree(ROOT / name, place / name, ignore=ignored)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, place / name)
    return place


def run_folder() -> Path:
    """The folder of this test run, shared by its workers."""
    if RUN_FOLDER not in os.environ:
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="plain-ketamine-")
    return Path(os.environ[RUN_FOLDER])


def once(name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` of this run, as `make` makes it: by the worker that needs it first; the others wait for it."""
    place, made = run_folder() / name, run_folder() / f"{name}.made"
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(place, ignore_errors=True)  # of a worker that failed
            make(place)
            made.touch()
    return place


@cache
def real_site() -> Path:
    """The built site, as readers get it."""
    return once("site", lambda place: built(ROOT, place, clean=True))
