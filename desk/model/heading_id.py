"""The words of a heading, and the id that the toc extension gives it."""

from __future__ import annotations

import html
import re
import unicodedata


def slug(name: str, used: set[str]) -> str:
    """The id that the toc extension gives a heading called `name`, and adds to `used`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
    if plain in used or not plain:
        counted = re.fullmatch(r"(.*)_([0-9]+)", plain)
        base, count = (counted[1], int(counted[2][:9])) if counted else (plain, 0)
        count += 1
        while f"{base}_{count}" in used:
            count += 1
        plain = f"{base}_{count}"
    used.add(plain)
    return plain


def heading_name(raw: str) -> str:
    """The words of a heading, as they stand in the built page."""
    pieces: list[str] = []
    last = 0
    for code in re.finditer(r"(?<!\\)(`+)(.+?)(?<!`)\1(?!`)", raw):
        pieces += [_words(raw[last : code.start()]), code[2].strip()]
        last = code.end()
    pieces.append(_words(raw[last:]))
    return " ".join("".join(pieces).split())


def _words(raw: str) -> str:
    text = re.sub(r"<!--.*?-->", "", raw)
    text = re.sub(r"!\[[^\]]*\](\([^)]*\)|\[[^\]]*\])", "", text)
    text = re.sub(r"\[\^[^\]]*\]", "", text)
    text = re.sub(r"\[([^\[\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    text = re.sub(r"\\([\\`*_{}\[\]()>#+.!|~-])", lambda m: "_" if m[1] == "_" else "\x00" if m[1] == "-" else "", text)
    text = re.sub(r"(?<!\w)(__?)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    text = re.sub(r"(\*\*?)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"---?", "", text)
    return html.unescape(text).replace("\x00", "-")
