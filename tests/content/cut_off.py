"""Ways for a command of the desk to end before its end, for `within` of tests/forked_desk.py.

Each is a real end of a real process: Python tells us of each file that is opened for writing, renamed, made or removed,
and at the nth of these the process is gone, as by a kill or a power cut. Or the disk takes no more.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk.site.kept import PLACE

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
KILLED = 137


def digest(project: Path) -> str:
    """What a writer and git see of the project: each file's path, mode and bytes, but not the desk's own notes."""
    seen = hashlib.sha256()
    for file in sorted((project / "content").rglob("*")):
        if file.is_file():
            seen.update(f"{file.relative_to(project)} {file.stat().st_mode:o}".encode() + file.read_bytes())
    return seen.hexdigest()


@contextlib.contextmanager
def killed_at(number: str) -> Iterator[None]:
    """End this process at its write `number` below the folder that it stands in. What is kept there for the next time
    is left out: a file of that which is cut off is as good as none (tests/content/test_check_command.py)."""
    count = 0
    here = str(Path.cwd())
    kept = f"/{PLACE}/"

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal count
        if event == "open":
            path, _, flags = args
            changes = bool(flags & _WRITING)
        else:
            path, changes = (args[0] if args else ""), event in _CHANGES
        if changes and kept not in str(path) and (not str(path).startswith("/") or str(path).startswith(here)):
            count += 1
            if count == int(number):
                os._exit(KILLED)

    sys.addaudithook(hook)
    yield


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """No file can be longer than 100 bytes. What is said is written when the disk has room again."""
    said, wrong = io.StringIO(), io.StringIO()
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        sys.stdout.write(said.getvalue())
        sys.stderr.write(wrong.getvalue())
