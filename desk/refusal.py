"""How the desk says no: one message that says what, and how to mend it. Never a traceback."""

from __future__ import annotations


class Refusal(Exception):
    """Raised with the whole message; the command line prints it and exits 1. Nothing readers see has changed."""
