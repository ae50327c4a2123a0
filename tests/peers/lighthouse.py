"""Lighthouse, as a phone on a slow line sees a page."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass

from tests.browser import chromium
from tests.peers.tools import MODULES, needed, node

CLI = MODULES / "lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True)
class Report:
    """The scores of a page, 0 to 100, and the names of the audits that it did not pass."""

    scores: dict[str, int]
    failed: list[str]


def measure(address: str, *, skip: tuple[str, ...] = ()) -> Report:
    """Run Lighthouse once on `address`, in its default, mobile way, without the audits of `skip`."""
    cli = needed(str(CLI) if CLI.exists() else None, "Lighthouse")
    command = [
        needed(node(), "Node"), cli, address, "--quiet", "--output=json", "--output-path=stdout",
        f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags=--headless=new {' '.join(chromium.flags())}",
        *([f"--skip-audits={','.join(skip)}"] if skip else []),
    ]  # fmt: skip
    path = needed(chromium.installed(), "Chromium")
    result = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": path}, capture_output=True, text=True, check=False
    )
    assert result.stdout.startswith("{"), f"Lighthouse did not run: {result.stderr[-500:]}"
    found = json.loads(result.stdout)
    failed = []
    for category in CATEGORIES:
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                failed.append(f"{category}/{audit['id']} {audit['score']:.2f} ({audit.get('displayValue', '')})")
    scores = {category: round(100 * (found["categories"][category]["score"] or 0)) for category in CATEGORIES}
    return Report(scores, failed)
