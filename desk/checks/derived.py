"""What is read out of data that lies beside the code, kept as Python keeps its byte code: in __pycache__ beside it.

To read the dictionaries anew takes longer than all else that is done for one post that has changed. What is kept is
named by every byte that it was read from, by the code that read it, and by the Python that runs; like byte code it is
made by whoever runs the code, and trusted as much. Where byte code may not be written, nothing is.
"""

from __future__ import annotations

import hashlib
import importlib.util
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from desk.checks.sealed import read_sealed, write_sealed

T = TypeVar("T")


def derived(code: str, data: Sequence[Path], make: Callable[[], T], *, keep: bool = not sys.dont_write_bytecode) -> T:
    """What `make`, of the module whose file is `code`, reads out of the files `data`. It is kept if `keep`."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for file in (Path(code), *data):
        digest.update(hashlib.blake2b(file.read_bytes()).digest())
    byte_code = Path(importlib.util.cache_from_source(code))
    stem = f"{byte_code.stem}.{make.__name__}-"
    place = byte_code.with_name(f"{stem}{digest.hexdigest()}.data")
    with suppress(Exception):  # what is cut off, or cannot be read, is not kept
        found = read_sealed(str(place))
        if found is not None:
            kept: T = pickle.loads(found)
            return kept
    made = make()
    if keep:
        with suppress(OSError):
            write_sealed(str(place), pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
            for old in place.parent.glob(f"{stem}*.data"):
                if old != place:
                    old.unlink(missing_ok=True)
    return made
