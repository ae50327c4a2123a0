"""An entry on its way into content/references.bib: its key, and how it is written there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

ORDER: Final = (
    "author", "editor", "title", "booktitle", "journal", "shortjournal", "organization", "howpublished", "edition",
    "publisher", "institution", "school", "type", "year", "date", "volume", "number", "pages", "doi", "pmid", "url",
    "urldate", "retracted", "design", "n",
)  # fmt: skip
"""The fields that are kept, in the order of the file."""

_EXACT: Final = frozenset({"doi", "url", "pages", "pmid", "year", "date", "urldate"})
"""Fields that are no prose: nothing in them is escaped or protected."""


@dataclass
class Entry:
    """One entry on its way in: `kind` as in BibTeX, fields as plain text, people one by one.

    `hint` is the design that PubMed's own words suggest, else empty. `latex`: the text is LaTeX, as BibTeX's is.
    """

    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    hint: str = ""
    latex: bool = False


def key_of(entry: Entry, taken: set[str]) -> str:
    """firstauthorYEAR in small letters; b, c ... after it when that is taken."""
    first = next((name for name in [*entry.authors, *entry.editors] if name != "others"), "")
    if first.startswith("{"):
        words = re.findall(r"[^\W\d_][\w.]*", first.partition("(")[0])
        capitals = "".join(c for word in words for c in word if c.isupper())
        first = capitals if len(capitals) > 2 else words[0] if words else ""
    name = re.sub(r"[^a-z]", "", folded(first.partition(",")[0]))
    if not name:
        small = {"a", "an", "the", "of", "on", "in", "for", "and", "to"}
        words = re.findall(r"[a-z]+", folded(entry.fields["title"]))
        name = next((word for word in words if word not in small), "source")
    key = name + entry.fields.get("year", "")
    lowered = {one.lower() for one in taken}
    endings: list[str] = ["", *"bcdefghijklmnopqrstuvwxyz", *(f"_{number}" for number in range(27, 1000))]
    if f"{key}a" in lowered:
        endings.remove("")
    return next(key + ending for ending in endings if key + ending not in lowered)


def render(key: str, entry: Entry) -> str:
    """The entry as BibTeX, in the manner of the file: two spaces, braces, no comma at the end."""
    people = {
        "author": " and ".join(map(_escaped_name, entry.authors)),
        "editor": " and ".join(map(_escaped_name, entry.editors)),
    }
    values = {
        **{name: value if name in _EXACT else _escaped(value, name) for name, value in entry.fields.items()},
        **people,
    }
    lines = [f"  {name} = {{{value}}}" for name in ORDER if (value := values.get(name))]
    return f"@{entry.kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str, name: str = "") -> str:
    """Plain text as BibTeX: & % $ # _ escaped, and in titles acronyms and names within a word kept by braces."""
    text = text.replace("\\", "").replace("{", "").replace("}", "")
    if name in ("title", "booktitle") and not text.isupper():
        text = re.sub(r"[^\W_][\w'\u2019.]*", _kept, text)
    text = re.sub(r"([&%$#_])", r"\\\1", text)
    return text.replace("~", "\\textasciitilde{}").replace("^", "\\textasciicircum{}")


def _kept(found: re.Match[str]) -> str:
    word = str(found[0])
    return f"{{{word}}}" if re.search(r".[A-Z]", word) else word


def _escaped_name(name: str) -> str:
    return f"{{{_escaped(name[1:-1])}}}" if name.startswith("{") else _escaped(name)


def folded(text: str) -> str:
    """`text` in small letters of the alphabet, without accents."""
    for letter, plain in (("ø", "o"), ("ł", "l"), ("đ", "d"), ("æ", "ae"), ("œ", "oe"), ("þ", "th"), ("ð", "d")):
        text = text.casefold().replace(letter, plain)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
