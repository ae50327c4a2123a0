"""How the desk says no: one message that says what, and how to mend it. Never a traceback."""

from __future__ import annotations


class Refusal(Exception):
    """Raised with the whole message; the command line prints it and exits 1. Nothing readers see has changed."""


def disk_refused(error: OSError, place: object = "") -> str:
    """What the disk or its permissions would not allow, in words; `place` is said where the error names no file."""
    where = error.filename or place
    return (
        f"{f'{where}: ' if where else ''}{error.strerror}. Fix: free the disk, or mend its permissions, then try again."
    )
