"""Every package has a licence that we take, or a reason; and the SBOM tells what builds the site, whoever makes it."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from license_expression import LicenseSymbol, get_spdx_licensing

from tests.build_site import ROOT
from tests.supply.advisories import Unanswered, of_npm_audit, of_pip_audit
from tests.supply.packages import ASSETS, BUILD, LOCKS, NPM, READERS, Package, licences, of_npm, of_pypi
from tests.supply.sbom import SERVED, text

SPDX = get_spdx_licensing()
PARSED = cache(partial(SPDX.parse, validate=True))
ALL = {package.key: package for lock in NPM for package in of_npm(lock)} | {
    package.key: package for lock in reversed(LOCKS) for package in of_pypi(lock)
}
NOON = 1795348800
DAY = dt.date(2026, 11, 22)
"""The same, as the site's own zone has it."""
told_on = cache(partial(text, ROOT))


def allows(taken: set[str], expression: str) -> bool:
    """Whether one may use what is under `expression` by the licences `taken` alone."""
    parsed = PARSED(expression)
    if isinstance(parsed, LicenseSymbol):
        return parsed.key in taken
    each = [allows(taken, str(part)) for part in parsed.args]
    return any(each) if parsed.operator.strip() == "OR" else all(each)


def taken(package: Package) -> set[str]:
    """The licences that we take for it."""
    return {*licences()["readers"], *([] if package.name in READERS else licences()["tools"])}


def test_every_package_has_a_licence_that_we_take_or_a_reason_why_we_use_it_all_the_same() -> None:
    assert len(ALL) > 300
    assert [key for key, package in ALL.items() if not package.licence] == [], "put its licence into licences.toml"
    refused = {key for key, package in ALL.items() if not allows(taken(package), package.licence)}
    assert refused == set(licences()["exceptions"]), "an exception is needed, or no longer is"


@pytest.mark.parametrize(
    ("expression", "good"),
    [("MIT", True), ("GPL-3.0-only", False), ("GPL-3.0-only OR MIT", True), ("GPL-3.0-only AND MIT", False),
     ("MIT AND (ISC OR AGPL-3.0-only)", True)],
)  # fmt: skip
def test_of_a_choice_one_is_enough_and_of_several_all_are_needed(expression: str, good: bool) -> None:
    assert allows({"MIT", "ISC"}, expression) == good


def test_no_licence_is_told_of_what_we_no_longer_use() -> None:
    assert {f"pypi:{name}" for name in licences()["pypi"]} <= set(ALL)
    assert {f"npm:{name}" for name in licences()["npm"]} <= set(ALL)


def test_what_a_package_declares_in_spdx_s_words_is_what_we_say() -> None:
    wrong = {}
    for package in ALL.values():
        try:
            said = metadata(package.name).get("License-Expression") if package.registry == "pypi" else None
        except PackageNotFoundError:  # it is for another system
            continue
        # A package may leave us a choice that its older words did not name.
        if said and SPDX.parse(said) != SPDX.parse(package.licence) and not _contains(package.licence, said):
            wrong[package.key] = (said, package.licence)
    assert wrong == {}


def _contains(ours: str, said: str) -> bool:
    return SPDX.contains(ours, said) and " AND " not in ours


def test_the_sbom_names_each_package_of_the_build_and_each_file_of_others_that_readers_get() -> None:
    told = json.loads(told_on(DAY))
    names = {component["purl"]: component for component in told["components"]}
    build = {f"pkg:pypi/{package.name}@{package.version}" for package in of_pypi(BUILD)}
    readers = {package.name: package for package in of_npm(ASSETS) if package.name in READERS}
    assert {purl for purl in names if purl.startswith("pkg:pypi/")} == build
    assert len(names) == len(build) + len(readers) == len(build) + len(READERS)
    depends = {each["ref"]: set(each.get("dependsOn", [])) for each in told["dependencies"]}
    assert any(purl.startswith("pkg:pypi/jinja2@") for purl in depends[next(p for p in names if "/pelican@" in p)])
    reached, todo = set(), [told["metadata"]["component"]["bom-ref"]]
    while todo:
        one = todo.pop()
        if one not in reached:
            reached.add(one)
            todo += depends[one]
    assert set(names) <= reached, "something is there that nothing asks for"


def test_every_font_and_script_of_others_is_told_of() -> None:
    static = ROOT / "theme/static"
    of_others = {file for file in (static / "js").glob("*.js") if re.match(r"/\*!", file.read_text("utf-8"))}
    told = {ROOT / file for files in SERVED.values() for file in files}
    assert told == of_others | set((static / "fonts").glob("*.woff2"))


def test_whoever_makes_it_makes_the_same(tmp_path: Path) -> None:
    place = tmp_path / "sbom.json"
    environ = {**os.environ, "TZ": "America/Adak", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(NOON)}
    command = [sys.executable, "-m", "tests.supply.sbom", str(place)]
    subprocess.run(command, cwd=ROOT, env=environ, umask=0o077, check=True, capture_output=True)
    assert place.read_text("utf-8") == told_on(DAY)


def test_a_known_hole_is_told_once_with_what_mends_it() -> None:
    vulns = [{"id": "PYSEC-1", "fix_versions": ["1.2"], "aliases": [], "description": "x"}]
    pypi = {"dependencies": [{"name": "a", "version": "1", "vulns": vulns}, {"name": "b", "version": "2", "vulns": []}]}
    assert list(of_pip_audit(pypi)) == ["- PyPI: `a 1`, PYSEC-1. Mended in: 1.2."]
    with pytest.raises(Unanswered, match="1 packages: a"):  # no answer is not a good one
        list(of_pip_audit({"dependencies": [{"name": "a", "skip_reason": "not found"}]}))
    hole = {"title": "Bad", "severity": "high", "range": "<2", "url": "https://x.example"}
    npm = {"vulnerabilities": {"c": {"via": [hole]}, "needs-c": {"via": ["c"]}}}
    assert list(of_npm_audit(npm, "tests")) == ["- npm (tests): `c <2`, Bad (high), https://x.example."]
