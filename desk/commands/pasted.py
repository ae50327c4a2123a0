"""What a writer gives to `cite`: the name of a paper, a saved export, or what is pasted at the terminal."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from desk import COMMAND
from desk.bibliography.look_up import papers_in
from desk.refusal import Refusal


def pasted(given: str) -> str:
    """What is in the file `given`, or `given` itself where it names a paper, or what is pasted or piped in for "-"."""
    if given != "-":
        try:
            return decoded(Path(given).read_bytes())
        except OSError as error:
            if papers_in(given):
                return given
            if re.match(r"(?:https?:|www\.|doi\.org|@|\[@)", given, re.I):
                raise Refusal(
                    f"{given} names no paper by its DOI, PMID or PMC number. Fix: give one of these; or {COMMAND} cite "
                    "alone, and paste the entry: BibTeX, RIS or PubMed."
                ) from None
            raise Refusal(f"{given} cannot be opened ({error.strerror}). Fix: check its name and folder.") from None
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        print(
            f"Paste a DOI, a PMID, an address, or a BibTeX, RIS or PubMed entry, then press Enter and {end}:",
            flush=True,
        )
        return decoded(_typed())
    return decoded(sys.stdin.buffer.read())


def _typed() -> bytes:
    """What is typed or pasted at the terminal, up to Ctrl-D.

    A terminal that gives whole lines cuts each after 4,095 characters, and an abstract is longer; so it gives what
    there is, and Backspace is minded here.
    """
    if sys.platform == "win32":
        return sys.stdin.buffer.read()
    import termios

    place = sys.stdin.fileno()
    before = termios.tcgetattr(place)
    now = termios.tcgetattr(place)
    now[3] &= ~termios.ICANON
    end, back = before[6][termios.VEOF], before[6][termios.VERASE]
    got = bytearray()
    try:
        termios.tcsetattr(place, termios.TCSADRAIN, now)
        while data := os.read(place, 65536):
            part, ended, _ = data.partition(end)
            for byte in part:
                if bytes([byte]) in (back, b"\x08"):
                    del got[-1:]
                else:
                    got.append(byte)
            if ended:
                break
    finally:
        termios.tcsetattr(place, termios.TCSADRAIN, before)
    return bytes(got)


def decoded(data: bytes) -> str:
    """The text of a file that a database saved: UTF-8, UTF-16 with its mark, or else Windows' own."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
