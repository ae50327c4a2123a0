"""The words of a command line, read by argparse, which complains as the desk does: what is wrong, and the fix."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Final, NoReturn

_PLAIN: Final = (
    (r"the following arguments are required: (.+)", r"something is missing: \1."),
    (r"argument (.+?): expected .*", r"\1 needs something after it."),
    (r"unrecognized arguments: (-\S+).*", r"there is no option \1."),
    (r"unrecognized arguments: (.+)", r'"\1" means nothing here. Words that belong together need quotation marks.'),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", r'"\2" is none of: \3.'),
    (r"argument (.+?): ignored explicit argument '?(.*?)'?", r'\1 takes nothing, and "\2" was given.'),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 may mean any of these: \2."),
    (r"argument \S+: (.+)", r"\1."),
)
"""What argparse says, and how we say it; the last is for what a type of ours has said."""


class PlainParser(argparse.ArgumentParser):
    """A parser that ends with status 2 at a slip, like any, and says how the command is typed."""

    def error(self, message: str) -> NoReturn:
        what = next((found.expand(plain) for said, plain in _PLAIN if (found := re.fullmatch(said, message))), message)
        typed = " ".join(self.format_usage().removeprefix("usage: ").replace("[-h] ", "").split())
        if typed.endswith(" command ..."):  # what is left over is told by the parser of all commands
            typed = f"{self.prog} {sys.argv[1] if sys.argv[1:] else 'command'} --help says how it is typed."
        print(f"{what[0].upper()}{what[1:]} Fix: {typed}", file=sys.stderr)
        raise SystemExit(2)


def from_here(text: str) -> str:
    """`text` as a path from where the command was typed, where such a file is; the command goes to its own folder."""
    typed = Path(os.environ.get("SITE_FROM", ""), text)
    return str(typed) if text and typed.exists() else text


def port(text: str) -> int:
    """`text` as a port. Raises what argparse understands."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f'"{text}" is no port; write a number of 1 to 65535, such as 8001')
    return int(text)


def host(text: str) -> str:
    """`text` as an address to serve at: an empty one would be every address. Raises what argparse understands."""
    if not text.strip():
        raise argparse.ArgumentTypeError("write an address after --bind, such as 0.0.0.0")
    return text.strip()


def whole(text: str) -> int:
    """`text` as a count of people or things. Raises what argparse understands."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number above 0')
    return int(text)
