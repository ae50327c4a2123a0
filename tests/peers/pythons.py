"""Whether other Pythons build the same bytes: `python -m tests.peers.pythons`, in `make drill`.

A clone of this commit is built by each Python from 3.11 on that this machine has, each with the packages of
our locks in an environment of its own, in another folder and time zone. The sites and the SBOMs are held against those
of the Python that runs this. It takes a minute of one core for each, so `make test` varies the rest without them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from desk.site.site_folder import files_in
from tests.build_site import ROOT

NEWEST = 15
_VERSION = "import sys; print('.'.join(map(str, sys.version_info[:3])))"


def version(python: str) -> str:
    """What `python` calls itself; nothing where it does not start (a shim of pyenv may stand for none)."""
    done = subprocess.run([python, "-c", _VERSION], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def others() -> Iterator[tuple[str, str]]:
    """The other Pythons that are here, each with its version."""
    here = version(sys.executable).rpartition(".")[0]
    for minor in range(11, NEWEST):
        name = f"3.{minor}"
        beside = sorted(Path(sys.base_prefix).parent.glob(f"{name}.*/bin/python"))  # pyenv keeps them side by side
        found = shutil.which(f"python{name}") or ""
        for python in filter(None, [*map(str, beside), found]):
            if name != here and (said := version(python)).startswith(f"{name}."):
                yield python, said
                break


def run(folder: Path, *words: str, environ: dict[str, str]) -> None:
    """Run it there. Raises RuntimeError with what it said."""
    done = subprocess.run(words, cwd=folder, env={**os.environ, **environ}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stdout[-1500:]}{done.stderr[-1500:]}")


def made_by(python: str, folder: Path, moment: int) -> dict[str, bytes]:
    """Every file of the site that `python` builds of this commit in `folder` as of that moment, and the SBOM, by
    name."""
    run(ROOT, "git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder), environ={})
    environ = {"SOURCE_DATE_EPOCH": str(moment), "TZ": f"ABC{len(folder.name) % 9 - 4}"}
    if python != sys.executable:
        run(folder, python, "desk/set_up.py", "tests/requirements.txt", environ={})
        python = ".venv/bin/python"
    run(folder, python, "-m", "desk", "build", environ=environ)
    run(folder, python, "-m", "tests.supply.sbom", "sbom.json", environ=environ)
    site = folder / "output"
    return {name: (site / name).read_bytes() for name in files_in(site)} | {
        "sbom.json": (folder / "sbom.json").read_bytes()
    }


def main() -> int:
    """Build by each; 1 where any byte differs."""
    here = version(sys.executable)
    with tempfile.TemporaryDirectory() as place:
        moment = int(time.time())  # noon of today may be to come
        ours = made_by(sys.executable, Path(place, "here"), moment)
        compared = 0
        for python, said in others():
            theirs = made_by(python, Path(place, f"by {said}"), moment)
            differs = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
            print(f"Python {said}: {len(theirs)} files, {len(differs)} differ from those of {here}.", *differs[:9])
            if differs:
                return 1
            compared += 1
    if not compared:
        print(f"Other Pythons: unrun, there is none here beside {here}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
