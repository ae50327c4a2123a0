"""The desk's own command line, in a process of its own for each command, at a tenth of what Python takes to start it.

    python -m tests.forked_desk

stays, with every module of the desk loaded, and forks once for each line that it reads: {"project", "words",
"environ", "within", "said", "wrong"}. It answers each by the exit status. What runs is what `python -m desk` runs, on
the project's files, plugins and templates; only the code of the desk itself is this checkout's and not the project's.
So a test that changes desk/ in its project, or that is about Python's own start, runs `sys.executable -m desk` instead.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def desk(
    project: Path, *words: str, environ: Mapping[str, str] | None = None, within: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the command `words` in `project`, with nothing to read from. Never raises: the caller judges.

    `within` names a context of the tests that it runs in, and what that is given: a module, a function, and its words.
    """
    with tempfile.TemporaryDirectory() as folder:
        said, wrong = Path(folder, "said"), Path(folder, "wrong")
        asked = {"project": str(project), "words": words, "environ": {**os.environ, **(environ or {})},
                 "within": within, "said": str(said), "wrong": str(wrong)}  # fmt: skip
        standing = _standing()
        assert standing.stdin
        assert standing.stdout
        standing.stdin.write(json.dumps(asked) + "\n")
        standing.stdin.flush()
        status = int(standing.stdout.readline())
        return subprocess.CompletedProcess(words, status, said.read_text("utf-8"), wrong.read_text("utf-8"))


@cache
def _standing() -> subprocess.Popen[str]:
    """The process that forks; one for each worker, as long as that lives."""
    command = [sys.executable, "-m", "tests.forked_desk"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.communicate)
    return process


def _answer(asked: dict[str, Any]) -> int:
    """Run one command in a child. Returns its exit status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 70
    try:
        os.environ.clear()
        os.environ.update(asked["environ"])
        time.tzset()
        os.chdir(asked["project"])
        sys.path[0] = asked["project"]
        for number, name in ((0, os.devnull), (1, asked["said"]), (2, asked["wrong"])):
            place = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600)
            os.dup2(place, number)
            os.close(place)
        from desk import command_line

        command_line.ROOT = Path.cwd()
        try:
            with _context(*asked["within"]):
                status = command_line.main(list(asked["words"]))
        except SystemExit as stop:  # argparse, of words that it does not know
            status = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _context(module: str = "contextlib", name: str = "nullcontext", *words: str) -> AbstractContextManager[None]:
    found: AbstractContextManager[None] = getattr(importlib.import_module(module), name)(*words)
    return found


def load() -> None:
    """Load what commands load late, so that no child has to."""
    import desk

    for module in pkgutil.walk_packages(desk.__path__, "desk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    import datetime as dt

    from desk.edition import read
    from tests.build.project import post, unbuilt

    with tempfile.TemporaryDirectory() as folder:  # what is kept by content, such as the library of such a project
        assert read(unbuilt(Path(folder, "project"), {"one": post("one")}), dt.date(2026, 11, 22)).problems


def main() -> None:
    load()
    gc.freeze()  # so that no child copies what it shares only to look for what can go
    for line in sys.stdin:
        print(_answer(json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
