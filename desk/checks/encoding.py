"""Guards the characters of every text file: UTF-8, nothing invisible, nothing garbled, plain line ends."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from desk import COMMAND
from desk.checks.code import HEADER, POST, Code, in_body, in_file
from desk.checks.subject import Reporter, Text
from desk.model.problem import Problem

LONGEST_TEXT: Final = 200_000
"""Of one post or page. What the whole site has one of (its sources, its addresses) grows with every post."""
LONGEST_LINE: Final = 5_000
MENDED_BY_FIX: Final = f"run {COMMAND} check --fix, which mends it."

CODES = (
    Code(
        "encoding/not-utf8", "the file is no text in UTF-8: another program's document, or saved in another encoding.",
        'in your editor choose "Save with encoding: UTF-8", then look at the letter here.',
        in_file(POST, HEADER.encode() + b"It\x92s here.\n", "It\\x92s here. (saved by Windows as cp1252)"),
    ),
    Code(
        "encoding/nul", "a NUL character stands here; it cannot be seen and breaks feeds.",
        "delete it: retype the words around it.", in_body("Words\x00 here.\n"),
    ),
    Code(
        "encoding/control", "a control character stands here; it cannot be seen and breaks feeds.",
        "delete it: retype the words around it.", in_body("Words\x0b here.\n"),
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
        "delete it: retype the words around it.", in_body("Take \u202egm 5 word.\n"),
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
        "encoding/look-alike", "this character only looks like one of the alphabet.", "retype the word.",
        in_body("Ket\u0430mine.\n"),
    ),
    Code(
        "encoding/odd-space", "a space that is not a plain one stands here; it breaks lists, search or lines.",
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
        "encoding/too-long", "the file, or a line of it, is too long to be read.",
        "split it; a line may have 5,000 characters, a post 200,000.",
        in_file(POST, HEADER + "word " * 1_100 + "\n", "word word word ... (5,500 characters on one line)"),
        always=True,
    ),
)  # fmt: skip
_report = Reporter(CODES)

_PICTURES = {b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
             b"RIFF": "a WebP picture"}  # fmt: skip
_DOCUMENTS = {b"%PDF": "a PDF", b"PK\x03\x04": "a Word or zip file", b"\xd0\xcf\x11\xe0": "an old Word file",
              b"{\\rtf": "a document in RTF"}  # fmt: skip
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
AS_TEXT: Final = (
    f"begin a post with {COMMAND} new, copy the words of the document into it as plain text, and take the document "
    "out of content/."
)
"""How a document of another program becomes a post."""
_GARBLED = re.compile(
    "\u00e2\u20ac[\u2122\u0153\u009d\u201c\u201d\u02dc\u00a6\u00a2]?|\u00c3[\u00a0-\u00bf\u0192\u201a]"
    "|\u00c2[\u00a0-\u00bf]"
)
_LINE_BEGINS = re.compile(r"^[ ]*(?:[*+>-]|#{1,6}|\d+\.)?(\s)", re.MULTILINE)
_PLAIN = (
    "\\t\\n -~\u00a1-\u00ac\u00ae-\u00c1\u00c4-\u00e1\u00e3-\u0130\u0132-\u017e\u2010-\u2027\u2030-\u205e"
    "\u2080-\u2089\u2190-\u22ff"
)
"""Characters that are right wherever they stand; every other is judged by what Unicode says of it."""
_ONLY_PLAIN = re.compile(f"[{_PLAIN}]*")
_TO_JUDGE = re.compile(f"[^{_PLAIN}]")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_SPACES = "\u00a0\u2007\u2009\u200a\u202f"
"""Spaces that may stand between words besides the plain one: those that do not break, and thin ones."""
_JOINED = frozenset(
    "ARABIC SYRIAC HEBREW DEVANAGARI BENGALI GUJARATI GURMUKHI KANNADA MALAYALAM ORIYA TAMIL TELUGU SINHALA".split()
)
"""Scripts that need an invisible joiner inside some words."""
_EAST_ASIAN = frozenset(["CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA"])
_SCRIPTS = frozenset(
    {
        *_JOINED, *_EAST_ASIAN, "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "ETHIOPIC", "THAI", "LAO",
        "KHMER", "MYANMAR", "TIBETAN",
    }
)  # fmt: skip
"""Scripts in which a name or the name of a language may be written, by the first word of their letters' names."""
_OWN_LATIN = "\u00df\u00e6\u00f0\u00f8\u00fe\u0111\u0127\u0142\u0153\u1e9e"
_LOOK_LATIN = frozenset(
    "\u0430\u0435\u043e\u0441\u0440\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"  # Cyrillic
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"  # Greek
    "\u0585\u057d\u0570\u0578\u0581"  # Armenian
)
"""Letters of scripts that a text may use, which Unicode's confusables.txt gives as a Latin letter."""
MOST_MARKS: Final = 2


def fault(text: str, at: int) -> str:
    """What is wrong with the character at `at` where it stands: a code's name without its family, or nothing."""
    char = text[at]
    category, before, after = unicodedata.category(char), text[at - 1 : at], text[at + 1 : at + 2]
    if char in "\ufffd\ufffc":
        return "lost-letter"
    if char == "\0":
        return "nul"
    if category in ("Cc", "Co", "Cn", "Cs", "Zl", "Zp"):
        return "" if char in "\t\n" else "control"
    if category == "Cf":
        joins = char in "\u200c\u200d" and _script(before) in _JOINED and _script(after) in {*_JOINED, ""}
        turns = unicodedata.bidirectional(char) in _TURNS or char == "\u061c"
        return "" if joins else "bidi" if turns else "zero-width"
    if category == "Zs":
        return "" if char in f" {_SPACES}" else "odd-space"
    name = unicodedata.name(char, "")
    if "VARIATION SELECTOR" in name:
        shows = char in "\ufe0e\ufe0f" and (
            unicodedata.category(before or " ") == "So" or before in tuple("#*0123456789")
        )
        return "" if shows else "zero-width"
    if any(word in name for word in ("FILLER", "BLANK", "GRAPHEME JOINER", "INHERENT")):
        return "zero-width"
    folded = unicodedata.normalize("NFKC", char)
    if category == "So":
        return "look-alike" if len(folded) == 1 and folded.isascii() else ""
    if category[0] == "M":
        return "look-alike" if _is_odd_mark(text, at) else ""
    if category[0] == "L" or category in ("Nd", "Nl"):
        return "look-alike" if (folded.isascii() and not char.isascii()) or _is_look_alike(text, at) else ""
    return ""


def _is_odd_mark(text: str, at: int) -> bool:
    """Whether an accent strikes a letter out, stands on something else than a letter, or is one of a heap."""
    if text[at] == "\u20e3":
        return text[at - 1 : at] not in tuple("0123456789#*\ufe0f")  # a key, as telephones show it
    base = at
    while base > 0 and unicodedata.category(text[base])[0] == "M":
        base -= 1
    heap = at - base > MOST_MARKS and _script(text[at]) == "COMBINING"
    return heap or "OVERLAY" in unicodedata.name(text[at], "") or not text[base].isalpha()


def _is_look_alike(text: str, at: int) -> bool:
    """Whether a letter is of no script that a text may use, or of another one than the word around it."""
    char, script = text[at], _script(text[at])
    if script not in _SCRIPTS:
        return True
    if script == "LATIN":
        return not (unicodedata.normalize("NFD", char)[0].isascii() or char.lower() in _OWN_LATIN)
    start, end = at, at + 1
    while start and _in_word(text[start - 1]):
        start -= 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    letters = [each for each in text[start:end] if each.isalpha()]
    scripts = {"CJK" if each in _EAST_ASIAN else each for each in map(_script, letters)} - {"COMBINING", ""}
    if scripts == {"GREEK", "LATIN"}:  # TNF and alpha, kappa and B: a sign at one end of a word
        return char in _LOOK_LATIN or not (char == letters[0] or char == letters[-1])
    return len(scripts) > 1 or all(letter in _LOOK_LATIN for letter in letters)


def _in_word(char: str) -> bool:
    return char in "\u200c\u200d" or unicodedata.category(char)[0] in "LMN"


def _script(char: str) -> str:
    """The first word of the character's name, which for a letter or its mark is that of its script."""
    if not char or unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "").partition(" ")[0]


def without_invisible(text: str) -> str:
    """`text` without its invisible characters, but for those that a script needs."""
    if _ONLY_PLAIN.fullmatch(text):
        return text
    gone = {match.start() for match in _TO_JUDGE.finditer(text) if fault(text, match.start()) == "zero-width"}
    return "".join(char for at, char in enumerate(text) if at not in gone) if gone else text


def decode(path: str, data: bytes) -> tuple[Text | None, list[Problem]]:
    """The file as text, or None with what it is in place of one, or the place of the first byte that is not UTF-8."""
    if path.endswith(".md") and path.startswith("content/") and (kind := other_kind(data)):
        fix = AS_TEXT if kind not in _PICTURES.values() else (
            f"give it its own ending, then {COMMAND} picture <that file> <the post's name>."
        )  # fmt: skip
        return None, [_report(path, (1, 1), "encoding/not-utf8", f"the file is {kind}, not text.", fix)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:400].count(0) * 3 > len(data[:400]):
        what, fix = "the file is saved as UTF-16, not UTF-8.", 'choose "Save with encoding: UTF-8".'
        return None, [_report(path, (1, 1), "encoding/not-utf8", what, fix)]
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n")
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        byte = data[error.start]
        meant = bytes([byte]).decode("cp1252", "ignore")
        guess = f", perhaps meant as {meant}" if meant.isprintable() and meant else ""
        what = f"byte {error.start + 1} of the file (0x{byte:02X}) is not UTF-8{guess}."
        shown = data[data.rfind(b"\n", 0, error.start) + 1 :].split(b"\n")[0][:120].decode("utf-8", "replace")
        return None, [_report(path, (line, column), "encoding/not-utf8", what, "", shown)]
    longest = max(map(len, raw.split("\n")))
    if longest > LONGEST_LINE or (len(raw) > LONGEST_TEXT and path.endswith(".md")):
        return None, [_report(path, (1, 1), "encoding/too-long")]
    return Text(path, raw), []


def other_kind(data: bytes) -> str:
    """What a file is that should be a text in Markdown, where it is the document or picture of another program."""
    known = {**_PICTURES, **_DOCUMENTS}
    named = next((name for magic, name in known.items() if data.startswith(magic)), "")
    return named or ("a web page" if _WEB_PAGE.match(data[:200]) else "")


_HARD_RUN = re.compile("(?:[^ \n\u00a0\u202f]+[\u00a0\u202f]){3,}[^ \n\u00a0\u202f]+")
"""Words of which none may stand on a line without the next."""


def with_plain_spaces(text: str) -> str:
    """`text` without the runs of hard spaces that word processors leave: such a line runs over the edge of a phone."""
    return _HARD_RUN.sub(lambda run: re.sub("[\u00a0\u202f]", " ", run[0]), text)


def check(text: Text) -> Iterator[Problem]:
    """What is odd in a text that could be decoded."""
    if text.raw.startswith("\ufeff"):
        yield text.problem(_report, (1, 1), "encoding/byte-order-mark")
    if not text.path.startswith("content/extra/"):  # there stand others' words, of which every byte may count
        yield from _lines(text)
    if text.path.endswith(".md") and "&" in text.text:
        yield from _references(text)
    if _ONLY_PLAIN.fullmatch(text.text):
        return
    garbled = set()
    for match in _GARBLED.finditer(text.text):
        garbled |= set(range(*match.span()))
        yield text.problem(_report, text.spot(match.start()), "encoding/garbled")
    for match in _LINE_BEGINS.finditer(text.text):
        if match[1] in _SPACES:
            yield text.problem(_report, text.spot(match.start(1)), "encoding/odd-space")
    for match in _HARD_RUN.finditer(text.text):
        what = "hard spaces hold this whole run of words on one line, which runs over the edge of a phone."
        yield text.problem(_report, text.spot(match.start()), "encoding/odd-space", what, MENDED_BY_FIX)
    said = -1
    for match in _TO_JUDGE.finditer(text.text):
        at = match.start()
        if at in garbled or at == said or not (name := fault(text.text, at)):
            continue
        what = _named(name, match[0])
        yield text.problem(_report, text.spot(at), f"encoding/{name}", what)
        if name == "look-alike":
            said = at + 1  # the next letter of the word is no news


def _lines(text: Text) -> Iterator[Problem]:
    """What is odd at the ends of lines."""
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


def _references(text: Text) -> Iterator[Problem]:
    """Characters that are written by their number or name, such as &#8203;."""
    for match in _REFERENCE.finditer(text.text):
        for char in html.unescape(match[0]):
            if not char.isascii() and (name := fault(char, 0)):
                fix = "delete it, or write a plain character in its place."
                yield text.problem(_report, text.spot(match.start()), f"encoding/{name}", _named(name, char), fix)


def _named(name: str, char: str) -> str:
    what = _report.codes[f"encoding/{name}"].what
    return f"{what.removesuffix('.')} (U+{ord(char):04X}, {unicodedata.name(char, 'no name').lower()})."
