"""The browser that the tests drive: one that is installed, else Playwright's own.

Chromium comes as two programs: with windows, and as the headless shell, which has the same engine, network and storage
and lacks the windows. The tests drive the shell where there is one, as Playwright's own choice is: a page opens at less
than half of the CPU time. What measures (make bench, Lighthouse) has the program that readers have.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed() -> str | None:
    """The path of an installed Chromium or Chrome, or None. CHROMIUM names one outright."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((path for path in MAC if Path(path).exists()), None)


def shell() -> str | None:
    """The path of an installed headless shell, or None. Where CHROMIUM names a browser, that one is meant."""
    named = os.environ.get("CHROMIUM")
    return None if named else next((path for name in SHELLS if (path := shutil.which(name))), None)


def flags() -> list[str]:
    """Chromium's flags. Its sandbox cannot be had by root in a container."""
    return FLAGS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])


def launch(playwright: Playwright, *more: str, whole: bool = False) -> Browser:
    """Start the browser, with `more` flags: the shell where there is one, or the `whole` browser."""
    path = installed() if whole else shell() or installed()
    return playwright.chromium.launch(executable_path=path, args=flags() + list(more))
