"""desk/model/source.py"""

from __future__ import annotations

import pytest

from desk.model.source import Source, stopped


@pytest.mark.parametrize(("authors", "byline"), [(0, ""), (1, "A"), (6, "A, B, C, D, E, F"), (7, "A, B, C, et al")])
def test_more_than_six_authors_become_three(authors: int, byline: str) -> None:
    assert Source("k", 1, "article", "T", tuple("ABCDEFG"[:authors])).byline == byline


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        ({}, []),
        ({"doi": "10.1/x", "pmid": "5"}, ["https://doi.org/10.1/x", "https://pubmed.ncbi.nlm.nih.gov/5/"]),
        ({"doi": "10.1/x", "url": "https://a.example"}, ["https://doi.org/10.1/x", "https://a.example"]),
        ({"url": "https://pubmed.ncbi.nlm.nih.gov/5/"}, ["https://pubmed.ncbi.nlm.nih.gov/5/"]),
    ],
)
def test_a_source_can_be_read_at_its_best_address_first(fields: dict[str, str], links: list[str]) -> None:
    assert [address for _, address in Source("k", 1, "article", "T", **fields).links] == links  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("people", "weight"), [(None, "case report"), (1, "case report, 1 person"), (2, "case report, 2 people")]
)
def test_people_are_counted_in_words(people: int | None, weight: str) -> None:
    assert Source("k", 1, "article", "T", design="case-report", people=people).weight == weight


@pytest.mark.parametrize(
    ("text", "ended"),
    [("", ""), ("A", "A."), ("A?", "A?"), ("A.", "A."), ("A (b)", "A (b)."), ("\u201cA\u201d", "\u201cA.\u201d"),
     ("\u201cA?\u201d", "\u201cA?\u201d")],
)  # fmt: skip
def test_a_sentence_ends_once(text: str, ended: str) -> None:
    assert stopped(text) == ended


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({}, "web"),
        ({"kind": "article"}, "article"),
        ({"kind": "article", "container": "medRxiv"}, "preprint"),
        ({"container": "Research Square"}, "preprint"),
        ({"url": "https://clinicaltrials.gov/study/NCT05306899"}, "registration"),
        ({"kind": "article", "url": "https://clinicaltrials.gov/study/NCT05306899"}, "article"),
        ({"number": "ISRCTN12345678"}, "registration"),
        ({"medium": "Package insert"}, "label"),
        ({"kind": "InBook"}, "chapter"),
        ({"kind": "TechReport"}, "report"),
    ],
)
def test_what_a_source_is_follows_from_its_entry(fields: dict[str, str], form: str) -> None:
    assert Source("k", 1, title="T", **({"kind": "misc"} | fields)).form == form  # type: ignore[arg-type]


def test_a_retracted_source_says_so_where_readers_see_it() -> None:
    assert (
        Source("k", 1, "article", "T", year="2010", pages="1", retracted="2012").published == "2010:1. Retracted: 2012"
    )
    assert Source("k", 1, "article", "T", year="2010", pages="1", retracted="yes").published == "2010:1. Retracted"


def test_a_doi_with_odd_characters_makes_a_whole_address() -> None:
    doi = "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"
    ((_, address),) = Source("k", 1, "article", "T", doi=doi).links
    assert address == "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15%3C1661::AID-SIM968%3E3.0.CO;2-2"
