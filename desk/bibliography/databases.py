"""What three databases answer when they are asked for a paper: Crossref, PubMed and OpenAlex, today.

The readers of their answers are pure; `fetch` alone touches the network.
"""

from __future__ import annotations

import json
import os
import re
import socket
import urllib.error
import urllib.request
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

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

_GONE: Final = ("retraction", "withdrawal", "removal", "partial_retraction")
MARKED_TITLE: Final = re.compile(r"^\s*\[?(?:retracted|withdrawn|removed)(?: article| paper)?\]?\s*[:.\u2014-]", re.I)


class Unanswered(Exception):
    """A database gave no answer that can be read. The words say why, for a person; `final`: do not ask it again."""

    def __init__(self, why: str, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


@dataclass(frozen=True)
class Record:
    """What one database knows of one source. `notes` are things that a writer should read, in plain words."""

    retracted: bool = False
    title: str = ""
    years: tuple[str, ...] = ()
    doi: str = ""
    notes: tuple[str, ...] = ()


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


# --- Reading answers


def read_crossref(body: str) -> Record:
    """The answer of Crossref to /works/{doi}. Raises Unanswered when it is none."""
    work = _dict(_json(body, "message"), "message")
    if not work.get("DOI"):
        raise Unanswered("its answer has no record")
    updates = _dicts(work.get("updated-by"))
    if work.get("updated-by") and not updates:
        raise Unanswered("it tells of updates in a way that is not known here")
    notes: list[str] = []
    gone = False
    # `updated-by` stands on the paper; `update-to` stands on the notice about another paper.
    for update in updates:
        kind = str(update.get("type", "")).lower().replace("-", "_").replace(" ", "_")
        gone = gone or kind in _GONE
        label = str(update.get("label") or kind.replace("_", " ") or "update")
        if kind not in ("new_version", "new_edition"):
            notes.append(f"{label.lower()}{_told_by(update)}")
    for update in _dicts(work.get("update-to")):
        kind, about = str(update.get("type", "")).lower(), str(update.get("DOI", ""))
        if about.casefold() == str(work["DOI"]).casefold():
            gone = gone or kind in _GONE
        else:
            notes.append(f"this DOI is itself a notice ({kind or 'update'}) about doi:{about}")
    relations = work.get("relation") if isinstance(work.get("relation"), dict) else {}
    for relation, words in (("is-preprint-of", "a preprint, published since as"), ("is-version-of", "a version of")):
        for other in _dicts(relations.get(relation)) if isinstance(relations, dict) else []:
            notes.append(f"{words} {other.get('id')}")
    gone = gone or bool(_dicts(relations.get("is-retracted-by")) if isinstance(relations, dict) else [])
    title = _plain(_first(work.get("title")))
    if subtitle := _plain(_first(work.get("subtitle"))):
        title = title if subtitle.casefold() in title.casefold() else f"{title}: {subtitle}"
    years = [_crossref_year(work.get(name)) for name in ("issued", "published-print", "published-online", "published")]
    if work.get("type") == "posted-content" and not any("preprint" in note for note in notes):
        notes.append("a preprint")
    return Record(
        retracted=gone or bool(MARKED_TITLE.match(title)),
        title=title,
        years=tuple(dict.fromkeys(year for year in years if year)),
        doi=str(work["DOI"]),
        notes=tuple(dict.fromkeys(notes)),
    )


def read_openalex(body: str) -> Record:
    """The answer of OpenAlex to /works/doi:... or /works/pmid:.... Raises Unanswered when it is none."""
    work = _json(body, "is_retracted")
    if not isinstance(work["is_retracted"], bool):
        raise Unanswered("its answer does not say whether the paper was retracted")
    title = _plain(str(work.get("title") or work.get("display_name") or ""))
    year = work.get("publication_year")
    return Record(
        retracted=work["is_retracted"] or bool(MARKED_TITLE.match(title)),
        title=title,
        years=(str(year),) if isinstance(year, int) else (),
        doi=_bare_doi(str(work.get("doi") or "")),
    )


def read_pubmed(body: str) -> dict[str, Record]:
    """The answer of PubMed's efetch (XML): PMID -> record. Raises Unanswered when it is none."""
    # Entities could make a small answer huge; PubMed's answers define none of their own.
    if "<!ENTITY" in body:
        raise Unanswered("its answer cannot be read")
    try:
        top = etree.fromstring(body.strip())
    except etree.ParseError:
        raise Unanswered(_no_answer(body)) from None
    if top.tag != "PubmedArticleSet":
        raise Unanswered(_no_answer(body))
    found: dict[str, Record] = {}
    for article in top.iter("PubmedArticle"):
        if (pmid := article.findtext("MedlineCitation/PMID", "").strip()).isdecimal():
            found[pmid] = _pubmed_record(article)
    return found


def _pubmed_record(article: etree.Element) -> Record:
    kinds = [(kind.text or "").strip().lower() for kind in article.iter("PublicationType")]
    gone = "retracted publication" in kinds
    notes = ["this PMID is itself a notice of retraction"] if "retraction of publication" in kinds else []
    words = {
        "RetractionIn": "retraction", "PartialRetractionIn": "partial retraction", "ErratumIn": "erratum",
        "ExpressionOfConcernIn": "expression of concern", "CorrectedandRepublishedIn": "corrected and published again",
        "RetractedandRepublishedIn": "retracted and published again", "UpdateIn": "updated",
    }  # fmt: skip
    for other in article.iter("CommentsCorrections"):
        kind = other.get("RefType", "")
        gone = gone or kind in ("RetractionIn", "PartialRetractionIn", "RetractedandRepublishedIn")
        if kind in words:
            where = " ".join(other.findtext("RefSource", "").split())
            notes.append(words[kind] + (f" ({where})" if where else ""))
    heading = article.find("MedlineCitation/Article/ArticleTitle")
    title = _plain("".join(heading.itertext())) if heading is not None else ""
    places = ("MedlineCitation/Article/Journal/JournalIssue/PubDate", "MedlineCitation/Article/ArticleDate")
    dates = [date for place in places for date in article.findall(place)]
    years = [re.search(r"\d{4}", date.findtext("Year") or date.findtext("MedlineDate") or "") for date in dates]
    ids = article.findall("PubmedData/ArticleIdList/ArticleId")
    dois = [(one.text or "").strip() for one in ids if one.get("IdType") == "doi"]
    return Record(
        retracted=gone or bool(MARKED_TITLE.match(title)),
        title=title.rstrip("."),
        years=tuple(dict.fromkeys(year[0] for year in years if year)),
        doi=dois[0] if dois else "",
        notes=tuple(dict.fromkeys(notes)),
    )


def read_pubmed_search(body: str) -> list[str]:
    """The answer of PubMed's esearch (JSON): the PMIDs it found. Raises Unanswered when it is none."""
    ids = _dict(_json(body, "esearchresult"), "esearchresult").get("idlist")
    if not isinstance(ids, list):
        raise Unanswered("its answer has no list of papers")
    return [one for one in ids if isinstance(one, str) and one.isdecimal()]


def _json(body: str, needed: str) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        raise Unanswered(_no_answer(body)) from None
    if not isinstance(answer, dict) or needed not in answer:
        raise Unanswered(_no_answer(body))
    return answer


def _no_answer(body: str) -> str:
    if not body.strip():
        return "its answer was empty"
    if re.search(r"rate limit|too many requests|429", body[:2000], re.I):
        return "it asks us to come back later"
    return "its answer was a web page, not data" if "<html" in body[:2000].lower() else "its answer cannot be read"


def _dict(answer: Mapping[str, Any], name: str) -> dict[str, Any]:
    if not isinstance(answer.get(name), dict):
        raise Unanswered("its answer cannot be read")
    return dict(answer[name])


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value) if isinstance(value, str) else ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", "", text).split())


def _told_by(update: Mapping[str, Any]) -> str:
    """Who told Crossref, the publisher or Retraction Watch, and where the notice is."""
    who = {"retraction-watch": "Retraction Watch"}.get(str(update.get("source", "")), str(update.get("source") or ""))
    parts = [part for part in (who, f"doi:{update['DOI']}" if update.get("DOI") else "") if part]
    return f" ({', '.join(parts)})" if parts else ""


def _crossref_year(date: object) -> str:
    parts = date.get("date-parts") if isinstance(date, dict) else None
    whole = parts[0] if isinstance(parts, list) and parts else None
    return str(whole[0]) if isinstance(whole, list) and whole and isinstance(whole[0], int) else ""


def _bare_doi(text: str) -> str:
    return re.sub(r"^https?://(?:dx\.)?doi\.org/", "", text, flags=re.I)


# --- Asking


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


# --- Telling


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
