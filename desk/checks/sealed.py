"""A file that begins with a digest of the rest: one that is cut off or altered is as good as none. It is written whole,
or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

_DIGEST: Final = 32


def read_sealed(place: str) -> bytes | None:
    """What is sealed in the file at `place`; None where it is not as it was written. Raises OSError without a file."""
    with open(place, "rb", buffering=0) as file:  # noqa: PTH123 (many: a Path takes as long)
        found = file.read()
    sealed = found[_DIGEST:]
    return sealed if _digest(sealed) == found[:_DIGEST] else None


def write_sealed(place: str, data: bytes) -> None:
    """Seal `data` in the file at `place`, whose folder is made where there is none. Raises OSError."""
    # Python's own temporary files take longer than all the rest of it.
    new = os.path.join(os.path.dirname(place), f"new-{os.urandom(8).hex()}")  # noqa: PTH118, PTH120
    try:
        handle = _opened(new)
    except FileNotFoundError:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        handle = _opened(new)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(data) + data)
        os.replace(new, place)  # noqa: PTH105
    except OSError:
        Path(new).unlink(missing_ok=True)
        raise


def _opened(new: str) -> int:
    return os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
