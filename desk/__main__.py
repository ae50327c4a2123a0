"""`python -m desk`: answers Ctrl+C in words from its first moment, then hands over to the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType


def _stop(number: int, frame: FrameType | None) -> None:
    os.write(2, b"\nStopped.\n")
    os._exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, _stop)
    # What a build holds, it holds to the end: to look through it for what nobody holds, each time a few hundred things
    # more are there, takes a tenth of its time. An edit of a thousand posts never looks.
    gc.set_threshold(1_000_000, 20, 20)
    from desk.command_line import main

    code = main()
    gc.freeze()  # nor does Python at the end, when all of it goes
    sys.exit(code)
