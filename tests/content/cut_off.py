"""Runs one command of the desk again and again in copies of a project, each time killed at its next write.

    python -m tests.content.cut_off <project> <folder for copies> <step> <command> <words ...>

A real process, which ends at once as by a kill or a power cut: Python tells us of each file that is opened for
writing, renamed, made or removed, and at the nth of these the process is gone; n is 1, and grows by <step>. Then
another process runs the next command. Prints, as JSON, what is in the tree after each: {"killed": n, "left": digest,
"mended": digest, "said": ...}.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def digest(project: Path) -> str:
    """What a writer and git see of the project: each file's path, mode and bytes, but not the desk's own notes."""
    seen = hashlib.sha256()
    for file in sorted((project / "content").rglob("*")):
        if file.is_file():
            seen.update(f"{file.relative_to(project)} {file.stat().st_mode:o}".encode() + file.read_bytes())
    return seen.hexdigest()


def _ends_at(number: int, within: Path) -> None:
    """End this process at its write `number` below `within`."""
    count = 0
    here = str(within)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal count
        if event == "open":
            path, _, flags = args
            changes = bool(flags & _WRITING)
        else:
            path, changes = (args[0] if args else ""), event in _CHANGES
        if changes and (not str(path).startswith("/") or str(path).startswith(here)):
            count += 1
            if count == number:
                os._exit(137)

    sys.addaudithook(hook)


def _forked(project: Path, argv: list[str], number: int = 0) -> tuple[int, str]:
    """Run the command in a process of its own. Returns its exit status and what it said."""
    said = project.parent / "said"
    child = os.fork()
    if child == 0:
        os.chdir(project)
        place = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(place, 1)
        os.dup2(place, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        import desk.command_line as command_line

        command_line.ROOT = Path.cwd()
        if number:
            _ends_at(number, project)
        status = command_line.main(argv)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said.read_text("utf-8")


def main() -> None:
    project, copies, step, *argv = sys.argv[1:]
    sys.path.insert(0, project)
    for name in ("check", "cite", "history", "move", "new", "publish", "status"):
        importlib.import_module(f"desk.{name}")
    from desk.check import run

    # What is loaded late is loaded once, and not in each process.
    run(Path(project), day=dt.date.today(), cached=False)

    for number in range(1, 400, int(step)):
        copy = Path(copies) / str(number)
        shutil.copytree(project, copy, symlinks=True)
        status, said = _forked(copy, argv, number)
        left = digest(copy)
        _, after = _forked(copy, ["status"])
        print(json.dumps({"killed": status == 137, "status": status, "said": said + after, "left": left,
                          "mended": digest(copy)}))  # fmt: skip
        shutil.rmtree(copy)
        if status != 137:
            return


if __name__ == "__main__":
    main()
