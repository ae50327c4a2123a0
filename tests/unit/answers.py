"""Answers of Crossref, PubMed and OpenAlex, in the shapes that they document."""

from __future__ import annotations

import json
from typing import Any


def crossref(doi: str, called: str, year: int, **more: Any) -> str:
    """The shape of https://api.crossref.org/works/{doi}."""
    message = {
        "indexed": {"date-parts": [[2026, 1, 2]]}, "publisher": "A publisher", "DOI": doi, "type": "journal-article",
        "title": [called], "container-title": ["A journal"], "relation": {}, "issued": {"date-parts": [[year, 2, 28]]},
        "published-print": {"date-parts": [[year]]}, "score": 1,
    }  # fmt: skip
    return json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message | more})


def openalex(doi: str, title: str, year: int, retracted: bool) -> str:
    """The shape of https://api.openalex.org/works/doi:{doi}?select=..."""
    return json.dumps(
        {"doi": f"https://doi.org/{doi}", "title": title, "display_name": title, "publication_year": year,
         "is_retracted": retracted}
    )  # fmt: skip


def pubmed(*articles: tuple[str, str, str, str, str]) -> str:
    """The shape of efetch.fcgi?db=pubmed&retmode=xml: (pmid, doi, title, year, more) an article."""
    shapes = "".join(
        f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>1</Volume>
<PubDate><Year>{year}</Year><Month>Feb</Month></PubDate></JournalIssue><Title>A journal</Title></Journal>
<ArticleTitle>{title}</ArticleTitle><PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
{'<PublicationType UI="D016441">Retracted Publication</PublicationType>' if more else ""}
</PublicationTypeList></Article>
<CommentsCorrectionsList>{more}</CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="doi">{doi}</ArticleId>
</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.9/cited</ArticleId></ArticleIdList>
</Reference></ReferenceList></PubmedData></PubmedArticle>"""
        for pmid, doi, title, year, more in articles
    )
    return f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet>{shapes}</PubmedArticleSet>"""


RETRACTION = (
    '<CommentsCorrections RefType="RetractionIn"><RefSource>Lancet. 2010 Feb 6;375(9713):445</RefSource>'
    '<PMID Version="1">20137807</PMID></CommentsCorrections>'
    '<CommentsCorrections RefType="CommentIn"><RefSource>Lancet. 1998;351:611</RefSource></CommentsCorrections>'
)
UPDATED_BY = [
    {"DOI": "10.1016/s0140-6736(04)15715-2", "type": "correction", "label": "Correction", "source": "retraction-watch",
     "updated": {"date-parts": [[2004, 3, 6]]}, "record-id": "17269"},
    {"DOI": "10.1016/s0140-6736(10)60175-4", "type": "retraction", "label": "Retraction", "source": "publisher",
     "updated": {"date-parts": [[2010, 2, 6]]}},
]  # fmt: skip
