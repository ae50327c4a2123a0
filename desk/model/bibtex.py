"""Reads BibTeX: each entry of content/references.bib as a source, its fields as plain text in AMA style."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from desk.model.source import FORMS, MONTHS, Source, is_preprint_server

if TYPE_CHECKING:  # what reads BibTeX is loaded where there is some to read: a build has what it read before
    from bibtexparser.library import Library
    from pylatexenc.latex2text import LatexNodes2Text

_ENTRY: Final = re.compile(r"^[ \t]*@\w+[ \t]*\{[ \t]*([^\s,{}]+)[ \t]*,", re.MULTILINE)
_GROUP: Final = re.compile(
    r"&|\d|\b(?:organi[sz]ation|administration|committee|society|association|foundation|group|institutes?|department"
    r"|ministry|agency|council|university|hospital|college|academy|network|consortium|collaborat\w+|investigators|team"
    r"|office|services|centers?|centres?|library|federation|union|commission|company|inc|ltd|llc|pharmaceuticals?"
    r"|laboratories|forum|initiative|alliance|board|bureau)\b",
    re.I,
)
_LIGATURES: Final = (("---", "\u2014"), ("--", "\u2013"), ("``", "\u201c"), ("''", "\u201d"), ("~", " "))
# Both libraries log, over several lines, what the desk says in one.
for _library in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


def read_bibliography(text: str) -> Library:
    """The BibTeX in `text`, parsed once: `sources_of` makes sources of it, desk/checks/source.py judges its form."""
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string

    return parse_string(text, append_middleware=[middlewares.SeparateCoAuthors()])


def read_sources(text: str) -> dict[str, Source]:
    """Every entry of the BibTeX in `text`, by key, in the file's order.

    Raises ValueError, naming the line, when an entry cannot be read or a key is given twice.
    """
    library = read_bibliography(text)
    for block in library.failed_blocks:
        raise ValueError(f"line {(block.start_line or 0) + 1}: this entry cannot be read, or its key is given twice.")
    return {source.key: source for source in sources_of(library)}


def keys_written(text: str) -> list[str]:
    """The key of each entry in the BibTeX `text`, whether it can be read or not."""
    return _ENTRY.findall(text)


def sources_of(library: Library) -> Iterator[Source]:
    """The entries of a library that was parsed with SeparateCoAuthors, as sources."""
    for entry in library.entries:
        fields = {name.lower(): field.value for name, field in entry.fields_dict.items()}
        yield _source(entry.key, (entry.start_line or 0) + 1, entry.entry_type, fields)


def _source(key: str, line: int, kind: str, fields: Mapping[str, object]) -> Source:
    def text(*names: str) -> str:
        """The first of these fields that has words."""
        return next((plain for name in names if (plain := plain_text(str(fields.get(name, ""))))), "")

    def exact(name: str) -> str:
        """A field in which -- and ~ are themselves."""
        return re.sub(r"\\([_&%#$~{}])", r"\1", str(fields.get(name, ""))).replace("{", "").replace("}", "").strip()

    def names(name: str) -> tuple[str, ...]:
        raw = fields.get(name, [])
        return tuple(ama_name(str(one)) for one in raw) if isinstance(raw, list) else ()

    date = exact("date").split("/")[0] or _date(exact("year"), exact("month"), exact("day"))
    form = FORMS.get(kind.lower())
    server = next((one for one in (text("eprinttype"), text("archiveprefix")) if is_preprint_server(one)), "")
    if form == "chapter":
        container = text("booktitle", "maintitle")
    elif form in ("book", "report", "thesis"):
        container = ""
    else:
        container = text("journal", "journaltitle") or server or text("website", "organization", "howpublished")
    people = text("n")
    return Source(
        key=key,
        line=line,
        kind=kind,
        title=text("title") + (f": {text('subtitle')}" if text("subtitle") else ""),
        authors=names("author"),
        container=container,
        year=text("year") or date[:4],
        volume=text("volume"),
        issue=issue_number(text("number", "issue") if form == "article" else text("issue")),
        pages=full_range(exact("pages")) or exact("eid"),
        doi=exact("doi"),
        pmid=text("pmid"),
        url=exact("url"),
        note=text("note"),
        design=text("design"),
        people=int(people) if people.isdecimal() else None,
        shortjournal=text("shortjournal"),
        editors=names("editor"),
        publisher=text("publisher", "institution", "school", "organization"),
        edition=text("edition"),
        medium=text("type"),
        number="" if form == "article" else exact("number"),
        date=date,
        updated=exact("updated"),
        accessed=exact("urldate"),
        retracted=text("retracted"),
        superseded=text("superseded"),
    )


def ama_name(name: str) -> str:
    """`Etchison, Ashley R.` -> `Etchison AR`; an institution stays as it is, most surely when it stands in braces."""
    name = name.strip()
    if is_group(name):
        return plain_text(name)
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    parts = parse_single_name_into_parts(name, strict=False)
    family = plain_text(" ".join([*parts.von, *parts.last]))
    given = plain_text(" ".join(parts.first))
    # PubMed writes both initials as one word: "Etchison, AR".
    words = [word for word in re.split(r"[\s.\-\u2010]+", given) if word[:1].isalpha()]
    initials = "".join(word if word.isupper() and len(word) <= 3 else word[0] for word in words)
    return " ".join(part for part in (family, initials, plain_text(" ".join(parts.jr)).replace(".", "")) if part)


def is_group(name: str) -> bool:
    """Whether an author is no person: in braces as BibTeX wants it, of one word, or plainly an institution."""
    if name.startswith("{") and name.endswith("}"):
        return True
    if "," in name:
        family = name.partition(",")[0]
        return " " in family and bool(_GROUP.search(family))
    return " " not in name or bool(_GROUP.search(name))


@cache
def _latex() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text()


def plain_text(latex: str) -> str:
    """BibTeX's LaTeX as plain text: accents made letters, dashes and quotes real, braces gone, spaces single."""
    if "\\" in latex or "$" in latex:
        # Exports often leave % and & bare; to LaTeX a bare % would hide the rest of the line.
        latex = _latex().latex_to_text(re.sub(r"(?<!\\)([%&])", r"\\\1", latex))
    for typed, meant in _LIGATURES:
        latex = latex.replace(typed, meant)
    return " ".join(latex.replace("{", "").replace("}", "").split())


def full_range(pages: str) -> str:
    """`642--7` -> `642-647`: AMA writes every digit of a page."""
    pages = re.sub(r"\s*[-\u2010-\u2013]+\s*", "-", pages).strip("- ")

    def whole(found: re.Match[str]) -> str:
        before, first, last = found.groups()
        return f"{before}{first}-{before}{first[: max(0, len(first) - len(last))]}{last}"

    return re.sub(r"\b([A-Za-z]*)(\d+)-(?:\1)?(\d+)\b", whole, pages)


def issue_number(text: str) -> str:
    """`S1`, `Suppl_1`, `3 Supplement 1` -> as AMA writes them: `suppl 1`, `suppl 1`, `3 suppl 1`."""
    text = re.sub(r"[\s_]*\bsuppl(?:ement)?s?(?![a-z])[\s_.]*", " suppl ", text.replace("_", " "), flags=re.I)
    text = re.sub(r"^S(?=\d)", "suppl ", text.strip())
    return re.sub(r"\s*[-\u2013]+\s*", "-", text)


def _date(year: str, month: str, day: str) -> str:
    """`2023`, `oct`, `5` -> `2023-10-05`; parts that are missing or no date are left out."""
    names = [name[:3].casefold() for name in MONTHS]
    number = int(month) if month.isdecimal() else names.index(m) + 1 if (m := month[:3].casefold()) in names else 0
    if not re.fullmatch(r"\d{4}", year) or not 1 <= number <= 12:
        return year
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day.isdecimal() else "")
