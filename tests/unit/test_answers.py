"""desk/bibliography/answers.py"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk.bibliography.answers import Unanswered, read_crossref, read_openalex, read_pubmed, read_pubmed_search
from tests.unit.answers import RETRACTION, UPDATED_BY, crossref, openalex, pubmed


def test_crossref_tells_of_a_retraction_and_of_who_said_so() -> None:
    record = read_crossref(
        crossref("10.1/a", "RETRACTED: Ileal <i>hyperplasia</i>", 1998, **{"updated-by": UPDATED_BY})
    )
    assert record.retracted
    assert record.title == "RETRACTED: Ileal hyperplasia"
    assert record.years == ("1998",)
    assert record.notes == (
        "correction (Retraction Watch, doi:10.1016/s0140-6736(04)15715-2)",
        "retraction (publisher, doi:10.1016/s0140-6736(10)60175-4)",
    )


def test_a_correction_is_no_retraction_and_neither_is_a_notice_about_another_paper() -> None:
    assert not read_crossref(crossref("10.1/a", "T", 1998, **{"updated-by": UPDATED_BY[:1]})).retracted
    notice = read_crossref(
        crossref("10.1/n", "Notice", 2010, **{"update-to": [{"DOI": "10.1/a", "type": "retraction"}]})
    )
    assert not notice.retracted
    assert notice.notes == ("this DOI is itself a notice (retraction) about doi:10.1/a",)


def test_crossref_tells_where_a_preprint_was_published() -> None:
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.1/final", "asserted-by": "subject"}]}
    record = read_crossref(crossref("10.1101/x", "T", 2022, type="posted-content", relation=relation))
    assert record.notes == ("a preprint, published since as 10.1/final",)
    assert read_crossref(crossref("10.1101/x", "T", 2022, type="posted-content")).notes == ("a preprint",)


@pytest.mark.parametrize(
    "more",
    [
        {"updated-by": [], "update-to": "x", "relation": [], "title": []},
        {"updated-by": None, "title": None, "issued": {"date-parts": [[None]]}, "published-print": None},
        {"title": "A string", "issued": {"date-parts": []}, "relation": {"is-preprint-of": {"id": 1}}},
    ],
)
def test_fields_of_another_shape_are_passed_over(more: dict[str, Any]) -> None:
    assert not read_crossref(crossref("10.1/a", "T", 1998, **more)).retracted


def test_openalex_tells_of_a_retraction() -> None:
    assert read_openalex(openalex("10.1/a", "T", 1998, True)).retracted
    record = read_openalex(openalex("10.1/a", "T", 1998, False))
    assert (record.retracted, record.doi, record.years) == (False, "10.1/a", ("1998",))


def test_pubmed_tells_of_a_retraction_by_the_type_or_by_the_notice() -> None:
    found = read_pubmed(pubmed(("1", "10.1/a", "T <i>x</i> y.", "1998", RETRACTION), ("2", "10.1/b", "U", "2000", "")))
    assert found["1"].retracted
    assert found["1"].title == "T x y"
    assert found["1"].notes == ("retraction (Lancet. 2010 Feb 6;375(9713):445)",)
    assert found["1"].doi == "10.1/a"
    assert not found["2"].retracted
    by_notice = pubmed(("1", "10.1/a", "T", "1998", RETRACTION)).replace("Retracted Publication", "Case Reports")
    assert read_pubmed(by_notice)["1"].retracted
    assert not read_pubmed(by_notice.replace("RetractionIn", "RetractionOf"))["1"].retracted


NO_ANSWERS = [
    ("", "empty"),
    ("  \n", "empty"),
    ("<!doctype html><html><body>Sign in to the hospital's network</body></html>", "a web page"),
    ('{"error":"API rate limit exceeded","api-key":"1.2.3.4","count":"4","limit":"3"}', "later"),
    ("<html><h1>429 Too Many Requests</h1></html>", "later"),
    ('{"status":"ok","message":', "cannot be read"),
    ("[]", "cannot be read"),
    ("null", "cannot be read"),
    ("Resource not found.", "cannot be read"),
]


@pytest.mark.parametrize("read", [read_crossref, read_openalex, read_pubmed, read_pubmed_search])
@pytest.mark.parametrize(("body", "why"), NO_ANSWERS)
def test_what_is_no_answer_is_never_taken_for_one(read: Callable[[str], object], body: str, why: str) -> None:
    with pytest.raises(Unanswered, match=why):
        read(body)


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (read_crossref, '{"message": []}'),
        (read_crossref, '{"message": {}}'),
        (read_crossref, '{"message": {"DOI": "10.1/a", "updated-by": {"retraction": ["10.1/b"]}}}'),
        (read_crossref, '{"message": {"DOI": "10.1/a", "updated-by": ["10.1/b"]}}'),
        (read_openalex, '{"is_retracted": null, "title": "T"}'),
        (read_pubmed, '<!DOCTYPE x [<!ENTITY a "aaaa">]><PubmedArticleSet/>'),
        (read_pubmed, "<eFetchResult><ERROR>ID list is empty</ERROR></eFetchResult>"),
        (read_pubmed_search, '{"esearchresult": {"ERROR": "Invalid db name"}}'),
    ],
)
def test_an_answer_without_what_was_asked_is_none(read: Callable[[str], object], body: str) -> None:
    with pytest.raises(Unanswered):
        read(body)


def test_an_empty_set_of_pubmed_knows_nobody() -> None:
    assert read_pubmed(pubmed()) == {}
    assert read_pubmed_search('{"esearchresult": {"count": "1", "idlist": ["5", 6, "x"]}}') == ["5"]
