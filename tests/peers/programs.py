"""Programs of this machine: where one is, and one that listens on a free port while a test asks it.

Standard library only: tests/provision.py looks here for what is not installed yet.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"))


def found(*names: str) -> str | None:
    """Where the first of these programs is, or None."""
    return next((path for name in names if (path := shutil.which(name, path=PATH))), None)


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def listening(command: list[str], port: int, state: Path, environ: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run `command` while the block runs, which begins once it listens on `port`.

    `state` is a folder that may take what it says. RuntimeError, with what it said and its error.log, if it ends first.
    """
    logs = (state / "said", state / "error.log")
    with logs[0].open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environ)
        try:
            while True:  # until it listens, or has given up
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.02)
                    raise RuntimeError("\n".join(log.read_text() for log in logs if log.exists()))
            yield
        finally:
            process.terminate()
            process.wait()
