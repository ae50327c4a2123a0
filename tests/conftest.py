"""What all tests share: one built site, served where a browser needs it."""

from __future__ import annotations

import compileall
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.build_site import ROOT, RUN_FOLDER, real_site, run_folder
from tests.peers.web_server import serving

# No test asserts a time, and each run tries the same examples.
settings.register_profile(
    "ours", deadline=None, derandomize=True, database=None, max_examples=int(os.environ.get("EXAMPLES", "40"))
)  # `make fuzz` tries more
settings.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder before workers start, which inherit its name; and compile the desk, once for every Python
    that a test starts here or in a copy of the project."""
    if RUN_FOLDER not in os.environ:
        for part in ("desk", "plugins"):
            compileall.compile_dir(ROOT / part, quiet=2)
        folder = run_folder()
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: each waits for a browser, a server or a disk a quarter of its time."""
    return (os.cpu_count() or 1) + 1


LONGEST = [
    "test_sentences", "test_road", "test_deploy", "test_swap_under_load", "test_preview", "test_edit", "test_axe",
    "test_keyboard", "test_calm", "test_cut_off", "test_mutations", "test_verify", "test_handouts", "test_pictures",
    "test_policy", "test_contrast", "test_reflow", "test_light", "test_notes", "test_print",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that no worker is left alone with one of them at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    return real_site()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the built site: http://127.0.0.1:<port>, without a slash at its end."""
    with serving(site) as address:
        yield address
