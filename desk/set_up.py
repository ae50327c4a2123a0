"""Sets up .venv from a file of hashed requirements: python desk/set_up.py requirements.txt

With uv where it is there, with pip where not. Everything goes into the project's folder. It runs before anything is
installed, so it needs nothing but Python. What is missing gets one line that says what to do. A copy of the
requirements stays in .venv as a stamp: when they change, `./site` sets up anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(".venv")
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNTIME = "requirements.txt"
"""What a build needs. Every other list holds these too."""
TRUST = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
"""uv is to trust whom this computer trusts, as pip does: a hospital's network often signs what passes by itself. (The
second is the first's name in older versions.)"""


def main(requirements: str) -> int:
    """Set up, and return the exit status."""
    uv = shutil.which("uv")
    if not _works(PYTHON):
        shutil.rmtree(FOLDER, ignore_errors=True)
        if uv:
            made = _run(uv, "venv", "--quiet", "--python", sys.executable, str(FOLDER), UV_PYTHON_DOWNLOADS="never")
        else:
            made = _run(sys.executable, "-m", "venv", str(FOLDER), quiet=True)
        if not made:
            shutil.rmtree(FOLDER, ignore_errors=True)
            return _fail("Python's venv is missing. Fix: on Debian or Ubuntu, sudo apt install python3-venv.")
    print(f"Setting up .venv from {requirements} (only needed once).", flush=True)
    if uv:
        words = ("pip", "install", "--quiet", "--compile-bytecode", "--require-hashes", "-r", requirements)
        done = _run(uv, *words, VIRTUAL_ENV=str(FOLDER.absolute()))
    else:
        pip = (str(PYTHON), "-m", "pip")
        if not _run(*pip, "--version", quiet=True) and not _run(str(PYTHON), "-m", "ensurepip", quiet=True):
            return _fail(".venv has no pip. Fix: delete the folder .venv and try again.")
        done = _run(*pip, "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", requirements)
    if not done:
        return _fail(
            f"The packages of {requirements} could not be installed. "
            "Fix: check the network, then try again; the lines above say more."
        )
    shutil.copyfile(RUNTIME, FOLDER / "site.stamp")
    return 0


def _works(python: Path) -> bool:
    return python.exists() and _run(str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))", quiet=True)


def _run(*words: str, quiet: bool = False, **environ: str) -> bool:
    silent = subprocess.DEVNULL if quiet else None
    try:
        environ = {**TRUST, **os.environ, **environ}
        return not subprocess.run(words, env=environ, stdout=silent, stderr=silent).returncode
    except OSError:
        return False


def _fail(said: str) -> int:
    print(said, file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except OSError as error:
        sys.exit(f"{error.filename or FOLDER}: {error.strerror}. Fix: free the disk, or mend its permissions.")
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next command will set up again.")
