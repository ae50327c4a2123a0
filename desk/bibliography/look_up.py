"""Looks a paper up by what a writer has of it: a DOI, a PMID, an address that holds one, a copied citation.

Two registries are asked, PubMed and Crossref. Their records are read by export.py as if they had been
pasted. An answer that fails is never read as "not retracted".
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, unquote, urlencode

from desk import COMMAND
from desk.bibliography.answers import Unanswered, read_pubmed_search
from desk.bibliography.databases import AGENT_NAME, BASES, Fetch, ask_all, fetch, verdict
from desk.model.source import Source
from desk.refusal import Refusal

ASKED: Final = ("PubMed", "Crossref")
ELSEWHERE: Final = "DESK_REGISTRIES"
"""The variable of the environment that names another place for both, as tests do."""

_DOI: Final = re.compile(r"(?<![\w/.])(?:doi:\s*)?(10\.\d{4,9}/[^\s\"<>|]+)|(?<=/)(10\.\d{4,9}/[^\s\"<>|?#]+)", re.I)
_PMID: Final = re.compile(
    r"pubmed(?:\.ncbi\.nlm\.nih\.gov|/)/?(\d{1,8})\b|\bPMID:?\s*(\d{1,8})\b|^\s*(\d{5,8})\s*$", re.I
)
_PMC: Final = re.compile(r"\b(PMC\d{3,9})\b", re.I)


@dataclass(frozen=True)
class Paper:
    """What names a paper: the number and whose it is."""

    kind: Literal["doi", "pmid", "pmc"]
    number: str

    def __str__(self) -> str:
        return (
            self.number if self.kind == "doi" else self.number.upper() if self.kind == "pmc" else f"PMID {self.number}"
        )


def papers_in(text: str) -> list[Paper]:
    """Every paper that `text` names, once, in its order. A citation that gives a DOI and a PMID names one."""
    lines = [line for line in text.splitlines() if line.strip()]
    each_line = [_papers(line) for line in lines]
    parts = each_line if all(each_line) else [_papers(part) for part in re.split(r"\n\s*\n", text)]
    return list(dict.fromkeys(paper for part in parts for paper in part))


def _papers(text: str) -> list[Paper]:
    dois = [Paper("doi", _bare(found[1] or found[2])) for found in _DOI.finditer(unquote(text))]
    if dois:
        return list(dict.fromkeys(dois))
    if numbers := [Paper("pmid", next(filter(None, found.groups()))) for found in _PMID.finditer(text)]:
        return numbers
    return [Paper("pmc", found[1].upper()) for found in _PMC.finditer(text)]


def _bare(doi: str) -> str:
    """A DOI without what a sentence or a publisher's address puts behind it."""
    doi = re.sub(
        r"/(?:full(?:text)?|abstract|pdf|epdf|html|meta|short)$", "", doi.split("?")[0].split("#")[0], flags=re.I
    )
    doi = doi.rstrip(".,;:'\"\u201d\u2019")
    while doi[-1:] in ")]}" and doi.count("([{"[")]}".index(doi[-1])]) < doi.count(doi[-1]):
        doi = doi[:-1].rstrip(".,;")
    return doi.removesuffix(".pdf")


def bases() -> dict[str, str]:
    """Where the two registries answer."""
    elsewhere = os.environ.get(ELSEWHERE)
    return {name: f"{elsewhere}/{name.lower()}" if elsewhere else BASES[name] for name in ASKED}


def record(paper: Paper, at: Mapping[str, str], get: Fetch = fetch) -> str:
    """The record of `paper` as PubMed (.nbib) or Crossref (BibTeX) gives it. Raises Refusal where neither does."""
    silent: dict[str, str] = {}
    try:
        if found := _from_pubmed(paper, at["PubMed"], get):
            return found
        silent["PubMed"] = "it does not have this paper"
    except Unanswered as error:
        silent["PubMed"] = str(error)
    if paper.kind == "doi":
        try:
            address = f"{at['Crossref']}/works/{quote(paper.number, safe='')}/transform/application/x-bibtex"
            if "@" in (body := get(address, None)):
                return body
            silent["Crossref"] = "its answer cannot be read"
        except Unanswered as error:
            silent["Crossref"] = str(error)
    why = "; ".join(f"{name}: {reason}" for name, reason in silent.items())
    unreached = all("reached" in reason or "in time" in reason for reason in silent.values())
    fix = (
        f"there seems to be no network. When there is, {COMMAND} cite {paper.number}; or paste the entry itself, which "
        "needs none: BibTeX, RIS or PubMed (.nbib)."
        if unreached
        else "look whether it is typed right, or paste the entry itself: BibTeX, RIS or PubMed (.nbib)."
    )
    raise Refusal(f"{paper} could not be looked up, and nothing was added. ({why}) Fix: {fix}")


def _from_pubmed(paper: Paper, base: str, get: Fetch) -> str:
    who = {"db": "pubmed", "tool": AGENT_NAME}
    number = paper.number
    if paper.kind != "pmid":
        term = f'"{number}"[doi]' if paper.kind == "doi" else number
        query = urlencode({**who, "retmode": "json", "retmax": "5", "term": term}).encode()
        found = read_pubmed_search(get(f"{base}/esearch.fcgi", query))
        if len(found) != 1:  # none, or a guess
            return ""
        number = found[0]
    query = urlencode({**who, "rettype": "medline", "retmode": "text", "id": number}).encode()
    body = get(f"{base}/efetch.fcgi", query)
    whole = re.search(r"^\s*PMID\s*-", body, re.M) and re.search(r"^TI\s*-", body, re.M)
    if whole and paper.kind == "doi" and paper.number.casefold() not in body.casefold():
        return ""  # PubMed found something else
    return body if whole else ""


def retraction(source: Source, at: Mapping[str, str], get: Fetch) -> tuple[str, str]:
    """What the registries say of a retraction: the mark for the entry, or nothing; and a sentence for the writer."""
    found = next(iter(ask_all([source], at, get)), None)
    if not found:
        return "", "Whether it was retracted could not be asked: it has neither DOI nor PMID."
    said = ", ".join(name for name, answer in found.records.items() if answer.retracted)
    return f"{said} says so" if said else "", f"Retraction: {verdict(found)}."
