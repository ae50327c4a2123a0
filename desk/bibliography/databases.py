"""Asks Crossref, PubMed and OpenAlex for papers, and tells what they say together of one. `fetch` alone touches the
network."""

from __future__ import annotations

import os
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlencode

from desk.bibliography.answers import Record, Unanswered, read_crossref, read_openalex, read_pubmed, read_pubmed_search
from desk.model.source import Source

BASES: Final = {
    "Crossref": "https://api.crossref.org",
    "PubMed": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    "OpenAlex": "https://api.openalex.org",
}
"""Where each database answers. Tests give their own."""

AGENT_NAME: Final = "plain-ketamine-desk"
AGENT: Final = f"{AGENT_NAME}/1 (checks a blog's sources for retractions; python-urllib)"
KEY: Final = "OPENALEX_API_KEY"
"""The variable of the environment that may hold a key for OpenAlex."""

TIMEOUT: Final = 20
_GIVE_UP_AFTER: Final = 2
NOT_THERE: Final = "it does not have this source"
_AT_ONCE: Final = 50
"""How many papers PubMed is asked for in one request."""


@dataclass
class Findings:
    """What all databases said of one source: those that answered, and why others did not."""

    source: Source
    records: dict[str, Record] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)

    @property
    def retracted(self) -> bool:
        """Whether any of them says that it was."""
        return any(record.retracted for record in self.records.values())


Fetch = Callable[[str, bytes | None], str]


def fetch(address: str, data: bytes | None = None) -> str:
    """The body at `address`, asked with POST where there is `data`. Raises Unanswered in words for a person."""
    request = urllib.request.Request(address, data, {"User-Agent": AGENT, "Accept": "application/json, text/xml"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        with error:
            raise Unanswered(*_refused(error.code)) from None
    except TimeoutError:
        raise Unanswered("it did not answer in time") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise Unanswered("it did not answer in time") from None
        said = f": {reason}" if not isinstance(reason, socket.gaierror) else ""  # no name server speaks plainly
        raise Unanswered(f"it could not be reached{said}") from None


def _refused(status: int) -> tuple[str, bool]:
    if status == 404:
        return NOT_THERE, False
    if status in (429, 503):
        return "it asks us to come back later", True
    if status in (401, 402, 403, 409):
        return f"it answers only those it knows (status {status})", True
    return f"it answered {status}", False


def ask_all(sources: Iterable[Source], bases: Mapping[str, str], get: Fetch) -> list[Findings]:
    """What the databases of `bases` say of each source with a DOI or PMID, in the order of `sources`.

    Each database is asked by one thread, one request at a time; one that asks us to stop, or cannot be reached
    twice running, is asked no more. Never raises for what a database answers.
    """
    findings = [Findings(source) for source in sources if source.doi or source.pmid]
    asked = {name: ask for name, ask in _ASKED.items() if name in bases}
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = {name: pool.submit(ask, bases[name], findings, get) for name, ask in asked.items()}
    for name, future in answers.items():
        for found, answer in zip(findings, future.result(), strict=True):
            if isinstance(answer, Record):
                found.records[name] = answer
            elif answer:
                found.silent[name] = answer
    return findings


def _each(findings: list[Findings], ask: Callable[[Source], Record | None]) -> list[Record | str]:
    """The answer for each source: a record, why there is none, or "" where it was not for this database to know."""
    answers: list[Record | str] = []
    stopped, failed = "", 0
    for found in findings:
        if stopped:
            answers.append(stopped)
            continue
        try:
            answers.append(ask(found.source) or "")
            failed = 0
        except Unanswered as error:
            answers.append(str(error))
            failed = failed + 1 if "reached" in str(error) or "in time" in str(error) else 0
            stopped = str(error) if error.final or failed >= _GIVE_UP_AFTER else ""
    return answers


def _ask_crossref(base: str, findings: list[Findings], get: Fetch) -> list[Record | str]:
    def ask(source: Source) -> Record | None:
        return read_crossref(get(f"{base}/works/{quote(source.doi, safe='')}", None)) if source.doi else None

    return _each(findings, ask)


def _ask_openalex(base: str, findings: list[Findings], get: Fetch) -> list[Record | str]:
    fields = "doi,title,display_name,publication_year,is_retracted"
    # OpenAlex lets few questions pass without a key since 2026; it gives keys for nothing.
    key = f"&api_key={quote(os.environ[KEY], safe='')}" if os.environ.get(KEY) else ""

    def ask(source: Source) -> Record | None:
        name = f"doi:{quote(source.doi, safe='/')}" if source.doi else f"pmid:{source.pmid}"
        return read_openalex(get(f"{base}/works/{name}?select={fields}{key}", None))

    return _each(findings, ask)


def _ask_pubmed(base: str, findings: list[Findings], get: Fetch) -> list[Record | str]:
    """All of them in a few requests, as its owners ask: first the PMIDs of those with a DOI alone, then the records."""
    answers: list[Record | str] = []
    for start in range(0, len(findings), _AT_ONCE):
        some = [found.source for found in findings[start : start + _AT_ONCE]]
        try:
            answers += _pubmed_some(base, some, get)
        except Unanswered as error:
            answers += [str(error)] * len(some)
            if error.final or "reached" in str(error):
                return answers + [str(error)] * (len(findings) - len(answers))
    return answers


def _pubmed_some(base: str, some: list[Source], get: Fetch) -> list[Record | str]:
    who = {"db": "pubmed", "tool": AGENT_NAME}
    pmids = [source.pmid for source in some if source.pmid]
    if dois := [source.doi for source in some if not source.pmid]:
        term = " OR ".join(f'"{doi}"[doi]' for doi in dois)
        query = urlencode({**who, "retmode": "json", "retmax": "200", "term": term}).encode()
        pmids += read_pubmed_search(get(f"{base}/esearch.fcgi", query))
    records: dict[str, Record] = {}
    if pmids:
        query = urlencode({**who, "retmode": "xml", "id": ",".join(pmids)}).encode()
        records = read_pubmed(get(f"{base}/efetch.fcgi", query))
    by_doi = {record.doi.casefold(): record for record in records.values() if record.doi}
    found = [records.get(s.pmid) if s.pmid else by_doi.get(s.doi.casefold()) for s in some]
    return [record or NOT_THERE for record in found]


_ASKED: Final = {"Crossref": _ask_crossref, "PubMed": _ask_pubmed, "OpenAlex": _ask_openalex}


def verdict(found: Findings) -> str:
    """One sentence on retraction. Never "clean": who says what, and only when two have answered."""
    said = [name for name, record in found.records.items() if record.retracted]
    knew = [name for name, record in found.records.items() if not record.retracted]
    silent = "; ".join(f"{name}: {why}" for name, why in found.silent.items())
    if "OpenAlex: it answers only" in silent:
        silent += f". Fix: get a free key at openalex.org and set {KEY}"
    if said:
        other = f"; {_and(knew)} {'does' if len(knew) == 1 else 'do'} not know of it" if knew else ""
        return f"retracted (said by {', '.join(said)}{other})"
    if len(knew) > 1:
        return f"{_and(knew)} do not know of a retraction"
    alone = f"{knew[0]} alone answered, and one is not enough" if knew else "could not be asked"
    return f"{alone}: {silent or 'no other database lists sources of its kind'}"


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
