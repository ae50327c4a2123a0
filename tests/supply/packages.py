"""The packages that the locks name, each with its licence: PyPI's by uv, npm's by npm."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.build_site import ROOT

BUILD = ROOT / "requirements.txt"
LOCKS = (
    BUILD,
    ROOT / "tests/requirements.txt",
    ROOT / "desk/handouts/requirements.txt",
    ROOT / "desk/deploy/requirements.txt",
)
"""Every lock of PyPI's packages: what builds, tests, lays out handouts and deploys."""
NPM = tuple(ROOT / folder / "package-lock.json" for folder in ("tests", "theme/assets", "desk/edit"))
ASSETS = NPM[1]
READERS = ("minisearch", "@fontsource-variable/literata", "@fontsource-variable/source-sans-3")
"""Those of ASSETS of which readers get something."""
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """One package of a lock. `digests` are those of its files, as the lock has them; `asked_by` names who needs it."""

    registry: str
    name: str
    version: str
    licence: str
    digests: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How licences.toml names it."""
        return f"{self.registry}:{self.name}"


@cache
def licences() -> dict[str, Any]:
    """licences.toml."""
    return tomllib.loads(Path(__file__).with_name("licences.toml").read_text("utf-8"))


def of_pypi(lock: Path) -> list[Package]:
    """Every package of a file of requirements, as `make lock` writes it."""
    found = []
    for block in re.split(r"\n(?=\S)", lock.read_text("utf-8")):
        pinned = _PINNED.match(block)
        if pinned:
            asked = re.findall(r"#(?: via)? +([\w.-]+)", block)
            name = pinned[1].lower()
            licence = licences()["pypi"].get(name, "")
            asked_by = tuple(each for each in asked if each not in ("via", "plain-ketamine"))
            found.append(Package("pypi", name, pinned[2], licence, tuple(_HASH.findall(block)), asked_by))
    return found


def of_npm(lock: Path) -> Iterator[Package]:
    """Every package of a package-lock.json."""
    for place, told in json.loads(lock.read_text("utf-8"))["packages"].items():
        if place:
            name = place.rpartition("node_modules/")[2]
            licence = told.get("license") or licences()["npm"].get(name, "")
            yield Package("npm", name, told["version"], licence, (told["integrity"],))
