"""Our references beside those of citeproc-js in AMA style: equal, or different for a reason that is named here."""

from __future__ import annotations

import html
import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string

from desk.model.bibtex import plain_text, read_sources
from desk.model.source import Form, Source
from tests.peers.tools import needed, node

HERE = Path(__file__).parent
REFERENCES = HERE / "references.bib"
TYPES: dict[Form, str] = {
    "article": "article-journal", "preprint": "article", "web": "webpage", "label": "report",
    "registration": "webpage", "book": "book", "chapter": "chapter", "report": "report", "thesis": "thesis",
}  # fmt: skip

_NOT_IN_CSL = "CSL has no such field, and a reader needs it"
DIFFERENT: dict[str, tuple[str, str]] = {
    "pagesalone": (
        "an article with pages has been printed; only its volume is not known",
        "Podkowa K. Memantine and ketamine. Arch Pharmacol. Published online 2023:1371-1398.",
    ),
    "others": (
        'CSL-JSON cannot say "and others", so citeproc takes it for a name',
        "Robblee J, others. Guideline update. Headache. 2025;65:1-9.",
    ),
    "retracted": (_NOT_IN_CSL, "Smith A. A trial that was withdrawn. Pain. 2010;3:2-3."),
    "pageupdated": (
        _NOT_IN_CSL,
        "Centers for Disease Control and Prevention. Zika travel information. January 26, 2016. "
        "Accessed June 18, 2019. https://www.cdc.gov/zika",
    ),
    "bookcase": (
        "we leave the case of a title to the writer: a machine spoils drug names and acronyms",
        "Smith A. The Handbook of Pain. Wiley; 2014.",
    ),
    "bookboth": (
        "AMA writes ed without a stop; the style forgets it here",
        "Smith A. Collected Papers. (Doe J, ed.). Wiley; 2014.",
    ),
    "reportnumber": (
        "AMA gives the number of a report; the style drops it",
        "Sumner E. Evidence on Ketamine. Agency for Healthcare Research and Quality; 2020.",
    ),
    "label": (
        "AMA names prescribing information as such; CSL has no type for it",
        "Spravato. Janssen Pharmaceuticals; 2025. Accessed November 1, 2026. https://www.janssenlabels.com/SPRAVATO-pi.pdf",
    ),
    "trial": (
        "AMA gives the registry and the identifier of a trial; CSL has no type for it",
        "University Health Network. Ketamine in daily headache. April 1, 2022. Accessed November 20, 2026. "
        "https://clinicaltrials.gov/study/NCT05306899",
    ),
}
"""Key -> (why ours differs, what citeproc-js writes)."""


def csl_name(name: str) -> dict[str, str]:
    """A BibTeX name as CSL-JSON, read here without our own reader of names. `others` has no form in CSL-JSON."""
    plain = plain_text(name)
    if name.startswith("{") and name.endswith("}"):
        return {"literal": plain}
    if "," in name:
        parts = [plain_text(part) for part in name.split(",")]
        suffix = {"suffix": parts[1].rstrip(".")} if len(parts) == 3 else {}
        return {"family": parts[0], "given": parts[-1], **suffix}
    found = re.fullmatch(r"(.*?) ((?:[a-z]+ )*\S+)", plain)
    given, family = found.groups() if found else ("", plain)
    return {"family": family, "given": given} if given else {"literal": plain}


def csl_date(iso: str) -> dict[str, Any]:
    """`2022-04-01` -> {"date-parts": [[2022, 4, 1]]}."""
    return {"date-parts": [[int(part) for part in iso.split("-")]]}


def csl(source: Source, authors: str, editors: str) -> dict[str, Any]:
    """A source as CSL-JSON, with the names as BibTeX has them: ours are in AMA style already."""
    medium = {"phdthesis": "Dissertation", "mastersthesis": "Master's thesis"}.get(source.kind, source.medium)
    item: dict[str, Any] = {
        "id": source.key,
        "type": TYPES[source.form],
        "title": source.title,
        "container-title": source.container,
        "container-title-short": source.shortjournal,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.pages,
        "DOI": source.doi,
        "URL": source.url,
        "publisher": source.publisher if source.form not in ("web", "registration") else "",
        "edition": re.sub(r"\D+$", "", source.edition.replace("Third", "3")),
        "genre": medium,
    }
    for field, names in (("author", authors), ("editor", editors)):
        # " and " inside braces is part of an institution's name.
        item[field] = [csl_name(name) for name in re.split(r"\s+and\s+(?![^{]*\})", names) if name]
    if date := source.date or source.year:
        item["issued"] = csl_date(date)
    if source.accessed:
        item["accessed"] = csl_date(source.accessed)
    return {field: value for field, value in item.items() if value}


def bare(text: str) -> str:
    """Without markup, the number before it, and the difference between ' and \u2019."""
    text = html.unescape(re.sub(r"<[^>]*>", "", text)).replace("\u2019", "'")
    text = text.replace("\u201c", '"').replace("\u201d", '"')
    return re.sub(r"^\s*\d+\.\s*", "", " ".join(text.split()))


@cache
def ours() -> dict[str, Source]:
    """The references, read and written by us."""
    return read_sources(REFERENCES.read_text("utf-8"))


@cache
def theirs() -> dict[str, str]:
    """The same references, written by citeproc-js."""
    raw = {entry.key: entry.fields_dict for entry in parse_string(REFERENCES.read_text("utf-8")).entries}

    def names(key: str, field: str) -> str:
        return " ".join(str(raw[key][field].value).split()) if field in raw[key] else ""

    request = {
        "style": (HERE / "csl/american-medical-association.csl").read_text("utf-8"),
        "locale": (HERE / "csl/locales-en-US.xml").read_text("utf-8"),
        "items": [csl(source, names(key, "author"), names(key, "editor")) for key, source in ours().items()],
    }
    command = [needed(node(), "Node"), str(HERE / "citeproc.mjs")]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    return {key: bare(text) for key, text in json.loads(done.stdout).items()}


def test_every_form_of_reference_is_compared() -> None:
    assert {source.form for source in ours().values()} == set(TYPES)
    assert len(ours()) >= 30
    assert set(theirs()) == set(ours())


@pytest.mark.parametrize("key", read_sources(REFERENCES.read_text("utf-8")))
def test_a_reference_is_what_citeproc_writes_or_differs_as_named(key: str) -> None:
    reason, expected = DIFFERENT.get(key, ("", bare(ours()[key].reference)))
    assert theirs()[key] == expected
    if reason:
        assert bare(ours()[key].reference) != expected, f"{key} differs no longer: take it out of DIFFERENT"


def test_no_difference_is_named_for_a_reference_that_is_not_there() -> None:
    assert set(DIFFERENT) <= set(ours())
