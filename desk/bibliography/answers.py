"""Reads what Crossref, PubMed and OpenAlex answer of a paper, today, each as a Record."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

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
