"""What all tests share: one built site, served where a browser needs it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.build_site import RUN_FOLDER, real_site
from tests.peers.web_server import serving

# No test asserts a time, and each run tries the same examples.
settings.register_profile("ours", deadline=None, derandomize=True, database=None)
settings.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder before workers start: they inherit its name."""
    if RUN_FOLDER not in os.environ:
        folder = tempfile.mkdtemp(prefix="plain-ketamine-")
        os.environ[RUN_FOLDER] = folder
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest test, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: "test_swap_under_load" not in item.nodeid)


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    return real_site()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the built site: http://127.0.0.1:<port>, without a slash at its end."""
    with serving(site) as address:
        yield address
