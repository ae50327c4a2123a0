"""Where handouts are kept, and by which names: all that a build needs to know of them where nothing has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PLACE: Final = Path(".site/handouts")


def kept_names(root: Path) -> list[str]:
    """The names of all that is kept: what a build takes changes with them alone."""
    try:
        return sorted(file.name for file in (root / PLACE).iterdir() if not file.name.startswith("new-"))
    except OSError:
        return []
