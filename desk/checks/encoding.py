"""Guards the characters of every text file: UTF-8, nothing invisible, nothing garbled, plain line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from desk import COMMAND
from desk.checks.code import HEADER, POST, Code, in_body, in_file
from desk.checks.subject import Reporter, Text
from desk.model.problem import Problem

LONGEST_TEXT: Final = 200_000
LONGEST_LINE: Final = 5_000
ZERO_WIDTH: Final = "\u200b\u200c\u2060\ufeff\u00ad\u180e\u200e\u200f"
MENDED_BY_FIX: Final = f"run {COMMAND} check --fix, which mends it."

CODES = (
    Code(
        "encoding/not-utf8", "the file is not saved as UTF-8, so some letters cannot be read.",
        'in your editor choose "Save with encoding: UTF-8", then look at the letter here.',
        in_file(POST, HEADER.encode() + b"It\x92s here.\n", "It\\x92s here. (saved by Windows as cp1252)"), always=True,
    ),
    Code(
        "encoding/nul", "a NUL character stands here; it cannot be seen and breaks feeds.",
        "delete it: retype the words around it.", in_body("Words\x00 here.\n"), always=True,
    ),
    Code(
        "encoding/control", "a control character stands here; it cannot be seen and breaks feeds.",
        "delete it: retype the words around it.", in_body("Words\x0b here.\n"), always=True,
    ),
    Code(
        "encoding/byte-order-mark", "the file begins with an invisible byte order mark.", MENDED_BY_FIX,
        in_file(POST, "\ufeff" + HEADER + "Words.\n", "(U+FEFF)---"),
    ),
    Code(
        "encoding/zero-width", "an invisible character stands here; it splits words for search and screen readers.",
        MENDED_BY_FIX, in_body("Keta\u200bmine.\n"),
    ),
    Code(
        "encoding/bidi", "a character that turns the direction of writing stands here; text may not be what it seems.",
        "delete it: retype the words around it.", in_body("Take \u202egm 5 word.\n"), always=True,
    ),
    Code(
        "encoding/garbled", "these letters come from a text that was read in the wrong encoding.",
        "retype the word.", in_body("It\u00e2\u20ac\u2122s here.\n"),
    ),
    Code(
        "encoding/lost-letter", "a letter was lost here when the text was converted.", "retype the word.",
        in_body("It\ufffds here.\n"),
    ),
    Code(
        "encoding/look-alike", "a letter of another alphabet stands among Latin ones.", "retype the word.",
        in_body("Ket\u0430mine.\n"),
    ),
    Code(
        "encoding/odd-space", "a space that is not a plain one begins the line or follows its mark.",
        "delete it and type a plain space.", in_body("-\u00a0An item that is no item.\n"),
    ),
    Code(
        "encoding/line-ends", "the file has Windows or old Mac line ends.", MENDED_BY_FIX,
        in_file(POST, HEADER + "Words.\r\n", "Words.\\r\\n"),
    ),
    Code(
        "encoding/final-newline", "the last line does not end with a line break.", MENDED_BY_FIX,
        in_file(POST, HEADER + "Words.", "Words.(end of file)"), severity="warning",
    ),
    Code(
        "encoding/trailing-space", "spaces stand at the end of the line.", MENDED_BY_FIX,
        in_body("Words. \n"), severity="warning",
    ),
    Code(
        "encoding/too-long", "the file, or a line of it, is too long to be a post.",
        "split it; a line may have 5,000 characters, a file 200,000.",
        in_file(POST, HEADER + "word " * 1_100 + "\n", "word word word ... (5,500 characters on one line)"),
        always=True,
    ),
)  # fmt: skip
_report = Reporter(CODES)

_KNOWN = {b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
          b"%PDF": "a PDF", b"PK\x03\x04": "a Word or zip file", b"\xd0\xcf\x11\xe0": "an old Word file",
          b"RIFF": "a WebP picture"}  # fmt: skip
_BIDI = "\u202a-\u202e\u2066-\u2069\u061c"
_ODD = re.compile(
    f"(?P<nul>\x00)|(?P<bidi>[{_BIDI}])|(?P<zero>[{ZERO_WIDTH}])|(?P<lost>\ufffd)"
    "|(?P<control>[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufff9-\ufffb\ufffe\uffff])"
    "|(?P<garbled>\u00e2\u20ac[\u2122\u0153\u009d\u201c\u201d\u02dc\u00a6\u00a2]?|\u00c3[\u00a0-\u00bf\u0192\u201a]|\u00c2[\u00a0-\u00bf])"
    "|(?P<space>(?m:^[ ]*(?:(?:[*+>-]|#{1,6}|\\d+\\.)?[\u00a0\u2000-\u200a\u202f\u205f\u3000])))"
)
_PLAIN = re.compile(r"[\t\n -~\u00a1-\u00ac\u00ae-\u00c1\u00c4-\u00e1\u00e3-\u024f\u2010-\u2027\u2030-\u205e]*")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])\w*[\u0400-\u052f]\w*|\b\w*[\uff01-\uff5e]\w*")
_NAMES = {
    "nul": "nul", "bidi": "bidi", "zero": "zero-width", "lost": "lost-letter", "control": "control",
    "garbled": "garbled", "space": "odd-space",
}  # fmt: skip


def decode(path: str, data: bytes) -> tuple[Text | None, list[Problem]]:
    """The file as text, or None with the place of the first byte that is not UTF-8."""
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n")
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        what = ""
        kind = next((name for magic, name in _KNOWN.items() if data.startswith(magic)), "")
        if kind:
            what, fix = f"the file is {kind}, not text.", "move it to content/images, or delete it."
        elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
            what, fix = "the file is saved as UTF-16, not UTF-8.", 'choose "Save with encoding: UTF-8".'
        else:
            byte = data[error.start]
            meant = bytes([byte]).decode("cp1252", "ignore")
            guess = f", perhaps meant as {meant}" if meant.isprintable() and meant else ""
            what, fix = f"byte {error.start + 1} of the file (0x{byte:02X}) is not UTF-8{guess}.", ""
        shown = data[data.rfind(b"\n", 0, error.start) + 1 :].split(b"\n")[0][:120].decode("utf-8", "replace")
        shown = "" if kind else shown
        return None, [_report(path, (line, column), "encoding/not-utf8", what, fix, shown)]
    longest = max(map(len, raw.split("\n")))
    if longest > LONGEST_LINE or len(raw) > LONGEST_TEXT:
        return None, [_report(path, (1, 1), "encoding/too-long")]
    return Text(path, raw), []


def check(text: Text) -> Iterator[Problem]:
    """What is odd in a text that could be decoded."""
    if text.raw.startswith("\ufeff"):
        yield text.problem(_report, (1, 1), "encoding/byte-order-mark")
    if "\r" in text.raw:
        line = text.raw[: text.raw.index("\r")].count("\n") + 1
        yield text.problem(_report, (line, len(text.line(line)) + 1), "encoding/line-ends")
    if text.text and not text.text.endswith("\n"):
        last = len(text.lines)
        yield text.problem(_report, (last, len(text.lines[-1]) + 1), "encoding/final-newline")
    if " \n" in text.text or "\t\n" in text.text:
        for number, typed in enumerate(text.lines, 1):
            kept = typed.rstrip(" \t")
            following = text.line(number + 1).strip()
            if kept != typed and not (kept and following and typed == kept + "  "):
                yield text.problem(_report, (number, len(kept) + 1), "encoding/trailing-space")
    if _PLAIN.fullmatch(text.text):
        return
    for match in _ODD.finditer(text.text):
        name = f"encoding/{_NAMES[match.lastgroup or 'control']}"
        odd = match.group()[-1]
        if name == "encoding/odd-space":
            yield text.problem(_report, text.spot(match.end() - 1), name)
            continue
        what = _report.codes[name].what
        if len(match.group()) == 1:
            label = unicodedata.name(odd, "no name").lower()
            what = f"{what.removesuffix('.')} (U+{ord(odd):04X}, {label})."
        yield text.problem(_report, text.spot(match.start()), name, what)
    for match in _MIXED.finditer(text.text):
        yield text.problem(_report, text.spot(match.start()), "encoding/look-alike")
