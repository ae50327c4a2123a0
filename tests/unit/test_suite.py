"""The tests themselves: all of them run, and none of them waits for a clock or looks away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.build_site import ROOT

FILES = sorted(file for file in (ROOT / "tests").rglob("test_*.py") if "node_modules" not in file.parts)
NEVER = {
    r"pytest\.(skip|importorskip|xfail)|mark\.(skip|skipif|xfail)": "a check that cannot run has not passed",
    r"\bsleep\(|wait_for_timeout\(": "wait for what is to happen, not for a time",
    r"unittest\.mock|\bMock\(|MagicMock|monkeypatch\.setattr": "what can run, runs",
    r"/work/shared": "a clone has no such folder",
}


def test_pytest_passes_no_folder_of_tests_by(request: pytest.FixtureRequest) -> None:
    """Its default leaves out every folder named `build`, and one of ours is."""
    passed_by = request.config.getini("norecursedirs")
    assert not {file.parent.name for file in FILES} & set(passed_by)


@pytest.mark.parametrize("never", NEVER, ids=NEVER.get)
def test_no_test_does_so(never: str) -> None:
    own = Path(__file__).name
    assert [file.name for file in FILES if file.name != own and re.search(never, file.read_text("utf-8"))] == []
