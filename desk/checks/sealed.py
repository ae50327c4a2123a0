"""A file that begins with a digest of the rest: one that is cut off or altered is as good as none. It is written whole,
or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

_DIGEST: Final = 32


def read_sealed(place: str) -> bytes | None:
    """What is sealed in the file at `place`; None where it is not as it was written. Raises OSError without a file."""
    with open(place, "rb") as file:  # noqa: PTH123 (many: a Path takes as long)
        found = file.read()
    return found[_DIGEST:] if _digest(found[_DIGEST:]) == found[:_DIGEST] else None


def write_sealed(place: Path, data: bytes) -> None:
    """Seal `data` in the file at `place`, whose folder is made where there is none. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix="new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(data) + data)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
