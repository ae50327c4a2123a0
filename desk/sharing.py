"""Work that is shared between processes: one function, many values, the results in their order."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

WORTH_SHARING: Final = 60
"""Values from which a second process pays for its start."""
T = TypeVar("T")
R = TypeVar("R")
_function: Callable[..., Any]
"""Of a worker process: what it was started to do."""
_alone = False


def work_alone() -> None:
    """From now on this process does all its work itself: it may be killed at any moment, and would leave others."""
    global _alone
    _alone = True


def share(function: Callable[[T], R], values: Sequence[T], worth: int | None = None) -> Iterable[R]:
    """`function` of each of `values`, in as many processes as pay for themselves. `worth` is how many of the values
    are real work, where that is not all.

    Where processes are forked, they have what `function` stands on without it being copied, and what it loaded for the
    first value.
    """
    workers = min(os.cpu_count() or 1, 8)
    if _alone or workers < 2 or (len(values) if worth is None else worth) < WORTH_SHARING or _is_worker():
        return map(function, values)
    from concurrent.futures import ProcessPoolExecutor  # loaded late: a small run does not need it

    first = function(values[0])
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(function,)) as pool:
        return [first, *pool.map(_do, values[1:], chunksize=max(1, len(values) // (workers * 16)))]


def meanwhile(function: Callable[[], R]) -> Callable[[], R]:
    """Begin `function` in a process beside this one, where there can be one. What is returned gives its result, and
    waits for it."""
    if _alone or _is_worker() or (os.cpu_count() or 1) < 2 or not hasattr(os, "fork"):
        return function
    hear, speak = os.pipe()
    other = os.fork()
    if not other:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began it answers Ctrl+C
        try:
            with os.fdopen(speak, "wb") as said:
                pickle.dump(function(), said)
        finally:
            os._exit(0)
    os.close(speak)

    def result() -> R:
        with os.fdopen(hear, "rb") as said:
            answer = said.read()
        os.waitpid(other, 0)
        with contextlib.suppress(Exception):  # it was killed before it could say
            found: R = pickle.loads(answer)
            return found
        return function()

    return result


def _is_worker() -> bool:
    return multiprocessing.parent_process() is not None


def _begin(function: Callable[..., object]) -> None:
    global _function
    _function = function


def _do(value: Any) -> Any:
    return _function(value)
