"""tests/build/walk.py, a short way of it; `make fuzz` goes further: WALK=5000."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.build_site import ROOT

EDITS = os.environ.get("WALK", "300")
AT_ONCE = "3" if "WALK" in os.environ else "80"


def test_after_any_edits_a_build_is_what_a_clean_build_would_be() -> None:
    command = [sys.executable, "-m", "tests.build.walk", EDITS, "--at-once", AT_ONCE]
    walked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not walked.returncode, walked.stderr
