"""Which of what we use has a known hole, as Markdown: `python -m tests.supply.advisories`. Nothing where there is none.

pip-audit asks PyPI, npm asks its registry, each by the locks alone: nothing is installed or resolved. Where either does
not answer, this ends with 2 and says so: no answer is not a good one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.build_site import ROOT
from tests.peers.tools import needed, npm
from tests.supply.packages import LOCKS, NPM

PIP_AUDIT = [
    *(sys.executable, "-m", "pip_audit"),
    *(word for lock in LOCKS for word in ("--requirement", str(lock))),
    *("--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"),
]


class Unanswered(Exception):
    """A registry that was asked said nothing that can be read."""


def of_pip_audit(told: Any) -> Iterator[str]:
    """A line for each hole that `pip-audit --format json` tells of. Raises Unanswered where it passed a package by."""
    passed = [package["name"] for package in told["dependencies"] if "skip_reason" in package]
    if passed:
        raise Unanswered(f"pip-audit could not ask about {len(passed)} packages: {', '.join(passed[:5])}.")
    for package in told["dependencies"]:
        for hole in package.get("vulns", []):
            mended = ", ".join(hole["fix_versions"]) or "none yet"
            yield f"- PyPI: `{package['name']} {package['version']}`, {hole['id']}. Mended in: {mended}."


def of_npm_audit(told: Any, lock: str) -> Iterator[str]:
    """A line for each hole that `npm audit --json` tells of, by the lock that has it."""
    for name, package in sorted(told["vulnerabilities"].items()):
        for hole in package["via"]:
            if isinstance(hole, dict):  # else it names a package whose hole is told of under its own name
                yield f"- npm ({lock}): `{name} {hole['range']}`, {hole['title']} ({hole['severity']}), {hole['url']}."


def main() -> int:
    """Ask both, and print what they know."""
    try:
        lines = list(of_pip_audit(_asked(PIP_AUDIT)))
        for lock in NPM:
            command = [*needed_npm(), "audit", "--json", "--package-lock-only", "--prefix", str(lock.parent)]
            lines += of_npm_audit(_asked(command), lock.parent.relative_to(ROOT).as_posix())
    except Unanswered as error:
        print(error, file=sys.stderr)
        return 2
    if lines:
        print("Raise what can be raised (`pyproject.toml` and `make lock`; `npm audit fix` in the folder of a lock).\n")
        print(*lines, sep="\n")
    return 0


def needed_npm() -> list[str]:
    """npm, or a failure that says what to do."""
    found = npm()
    needed(found[0] if found else None, "npm")
    return found or []


def _asked(command: list[str]) -> Any:
    done = subprocess.run(command, cwd=Path(ROOT), capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {}
    if not isinstance(told, dict) or "error" in told or not {"dependencies", "vulnerabilities"} & told.keys():
        raise Unanswered(f"{Path(command[0]).name} did not say: {(done.stderr or done.stdout).strip()[-500:]}")
    return told


if __name__ == "__main__":
    sys.exit(main())
